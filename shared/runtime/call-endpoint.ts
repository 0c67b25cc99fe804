import type { Send } from "../aws/queues.ts";
import type { DeliveryMessage } from "../contracts/messages.ts";
import { endpointTest } from "../domain/notices.ts";
import { noteAccess } from "../dynamo/access-store.ts";
import { givenUp, keepUntil } from "../dynamo/delivery-store.ts";
import { loadHealth } from "../dynamo/endpoint-health-store.ts";
import type { StoredEndpoint } from "../dynamo/endpoint-store.ts";
import type { Caller } from "./caller.ts";
import { isCalled } from "./is-called.ts";
import { ownEndpoint, webhookDone } from "./own-endpoint.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";
import { type Quotas, spendOne } from "./quotas.ts";

// An organisation has its own endpoint called: with a test, or with what was given up. Both count against one quota of the endpoint.

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

/** Has what was given up called again, a hundred at once. Throws as `testEndpoint` does. */
export async function replayGivenUp(
  ports: CallPorts,
  caller: Caller,
  { endpointId: of, eventId, from = "", to = "9999" }: Chosen & { endpointId: string },
): Promise<Counted & { events: string[]; more: boolean }> {
  const { endpointId, url, counted } = await endpointToCall(ports, caller, { endpointId: of });
  const { table, now } = ports;
  const asked = (await givenUp(table, endpointId)).filter(
    (one) =>
      (eventId === undefined || one.eventId === eventId) && one.event.timestamp >= from && one.event.timestamp <= to,
  );
  const replayed = asked.slice(0, replayedAtOnce);
  // Before the first is sent: an entry can name what broke off, but nothing is sent again without one.
  if (replayed.length > 0) await noteAccess(table, webhookDone(ports, caller, "webhook-replayed", url));
  for (const message of replayed) {
    // It is due at once, so the clock sends it: a call that breaks off here has sent some, and the next one sends the others.
    await keepUntil(table, { ...message, attempt: 1, kept: true, replay: true }, now());
  }
  return { events: replayed.map((one) => one.eventId), more: asked.length > replayed.length, counted };
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
