import { registryService } from "../../shared/contracts/registry-service.ts";
import { keysThatEnd, registerKey, revokeKey } from "../../shared/runtime/keep-keys.ts";
import { keyView } from "./key-view.ts";
import { operation } from "./platform.ts";

export const keyOperations = {
  registerKey: operation(registryService.registerKey, async (platform, { params, body, caller }) => ({
    status: 200,
    body: keyView(await registerKey(platform, caller, { ...params, registration: body })),
  })),

  listEndingKeys: operation(registryService.listEndingKeys, async (platform, { query, caller }) => {
    const keys = (await keysThatEnd(platform, caller, { county: query.county }))
      .map(({ key, ...of }) => ({ ...of, ...keyView(key) }))
      .toSorted((one, other) => one.expiresAt.localeCompare(other.expiresAt));
    return { status: 200, body: { keys } };
  }),

  revokeKey: operation(registryService.revokeKey, async (platform, { params, caller }) => {
    await revokeKey(platform, caller, params);
    return { status: 204, body: undefined };
  }),
};
