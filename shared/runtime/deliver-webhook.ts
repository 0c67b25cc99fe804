import * as z from "zod";
import { delaySecondsAtMost, type Send } from "../aws/queues.ts";
import type { Sealer } from "../aws/seal.ts";
import type { InboxMessage } from "../contracts/inbox.ts";
import type { DeliveryMessage } from "../contracts/messages.ts";
import { given } from "../domain/given.ts";
import { endpointTest } from "../domain/notices.ts";
import { once } from "../domain/once.ts";
import {
  failsForTooLong,
  firstMilliseconds,
  isLate,
  isSlow,
  isTaken,
  patientMilliseconds,
  restsUntil,
  secondsUntilNext,
} from "../domain/webhook-schedule.ts";
import {
  type Attempt,
  claimFirstCall,
  forgetUndelivered,
  giveUp,
  keepUntil,
  loadUndelivered,
  recordAttempt,
} from "../dynamo/delivery-store.ts";
import { loadOrganisation } from "../dynamo/directory-store.ts";
import {
  type Health,
  loadHealth,
  noteFailure,
  noteRest,
  noteSuccess,
  switchOff,
} from "../dynamo/endpoint-health-store.ts";
import { loadEndpoint, type StoredEndpoint } from "../dynamo/endpoint-store.ts";
import type { Table } from "../dynamo/table.ts";
import { isCalled } from "./is-called.ts";
import { failureOf, type Post } from "./post-webhook.ts";
import { headersSubject, secretSubject, signatureBy } from "./webhook-keys.ts";

export type Delivering = {
  table: Table;
  sealer: Pick<Sealer, "open">;
  post: Post;
  now: () => Date;
  random: () => number;
  send: Send;
  retryUrl: string;
  inboxUrl: (organisationId: string) => string;
};

const gone = 410;

/**
 * Posts an event to an endpoint and sees to what follows: 2xx is taken, 410 switches the endpoint off, and whatever else comes
 * again on the schedule. It returns once the outcome and what follows are stored or queued; until then the queue brings the
 * message again, so that nothing is lost. An event that cannot be posted now, since the endpoint is off or rests, is kept.
 */
export async function deliverWebhook(delivering: Delivering, message: DeliveryMessage): Promise<void> {
  const { table, now } = delivering;
  const { organisationId, endpointId, eventId } = message;
  const [endpoint, health, owner, kept] = await Promise.all([
    loadEndpoint(table, organisationId, endpointId),
    loadHealth(table, endpointId),
    loadOrganisation(table, organisationId),
    message.kept && loadUndelivered(table, endpointId, eventId),
  ]);
  if (message.kept && (kept?.dueAt === undefined || kept.message.attempt !== message.attempt)) return;
  if (endpoint === undefined) {
    if (message.kept) await forgetUndelivered(table, endpointId, eventId);
    return;
  }
  const at = now();
  const isFirst = !message.kept && message.attempt === undefined;
  if (isFirst && isLate(message.event.timestamp, at) && !(await claimFirstCall(table, message, at))) return;
  const isTest = message.event.type === endpointTest;
  // A test is asked for by somebody who waits for it: it is not kept for later.
  if (!isCalled(health, owner)) return isTest ? undefined : giveUp(table, message, at.toISOString());
  if (!isTest && health.restsUntil !== undefined && health.restsUntil > at.toISOString()) {
    // Spread over some minutes, so that not all of them try it at once.
    return keepUntil(table, { ...message, kept: true }, later(health.restsUntil, 240 * delivering.random()));
  }
  if (health.slowFailures > 0 && message.patient === undefined) {
    // Of an endpoint that keeps us waiting no event stands in the way of the others'.
    return delivering.send(delivering.retryUrl, { ...message, patient: true } satisfies DeliveryMessage, endpointId);
  }
  const attempt = await attemptOf(delivering, endpoint, message);
  await recordAttempt(table, attempt.record);
  if (!isTest) await follow(delivering, { message, health, attempt });
}

const later = (at: string, seconds: number): string => new Date(Date.parse(at) + seconds * 1_000).toISOString();

type Made = { record: Attempt; askedSeconds?: number };

