import type { Send } from "../aws/queues.ts";
import type { DeliveryMessage } from "../contracts/messages.ts";
import { endpointTest } from "../domain/notices.ts";
import { isTaken } from "../domain/webhook-schedule.ts";
import { noteAccess } from "../dynamo/access-store.ts";
import { givenUp, keepUntil, lastAttempt, loadUndelivered } from "../dynamo/delivery-store.ts";
import { loadHealth } from "../dynamo/endpoint-health-store.ts";
import type { StoredEndpoint } from "../dynamo/endpoint-store.ts";
import type { Caller } from "./caller.ts";
import { isCalled } from "./is-called.ts";
import { ownEndpoint, webhookDone } from "./own-endpoint.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";
import { type Quotas, spendOne } from "./quotas.ts";

// An organisation has its own endpoint called: with a test, or with events again. Both count against one quota of the endpoint.

type CallPorts = Pick<Ports, "table" | "now"> & { quotas: Quotas };
type Counted = { counted: Record<string, string> };

/** Has an endpoint called with a test. Throws `not-found`, `endpoint-stopped` and `too-many-requests`. */
export async function testEndpoint(
  ports: CallPorts & Pick<Ports, "newId"> & { send: Send; retryUrl: string },
  caller: Caller,
  asked: { endpointId: string },
): Promise<Counted & { eventId: string }> {
  const { organisationId, endpointId, url, counted } = await endpointToCall(ports, caller, asked);
  const { table, now, newId } = ports;
  const eventId = `test_${newId()}`;
  const event = { type: endpointTest, timestamp: now(), data: { endpointId } };
  await noteAccess(table, webhookDone(ports, caller, "webhook-tested", url));
  const message = { organisationId, endpointId, eventId, event, patient: true } as const;
  await ports.send(ports.retryUrl, message satisfies DeliveryMessage, endpointId);
  return { eventId, counted };
}

/** As many events as one call sends again. */
const replayedAtOnce = 100;

type Chosen = { eventId?: string | undefined; from?: string | undefined; to?: string | undefined };

/**
 * Has an endpoint called again with one event that it took or that was given up, or with all that was given up in a time, a hundred at
 * once. An event that still waits for an attempt is left to it. Throws as `testEndpoint` does.
 */
export async function replayEvents(
  ports: CallPorts,
  caller: Caller,
  { endpointId: of, eventId, from = "", to = "9999" }: Chosen & { endpointId: string },
): Promise<Counted & { events: string[]; more: boolean }> {
  const { endpointId, url, counted } = await endpointToCall(ports, caller, { endpointId: of });
  const { table, now } = ports;
  const found =
    eventId === undefined ? await givenUp(table, endpointId) : await oneAgain(ports, caller, { endpointId, eventId });
  const asked = found.filter(({ event }) => event.timestamp >= from && event.timestamp <= to);
  const replayed = asked.slice(0, replayedAtOnce);
  // Before the first is sent: an entry can name what broke off, but nothing is sent again without one.
  if (replayed.length > 0) await noteAccess(table, webhookDone(ports, caller, "webhook-replayed", url));
  for (const message of replayed) {
    // It is due at once, so the clock sends it: a call that breaks off here has sent some, and the next one sends the others.
    await keepUntil(table, { ...message, attempt: 1, kept: true, replay: true }, now());
  }
  return { events: replayed.map((one) => one.eventId), more: asked.length > replayed.length, counted };
}

/** One event as it can be sent again: given up, or taken by the endpoint; none while an attempt is still to come. */
async function oneAgain(
  { table }: CallPorts,
  { organisationId }: Caller,
  { endpointId, eventId }: { endpointId: string; eventId: string },
): Promise<DeliveryMessage[]> {
  const kept = await loadUndelivered(table, endpointId, eventId);
  if (kept !== undefined) return kept.givenUpAt === undefined ? [] : [kept.message];
  const last = await lastAttempt(table, endpointId, eventId);
  const isAgain = last !== undefined && isTaken(last.status) && last.event.type !== endpointTest;
  return isAgain ? [{ organisationId, endpointId, eventId, event: last.event }] : [];
}

/** The caller's endpoint, if it is called at all: one that is not would give everything up again. */
async function endpointToCall(
  { table, quotas, now }: CallPorts,
  caller: Caller,
  asked: { endpointId: string },
): Promise<StoredEndpoint & Counted> {
  const endpoint = await ownEndpoint({ table }, caller, asked);
  const { endpointId } = endpoint;
  if (!isCalled(await loadHealth(table, endpointId), caller.organisation)) throw new Problem("endpoint-stopped");
  return { ...endpoint, counted: await spendOne(quotas, caller, "endpointTestsAnHour", now(), endpointId) };
}
