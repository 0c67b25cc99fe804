import { registryService } from "../../shared/contracts/registry-service.ts";
import { limitsFor, type SomeLimits } from "../../shared/domain/limits.ts";
import { organisationFor } from "../../shared/runtime/organisation-for.ts";
import { setLimits } from "../../shared/runtime/set-limits.ts";
import { operation, type Platform } from "./platform.ts";

/** How much an organisation may use of what all share. */
export const limitOperations = {
  showLimits: operation(registryService.showLimits, async (platform, { params, caller }) => {
    const { limits } = await organisationFor(platform.table, caller, { ...params, act: "read-limits" });
    return { status: 200, body: viewOf(platform, limits) };
  }),

  putLimits: operation(registryService.putLimits, async (platform, { params, body, caller }) => {
    await setLimits(platform, caller, { ...params, limits: body });
    return { status: 200, body: viewOf(platform, body) };
  }),
};

const viewOf = ({ quotas }: Platform, set: SomeLimits = {}) => ({ limits: limitsFor(set, quotas.here), set });
