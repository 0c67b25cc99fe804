import { registryService } from "../../shared/contracts/registry-service.ts";
import { given } from "../../shared/domain/given.ts";
import type { StoredEndpoint } from "../../shared/dynamo/endpoint-store.ts";
import { testEndpoint } from "../../shared/runtime/call-endpoint.ts";
import { changeEndpoint, createEndpoint, removeEndpoint, rotateSecret } from "../../shared/runtime/keep-endpoints.ts";
import { ownEndpoints } from "../../shared/runtime/own-endpoint.ts";
import { operation } from "./platform.ts";

export const webhookOperations = {
  createWebhookEndpoint: operation(registryService.createWebhookEndpoint, async (platform, { body, caller }) => {
    const { endpoint, secret } = await createEndpoint(platform, caller, body);
    return { status: 201, body: { ...viewOf(endpoint, endpoint.createdAt), secret } };
  }),

  listWebhookEndpoints: operation(registryService.listWebhookEndpoints, async (platform, { caller }) => {
    const owned = await ownEndpoints(platform, caller);
    const endpoints = owned.map(({ endpoint, health }) => ({ ...viewOf(endpoint, platform.now()), health }));
    return { status: 200, body: { endpoints } };
  }),

  changeWebhookEndpoint: operation(
    registryService.changeWebhookEndpoint,
    async (platform, { params, body, caller }) => {
      await changeEndpoint(platform, caller, { ...params, change: body });
      return { status: 204, body: undefined };
    },
  ),

  removeWebhookEndpoint: operation(registryService.removeWebhookEndpoint, async (platform, { params, caller }) => {
    await removeEndpoint(platform, caller, params);
    return { status: 204, body: undefined };
  }),

  rotateWebhookSecret: operation(registryService.rotateWebhookSecret, async (platform, { params, caller }) => {
    const { endpoint, secret, at } = await rotateSecret(platform, caller, params);
    const { rotated } = viewOf(endpoint, at);
    return { status: 200, body: { endpointId: endpoint.endpointId, ...given("rotated", rotated), secret } };
  }),

  testWebhookEndpoint: operation(registryService.testWebhookEndpoint, async (platform, { params, caller }) => {
    const { eventId, counted } = await testEndpoint(platform, caller, params);
    return { status: 200, body: { eventId }, headers: counted };
  }),
};

/** An endpoint as its owner sees it at this moment: a secret whose overlap is over signs no more. */
function viewOf(
  { organisationId: _o, secret: _s, headers: _h, rotations: _r, rotated = [], ...view }: StoredEndpoint,
  at: string,
) {
  const signing = rotated.filter(({ until }) => until > at).map(({ secret: _, ...shown }) => shown);
  return { ...view, ...given("rotated", signing.length > 0 ? signing : undefined) };
}
