import { randomBytes } from "node:crypto";
import { registryService } from "../../shared/contracts/registry-service.ts";
import {
  endpointsAtMost,
  listEndpoints,
  loadEndpoint,
  removeEndpoint,
  type StoredEndpoint,
  saveEndpoint,
} from "../../shared/dynamo/endpoint-store.ts";
import { accessBy } from "../../shared/runtime/access.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { whyForbidden } from "../../shared/runtime/webhook-address.ts";
import { operation } from "./platform.ts";

export const webhookOperations = {
  createWebhookEndpoint: operation(registryService.createWebhookEndpoint, async (platform, { body, caller }) => {
    const { table, sealer, newId, now } = platform;
    const forbidden = whyForbidden(new URL(body.url), platform.webhookReach);
    if (forbidden !== undefined) {
      throw new Problem("invalid-body", { errors: [{ path: "/url", code: "forbidden-address", message: forbidden }] });
    }
    const endpointId = newId();
    const secret = `whsec_${randomBytes(32).toString("base64")}`;
    const endpoint = { endpointId, createdAt: now(), ...body };
    // An address can carry a secret of the receiver's behind its host.
    const accessed = accessBy(caller, caller.organisationId, {
      ...{ entryId: newId(), at: now(), act: "webhook-added", about: new URL(body.url).host },
    });
    const saved = await saveEndpoint(
      table,
      {
        organisationId: caller.organisationId,
        ...endpoint,
        secret: await sealer.seal(`endpoint/${endpointId}/secret`, secret),
      },
      accessed,
    );
    if (!saved) throw new Problem("too-many-endpoints", { members: { endpointsAtMost } });
    return { status: 201, body: { ...endpoint, secret } };
  }),

  listWebhookEndpoints: operation(registryService.listWebhookEndpoints, async ({ table }, { caller }) => {
    const endpoints = await listEndpoints(table, caller.organisationId);
    return { status: 200, body: { endpoints: endpoints.map(withoutSecret) } };
  }),

  removeWebhookEndpoint: operation(registryService.removeWebhookEndpoint, async (platform, { params, caller }) => {
    const { table, newId, now } = platform;
    const held = await loadEndpoint(table, caller.organisationId, params.endpointId);
    if (held === undefined) throw new Problem("not-found");
    const accessed = accessBy(caller, caller.organisationId, {
      ...{ entryId: newId(), at: now(), act: "webhook-removed", about: new URL(held.url).host },
    });
    if (!(await removeEndpoint(table, caller.organisationId, params.endpointId, accessed)))
      throw new Problem("not-found");
    return { status: 204, body: undefined };
  }),
};

const withoutSecret = ({ organisationId: _owner, secret: _secret, ...view }: StoredEndpoint) => view;
