import { registryService } from "../../shared/contracts/registry-service.ts";
import { given } from "../../shared/domain/given.ts";
import { limitNames, limitsFor, type SomeLimits } from "../../shared/domain/limits.ts";
import { loadOrganisation, saveLimits } from "../../shared/dynamo/directory-store.ts";
import { untilItLands, VersionConflict } from "../../shared/dynamo/version-conflict.ts";
import { accessBy } from "../../shared/runtime/access.ts";
import { organisationFor } from "../../shared/runtime/organisation-for.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { operation, type Platform } from "./platform.ts";

/** How much an organisation may use of what all share. */
export const limitOperations = {
  showLimits: operation(registryService.showLimits, async (platform, { params, caller }) => {
    const { limits } = await organisationFor(platform.table, caller, { ...params, act: "read-limits" });
    return { status: 200, body: viewOf(platform, limits) };
  }),

  putLimits: operation(registryService.putLimits, async (platform, { params, body, caller }) => {
    const { table, now } = platform;
    const { organisationId } = params;
    await organisationFor(table, caller, { ...params, act: "set-limits" });
    await untilItLands(async () => {
      const held = await loadOrganisation(table, organisationId);
      if (held === undefined) throw new Problem("not-found");
      const changed = limitNames.filter((name) => held.limits?.[name] !== body[name]);
      // A limit that stands so already is not set again, and not recorded.
      if (changed.length === 0) return;
      const told = limitNames.flatMap((name) => (body[name] === undefined ? [] : [`${name} ${body[name]}`]));
      const about = given("about", told.length === 0 ? undefined : told.join(", "));
      const accessed = accessBy(caller, organisationId, { at: now(), act: "limits-set", changed, ...about });
      if (!(await saveLimits(table, held, body, accessed))) {
        throw new VersionConflict(`the limits of ${organisationId} were set meanwhile`);
      }
    });
    return { status: 200, body: viewOf(platform, body) };
  }),
};

const viewOf = ({ quotas }: Platform, set: SomeLimits = {}) => ({ limits: limitsFor(set, quotas.here), set });