/** Signs the event at this very moment, as Standard Webhooks 1.0 demands, and posts it. */
async function attemptOf(
  { sealer, post, now }: Delivering,
  endpoint: StoredEndpoint,
  { endpointId, eventId, event, attempt = 1, replay, patient }: DeliveryMessage,
): Promise<Made> {
  const { secrets, fixed } = await openedOf(sealer, endpoint, now());
  // The time of the key service is not the receiver's.
  const at = now();
  const body = JSON.stringify(event);
  const headers = {
    ...fixed,
    "content-type": "application/json",
    "user-agent": "Accord-Webhooks/1",
    "webhook-id": eventId,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": secrets.map((secret) => signatureBy(secret, { id: eventId, at, body })).join(" "),
    ...(replay && { "webhook-replay": "true" }),
  };
  const milliseconds = patient ? patientMilliseconds : firstMilliseconds;
  const posted = post(endpoint.url, body, headers, milliseconds, secretsIn(Object.values(fixed)));
  // No answer is a failed attempt like another: it is recorded, and comes again on the schedule.
  const answer = await posted.catch((error: unknown) => ({ failure: failureOf(error) }));
  const took = now().getTime() - at.getTime();
  const { askedSeconds, ...result } = { askedSeconds: undefined, ...answer };
  const record = { endpointId, eventId, event, at: at.toISOString(), attempt, milliseconds: took, ...result };
  return { record, ...given("askedSeconds", askedSeconds) };
}

const secretLengthAtLeast = 8;
/**
 * What an answer must not repeat of fixed headers: each value, and each word of it, such as the key after `Bearer`; the longest first,
 * since a shorter one may be its beginning. A short word is no secret, and would be missing from every other sentence.
 */
const secretsIn = (values: readonly string[]): string[] =>
  [...new Set(values.flatMap((value) => [value, ...value.split(" ")]))]
    .filter((one) => one.length >= secretLengthAtLeast)
    .toSorted((one, other) => other.length - one.length);
const sealedHeaders = once(() => z.array(z.object({ name: z.string(), value: z.string() })));

/** What an endpoint is signed with at this moment, the present secret first, and what goes with every call. */
async function openedOf({ open }: Delivering["sealer"], endpoint: StoredEndpoint, at: Date) {
  const { endpointId, secret, rotated = [], headers } = endpoint;
  const earlier = rotated.filter(({ until }) => until > at.toISOString());
  const [fixed, ...secrets] = await Promise.all([
    headers === undefined ? "[]" : open(headersSubject(endpointId), headers),
    ...[secret, ...earlier.map((one) => one.secret)].map((one) => open(secretSubject(endpointId), one)),
  ]);
  const pairs = sealedHeaders().parse(JSON.parse(fixed));
  return { secrets, fixed: Object.fromEntries(pairs.map(({ name, value }) => [name, value])) };
}

type Outcome = { message: DeliveryMessage; health: Health; attempt: Made };

async function follow(delivering: Delivering, { message, health, attempt: made }: Outcome): Promise<void> {
  const { table } = delivering;
  const { endpointId, eventId } = message;
  const { at, status, attempt, milliseconds } = made.record;
  if (isTaken(status)) {
    const slow = isSlow(milliseconds);
    const isNews = health.failingSince !== undefined || slow !== health.slowFailures > 0;
    if (isNews) await noteSuccess(table, endpointId, { at, slow });
    if (attempt > 1 || message.kept) await forgetUndelivered(table, endpointId, eventId);
    return;
  }
  await settleHealth(delivering, { message, health, attempt: made });
  const seconds = secondsUntilNext(attempt, delivering.random, made.askedSeconds);
  if (status === gone || seconds === undefined) return giveUp(table, message, delivering.now().toISOString());
  const next = { ...message, attempt: attempt + 1, patient: true as const };
  if (seconds > delaySecondsAtMost || message.kept) {
    return keepUntil(table, { ...next, kept: true }, later(delivering.now().toISOString(), seconds));
  }
  await delivering.send(delivering.retryUrl, next satisfies DeliveryMessage, endpointId, seconds);
}

/** Counts the failure against the endpoint. One that is gone, or did nothing but fail for days, is switched off. */
async function settleHealth(delivering: Delivering, { message, health, attempt: made }: Outcome): Promise<void> {
  const { table, now } = delivering;
  const { endpointId } = message;
  const { at, status, milliseconds } = made.record;
  const slowFailures = await noteFailure(table, endpointId, { at, slow: isSlow(milliseconds) });
  const rest = restsUntil(slowFailures, now());
  if (rest !== undefined) await noteRest(table, endpointId, rest);
  const why = status === gone ? "gone" : failsForTooLong(health.failingSince ?? at, at) ? "failing" : undefined;
  if (why === undefined) return;
  await tellOwner(delivering, message, at);
  await switchOff(table, endpointId, at, why);
}

/** Tells the endpoint's owner, by its inbox, that the endpoint is called no more, with the first event that it did not get. */
async function tellOwner({ send, inboxUrl }: Delivering, message: DeliveryMessage, at: string): Promise<void> {
  const { organisationId, endpointId, eventId, event } = message;
  if (event.type === endpointTest) return;
  const about = "caseId" in event.data ? { caseId: event.data.caseId, version: event.data.version } : {};
  const messageId = `${endpointId}.off.${eventId}`;
  await send(inboxUrl(organisationId), {
    ...{ messageId, type: "webhook.switched_off", ...about, at },
  } satisfies InboxMessage);
}
