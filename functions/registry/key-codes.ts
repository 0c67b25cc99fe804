import { registryService } from "../../shared/contracts/registry-service.ts";
import { offerKey, redeemKey } from "../../shared/runtime/key-codes.ts";
import { keyView } from "./key-view.ts";
import { openOperation, operation } from "./platform.ts";

export const keyCodeOperations = {
  offerKey: operation(registryService.offerKey, async (platform, { params, caller }) => ({
    status: 201,
    body: await offerKey(platform, caller, params),
  })),

  redeemKey: openOperation(registryService.redeemKey, async (platform, { body }) => {
    const { outcome, key } = await redeemKey(platform, body);
    return { status: outcome === "registered" ? 201 : 200, body: keyView(key) };
  }),
};
