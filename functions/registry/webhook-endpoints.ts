import type * as z from "zod";
import type { DeliveryMessage } from "../../shared/contracts/messages.ts";
import { registryService } from "../../shared/contracts/registry-service.ts";
import type { endpointChange } from "../../shared/contracts/webhooks.ts";
import { given } from "../../shared/domain/given.ts";
import { endpointTest } from "../../shared/domain/notices.ts";
import { noteAccess } from "../../shared/dynamo/access-store.ts";
import { loadHealth } from "../../shared/dynamo/endpoint-health-store.ts";
import {
  changeEndpoint,
  listEndpoints,
  removeEndpoint,
  rotatedAtMost,
  rotateSecret,
  type StoredEndpoint,
  saveEndpoint,
} from "../../shared/dynamo/endpoint-store.ts";
import { loadMediator } from "../../shared/dynamo/mediator-store.ts";
import { isCalled } from "../../shared/runtime/is-called.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { whyForbidden } from "../../shared/runtime/webhook-address.ts";
import { headersSubject, newSigningKey, type Signing, secretSubject } from "../../shared/runtime/webhook-keys.ts";
import { spendOne } from "../http/quotas.ts";
import { healthOf, ownEndpoint, webhookDone } from "./own-endpoint.ts";
import { operation, type Platform } from "./platform.ts";

export const webhookOperations = {
  createWebhookEndpoint: operation(registryService.createWebhookEndpoint, async (platform, { body, caller }) => {
    const { table, sealer, newId, now } = platform;
    const { organisationId } = caller;
    const { headers, signing = "hmac", ...registered } = body;
    await checkTarget(platform, organisationId, body);
    const endpointId = newId();
    const { told, sealed } = await newSecret(platform, endpointId, signing);
    const endpoint: StoredEndpoint = {
      ...{ organisationId, endpointId, createdAt: now(), ...registered, ...sealed },
      ...given(
        "headerNames",
        headers?.map(({ name }) => name),
      ),
      ...(headers && { headers: await sealer.seal(headersSubject(endpointId), JSON.stringify(headers)) }),
    };
    const endpointsAtMost = caller.limits.endpoints;
    const accessed = webhookDone(platform, caller, "webhook-added", body.url);
    const saved = await saveEndpoint(table, endpoint, { atMost: endpointsAtMost, accessed });
    if (saved === "too-many") throw new Problem("too-many-endpoints", { members: { endpointsAtMost } });
    if (saved !== "saved") throw new Problem("endpoint-exists", { members: { endpointId: saved.endpointId } });
    return { status: 201, body: { ...viewOf(endpoint, endpoint.createdAt), ...told } };
  }),

  listWebhookEndpoints: operation(registryService.listWebhookEndpoints, async (platform, { caller }) => {
    const { table, now } = platform;
    const endpoints = await listEndpoints(table, caller.organisationId);
    const views = endpoints.map(async (endpoint) => ({
      ...viewOf(endpoint, now()),
      health: await healthOf(platform, caller.organisation, endpoint.endpointId),
    }));
    return { status: 200, body: { endpoints: await Promise.all(views) } };
  }),

  changeWebhookEndpoint: operation(
    registryService.changeWebhookEndpoint,
    async (platform, { params, body, caller }) => {
      const { table, sealer } = platform;
      const endpoint = await ownEndpoint(platform, caller, params);
      const { endpointId, url } = endpoint;
      const fields = Object.keys(body);
      if (fields.length === 0) return { status: 204, body: undefined };
      await checkTarget(platform, caller.organisationId, body);
      const sealed = body.headers && (await sealer.seal(headersSubject(endpointId), JSON.stringify(body.headers)));
      const done = webhookDone(platform, caller, "webhook-changed", body.url ?? url);
      const accessed = { ...done, entry: { ...done.entry, changed: fields } };
      const after = await changeEndpoint(table, endpoint, (known) => endpointAfter(known, body, sealed), accessed);
      if (after === "gone") throw new Problem("not-found");
      if (after !== "changed") throw new Problem("endpoint-exists", { members: { endpointId: after.takenBy } });
      return { status: 204, body: undefined };
    },
  ),

  removeWebhookEndpoint: operation(registryService.removeWebhookEndpoint, async (platform, { params, caller }) => {
    const { endpointId, url } = await ownEndpoint(platform, caller, params);
    const done = webhookDone(platform, caller, "webhook-removed", url);
    if (!(await removeEndpoint(platform.table, caller.organisationId, endpointId, done)))
      throw new Problem("not-found");
    return { status: 204, body: undefined };
  }),

  rotateWebhookSecret: operation(registryService.rotateWebhookSecret, async (platform, { params, caller }) => {
    const { table, now } = platform;
    for (;;) {
      const endpoint = await ownEndpoint(platform, caller, params);
      const { endpointId, url, secret, publicKey, rotated = [] } = endpoint;
      const at = now();
      const earlier = rotated.filter(({ until }) => until > at);
      if (earlier.length >= rotatedAtMost)
        throw new Problem("rotated-too-often", { members: { until: earlier[0]?.until } });
      const { told, sealed } = await newSecret(platform, endpointId, publicKey === undefined ? "hmac" : "ed25519");
      const until = new Date(Date.parse(at) + overlapHours * 3_600_000).toISOString();
      const next = { ...sealed, rotated: [...earlier, { until, secret, ...given("publicKey", publicKey) }] };
      const done = webhookDone(platform, caller, "webhook-rotated", url);
      // Where another rotation came in between, its secret is one of those that sign beside this one.
      if (!(await rotateSecret(table, endpoint, next, done))) continue;
      return {
        status: 200,
        body: { endpointId, ...given("rotated", viewOf({ ...endpoint, ...next }, at).rotated), ...told },
      };
    }
  }),

  testWebhookEndpoint: operation(registryService.testWebhookEndpoint, async (platform, { params, caller }) => {
    const { table, newId, now, send, retryUrl } = platform;
    const { organisationId, endpointId, url } = await ownEndpoint(platform, caller, params);
    if (!isCalled(await loadHealth(table, endpointId), caller.organisation)) throw new Problem("endpoint-stopped");
    const headers = await spendOne(platform.quotas, caller, "endpointTestsAnHour", now(), endpointId);
    const eventId = `test_${newId()}`;
    const event = { type: endpointTest, timestamp: now(), data: { endpointId } };
    await noteAccess(table, webhookDone(platform, caller, "webhook-tested", url));
    const message = { organisationId, endpointId, eventId, event, patient: true } as const;
    await send(retryUrl, message satisfies DeliveryMessage, endpointId);
    return { status: 200, body: { eventId }, headers };
  }),
};

