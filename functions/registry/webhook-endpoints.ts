import { randomBytes } from "node:crypto";
import { registryService } from "../../shared/contracts/registry-service.ts";
import type { AccessAct } from "../../shared/domain/access.ts";
import { given } from "../../shared/domain/given.ts";
import { type Accessed, noteAccess } from "../../shared/dynamo/access-store.ts";
import {
  givenUp,
  type Health,
  keepUntil,
  loadHealth,
  pageOfAttempts,
  pauseRecorded,
  resumeRecorded,
} from "../../shared/dynamo/delivery-store.ts";
import {
  endpointsAtMost,
  listEndpoints,
  loadEndpoint,
  removeEndpoint,
  type StoredEndpoint,
  saveEndpoint,
} from "../../shared/dynamo/endpoint-store.ts";
import { attemptsBegin } from "../../shared/dynamo/keys.ts";
import { accessBy } from "../../shared/runtime/access.ts";
import type { Caller } from "../../shared/runtime/caller.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { whyForbidden } from "../../shared/runtime/webhook-address.ts";
import { cursorOf, keyIn } from "../http/cursor.ts";
import { operation, type Platform } from "./platform.ts";

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
      at: now(),
      act: "webhook-added",
      about: new URL(body.url).host,
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
    const healths = await Promise.all(endpoints.map(({ endpointId }) => loadHealth(table, endpointId)));
    const views = endpoints.map((endpoint, index) => ({
      ...withoutSecret(endpoint),
      health: healthView(healths[index] ?? { slowFailures: 0 }),
    }));
    return { status: 200, body: { endpoints: views } };
  }),

  removeWebhookEndpoint: operation(registryService.removeWebhookEndpoint, async (platform, { params, caller }) => {
    const { table, now } = platform;
    const held = await loadEndpoint(table, caller.organisationId, params.endpointId);
    if (held === undefined) throw new Problem("not-found");
    const accessed = accessBy(caller, caller.organisationId, {
      at: now(),
      act: "webhook-removed",
      about: new URL(held.url).host,
    });
    if (!(await removeEndpoint(table, caller.organisationId, params.endpointId, accessed)))
      throw new Problem("not-found");
    return { status: 204, body: undefined };
  }),

  pauseWebhookEndpoint: operation(registryService.pauseWebhookEndpoint, async (platform, { params, caller }) => {
    const { endpointId, url } = await ownEndpoint(platform, caller, params);
    await pauseRecorded(platform.table, endpointId, done(platform, caller, "webhook-paused", url));
    return { status: 200, body: healthView(await loadHealth(platform.table, endpointId)) };
  }),

  resumeWebhookEndpoint: operation(registryService.resumeWebhookEndpoint, async (platform, { params, caller }) => {
    const { endpointId, url } = await ownEndpoint(platform, caller, params);
    await resumeRecorded(platform.table, endpointId, done(platform, caller, "webhook-resumed", url));
    return { status: 200, body: healthView(await loadHealth(platform.table, endpointId)) };
  }),

  listWebhookAttempts: operation(registryService.listWebhookAttempts, async (platform, { params, query, caller }) => {
    const { endpointId } = await ownEndpoint(platform, caller, params);
    const { limit, cursor, failed } = query;
    const before = keyIn(cursor, attemptsBegin);
    const page = { limit, before, failed: failed === "true" };
    const { attempts, last } = await pageOfAttempts(platform.table, endpointId, page);
    const views = attempts.map(({ endpointId: _, event: { type }, ...attempt }) => ({ ...attempt, type }));
    return { status: 200, body: { attempts: views, ...given("cursor", cursorOf(last)) } };
  }),

  replayWebhooks: operation(registryService.replayWebhooks, async (platform, { params, body, caller }) => {
    const { table, now } = platform;
    const { endpointId, url } = await ownEndpoint(platform, caller, params);
    const { eventId, from = "", to = "9999" } = body;
    const asked = (await givenUp(table, endpointId)).filter(
      (one) =>
        (eventId === undefined || one.eventId === eventId) && one.event.timestamp >= from && one.event.timestamp <= to,
    );
    const replayed = asked.slice(0, replayedAtOnce);
    // Before the first is sent: an entry can name what broke off, but nothing is sent again without one.
    if (replayed.length > 0) await noteAccess(table, done(platform, caller, "webhook-replayed", url));
    for (const message of replayed) {
      // It is due at once, so the clock sends it: a call that breaks off here has sent some, and the next one sends the others.
      await keepUntil(table, { ...message, attempt: 1, kept: true, replay: true }, now());
    }
    return { status: 200, body: { events: replayed.map((one) => one.eventId), more: asked.length > replayed.length } };
  }),
};

/** As many events as one call sends again. */
const replayedAtOnce = 100;

/** An endpoint of the caller's own organisation. Throws `not-found`. */
async function ownEndpoint(
  { table }: Platform,
  { organisationId }: { organisationId: string },
  { endpointId }: { endpointId: string },
): Promise<StoredEndpoint> {
  const held = await loadEndpoint(table, organisationId, endpointId);
  if (held === undefined) throw new Problem("not-found");
  return held;
}

/** What was done to an endpoint, named by its host: an address can carry a secret of the receiver's behind it. */
const done = ({ now }: Platform, caller: Caller, act: AccessAct, url: string): Accessed =>
  accessBy(caller, caller.organisationId, { at: now(), act, about: new URL(url).host });

const healthView = ({ slowFailures: _, ...health }: Health) => health;
const withoutSecret = ({ organisationId: _owner, secret: _secret, ...view }: StoredEndpoint) => view;
