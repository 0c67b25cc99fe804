import type * as z from "zod";
import type { endpointChange, endpointRegistration } from "../contracts/webhooks.ts";
import { given } from "../domain/given.ts";
import {
  rotatedAtMost,
  type StoredEndpoint,
  changeEndpoint as saveChange,
  saveEndpoint,
  removeEndpoint as saveRemoval,
  rotateSecret as saveRotation,
} from "../dynamo/endpoint-store.ts";
import { loadMediator } from "../dynamo/mediator-store.ts";
import type { Caller } from "./caller.ts";
import { ownEndpoint, webhookDone } from "./own-endpoint.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";
import type { AskingPorts } from "./standing.ts";
import { type Reach, whyForbidden } from "./webhook-address.ts";
import { headersSubject, newSigningKey, type Signing, secretSubject } from "./webhook-keys.ts";

type EndpointPorts = Pick<Ports, "table" | "now"> & Pick<AskingPorts, "sealer">;
type TargetPorts = Pick<Ports, "table"> & { webhookReach: Reach };
type EndpointId = { endpointId: string };
/** An endpoint, and what signs from now on as its receiver is told it, this once. */
type WithSecret = { endpoint: StoredEndpoint; secret: string };

/**
 * Registers an endpoint of the caller's own. Throws `invalid-body` for an address that may not be called, `too-many-endpoints` and
 * `endpoint-exists`.
 */
export async function createEndpoint(
  ports: EndpointPorts & TargetPorts & Pick<Ports, "newId">,
  caller: Caller,
  registration: z.infer<ReturnType<typeof endpointRegistration>>,
): Promise<WithSecret> {
  const { table, sealer, newId, now } = ports;
  const { organisationId } = caller;
  const { headers, signing = "hmac", ...registered } = registration;
  await checkTarget(ports, organisationId, registration);
  const endpointId = newId();
  const { told, sealed } = await newSecret(ports, endpointId, signing);
  const endpoint: StoredEndpoint = {
    ...{ organisationId, endpointId, createdAt: now(), ...registered, ...sealed },
    ...given(
      "headerNames",
      headers?.map(({ name }) => name),
    ),
    ...(headers && { headers: await sealer.seal(headersSubject(endpointId), JSON.stringify(headers)) }),
  };
  const endpointsAtMost = caller.limits.endpoints;
  const accessed = webhookDone(ports, caller, "webhook-added", registration.url);
  const saved = await saveEndpoint(table, endpoint, { atMost: endpointsAtMost, accessed });
  if (saved === "too-many") throw new Problem("too-many-endpoints", { members: { endpointsAtMost } });
  if (saved !== "saved") throw new Problem("endpoint-exists", { members: { endpointId: saved.endpointId } });
  return { endpoint, secret: told };
}

type Change = z.infer<ReturnType<typeof endpointChange>>;

/** Changes what is said; nothing said changes nothing. Throws `not-found` and as `createEndpoint` does. */
export async function changeEndpoint(
  ports: EndpointPorts & TargetPorts,
  caller: Caller,
  { endpointId, change }: EndpointId & { change: Change },
): Promise<void> {
  const { table, sealer } = ports;
  const endpoint = await ownEndpoint(ports, caller, { endpointId });
  const fields = Object.keys(change);
  if (fields.length === 0) return;
  await checkTarget(ports, caller.organisationId, change);
  const sealed = change.headers && (await sealer.seal(headersSubject(endpointId), JSON.stringify(change.headers)));
  const done = webhookDone(ports, caller, "webhook-changed", change.url ?? endpoint.url);
  const accessed = { ...done, entry: { ...done.entry, changed: fields } };
  const after = await saveChange(table, endpoint, (known) => endpointAfter(known, change, sealed), accessed);
  if (after === "gone") throw new Problem("not-found");
  if (after !== "changed") throw new Problem("endpoint-exists", { members: { endpointId: after.takenBy } });
}

/** Takes an endpoint away. Throws `not-found`. */
export async function removeEndpoint(
  ports: Pick<Ports, "table" | "now">,
  caller: Caller,
  { endpointId }: EndpointId,
): Promise<void> {
  const { url } = await ownEndpoint(ports, caller, { endpointId });
  const done = webhookDone(ports, caller, "webhook-removed", url);
  if (!(await saveRemoval(ports.table, caller.organisationId, endpointId, done))) throw new Problem("not-found");
}

/** As long as a secret also signs after it was rotated. */
const overlapHours = 24;

/** Has a new secret sign, and the present one beside it for a day. Throws `not-found` and `rotated-too-often`. */
export async function rotateSecret(
  ports: EndpointPorts,
  caller: Caller,
  { endpointId }: EndpointId,
): Promise<WithSecret & { at: string }> {
  for (;;) {
    const endpoint = await ownEndpoint(ports, caller, { endpointId });
    const { url, secret, publicKey, rotated = [] } = endpoint;
    const at = ports.now();
    const earlier = rotated.filter(({ until }) => until > at);
    if (earlier.length >= rotatedAtMost)
      throw new Problem("rotated-too-often", { members: { until: earlier[0]?.until } });
    const { told, sealed } = await newSecret(ports, endpointId, publicKey === undefined ? "hmac" : "ed25519");
    const until = new Date(Date.parse(at) + overlapHours * 3_600_000).toISOString();
    const next = { ...sealed, rotated: [...earlier, { until, secret, ...given("publicKey", publicKey) }] };
    const done = webhookDone(ports, caller, "webhook-rotated", url);
    // Where another rotation came in between, its secret is one of those that sign beside this one.
    if (await saveRotation(ports.table, endpoint, next, done))
      return { endpoint: { ...endpoint, ...next }, secret: told, at };
  }
}

/** Refuses an address that may not be called, and a mediator whom the organisation does not have. */
async function checkTarget(
  { table, webhookReach }: TargetPorts,
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
 * to another host unless they are given again. Throws `invalid-body`.
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

/** A new secret: what its receiver is told of it, and what is stored. */
async function newSecret({ sealer }: Pick<EndpointPorts, "sealer">, endpointId: string, signing: Signing) {
  const { secret, publicKey } = newSigningKey(signing);
  return {
    told: publicKey ?? secret,
    sealed: { secret: await sealer.seal(secretSubject(endpointId), secret), ...given("publicKey", publicKey) },
  };
}

function refuse(path: string, code: string, message: string): never {
  throw new Problem("invalid-body", { errors: [{ path, code, message }] });
}