type Change = z.infer<ReturnType<typeof endpointChange>>;

/** Refuses an address that may not be called, and a mediator whom the organisation does not have. */
async function checkTarget(
  { table, webhookReach }: Platform,
  organisationId: string,
  { url, mediatorId }: Pick<Change, "url" | "mediatorId">,
): Promise<void> {
  const forbidden = url === undefined ? undefined : whyForbidden(new URL(url), webhookReach);
  if (forbidden !== undefined) refuse("/url", "forbidden-address", forbidden);
  if (mediatorId && (await loadMediator(table, organisationId, mediatorId)) === undefined)
    refuse("/mediatorId", "unknown-mediator", "unknown-mediator");
}

/**
 * The endpoint with what was said of it: what is absent stays, and null takes away. Headers are nobody's to read, so they do not go
 * to another host unless they are given anew. Throws `invalid-body`.
 */
function endpointAfter(
  { types, mediatorId, description, headers, headerNames, ...rest }: StoredEndpoint,
  change: Change,
  sealed: StoredEndpoint["headers"] | null,
): StoredEndpoint {
  const now = <Value>(said: Value | null | undefined, known: Value | undefined): Value | undefined =>
    said === null ? undefined : (said ?? known);
  const isElsewhere = change.url !== undefined && new URL(change.url).origin !== new URL(rest.url).origin;
  if (isElsewhere && headers !== undefined && change.headers === undefined)
    refuse("/headers", "headers-of-another-host", "headers-of-another-host");
  const names = change.headers === null ? null : change.headers?.map(({ name }) => name);
  return {
    ...rest,
    ...given("url", change.url),
    ...given("types", now(change.types, types)),
    ...given("mediatorId", now(change.mediatorId, mediatorId)),
    ...given("description", now(change.description, description)),
    ...given("headers", now(sealed, headers)),
    ...given("headerNames", now(names, headerNames)),
  };
}

/** As long as a secret also signs after it was rotated. */
const overlapHours = 24;

/** A new secret: what its owner is told of it, and what is stored. */
async function newSecret({ sealer }: Pick<Platform, "sealer">, endpointId: string, signing: Signing) {
  const { secret, publicKey } = newSigningKey(signing);
  return {
    told: { secret: publicKey ?? secret },
    sealed: { secret: await sealer.seal(secretSubject(endpointId), secret), ...given("publicKey", publicKey) },
  };
}

function refuse(path: string, code: string, message: string): never {
  throw new Problem("invalid-body", { errors: [{ path, code, message }] });
}

/** An endpoint as its owner sees it at this moment: a secret whose overlap is over signs no more. */
function viewOf(
  { organisationId: _o, secret: _s, headers: _h, rotations: _r, rotated = [], ...view }: StoredEndpoint,
  at: string,
) {
  const signing = rotated.filter(({ until }) => until > at).map(({ secret: _, ...shown }) => shown);
  return { ...view, ...given("rotated", signing.length > 0 ? signing : undefined) };
}
