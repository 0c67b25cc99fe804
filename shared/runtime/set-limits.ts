import { given } from "../domain/given.ts";
import { limitNames, type SomeLimits } from "../domain/limits.ts";
import { loadOrganisation, saveLimits } from "../dynamo/directory-store.ts";
import { untilItLands, VersionConflict } from "../dynamo/version-conflict.ts";
import { accessBy } from "./access.ts";
import type { Caller } from "./caller.ts";
import { organisationFor } from "./organisation-for.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";

/** Sets how much an organisation may use; a limit that stands so already is not set again, and not recorded. Throws `not-found`. */
export async function setLimits(
  { table, now }: Pick<Ports, "table" | "now">,
  caller: Caller,
  { organisationId, limits }: { organisationId: string; limits: SomeLimits },
): Promise<void> {
  await organisationFor(table, caller, { organisationId, act: "set-limits" });
  await untilItLands(async () => {
    const held = await loadOrganisation(table, organisationId);
    if (held === undefined) throw new Problem("not-found");
    const changed = limitNames.filter((name) => held.limits?.[name] !== limits[name]);
    if (changed.length === 0) return;
    const told = limitNames.flatMap((name) => (limits[name] === undefined ? [] : [`${name} ${limits[name]}`]));
    const about = given("about", told.length === 0 ? undefined : told.join(", "));
    const accessed = accessBy(caller, organisationId, { at: now(), act: "limits-set", changed, ...about });
    if (!(await saveLimits(table, held, limits, accessed))) {
      throw new VersionConflict(`the limits of ${organisationId} were set meanwhile`);
    }
  });
}
