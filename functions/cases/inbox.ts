import { QueueDoesNotExist } from "@aws-sdk/client-sqs";
import { type Leased, leasedAtMostSeconds } from "../../shared/aws/inboxes.ts";
import { casesService } from "../../shared/contracts/cases-service.ts";
import { holderOf, isOver } from "../../shared/domain/case-state.ts";
import { longestPollSeconds, secondsToNextPoll } from "../../shared/domain/polling.ts";
import { noteAccess } from "../../shared/dynamo/access-store.ts";
import { loadCases } from "../../shared/dynamo/case-store.ts";
import { holdLongPoll } from "../../shared/dynamo/long-poll-store.ts";
import { accessBy } from "../../shared/runtime/access.ts";
import { type Caller, may } from "../../shared/runtime/caller.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { spendOne } from "../http/quotas.ts";
import { operation, type Platform } from "./platform.ts";

/** The API answers within 29 seconds; a batch that was leased must not be lost to that limit. */
const refillsForMilliseconds = 10_000;

export const inboxOperations = {
  receiveMessages: operation(casesService.receiveMessages, async (platform, { body, caller }) => {
    const { messages, isDrained } = await whileAllowed(platform, caller, body.waitSeconds, () =>
      receive(platform, caller, body),
    );
    const quietSeconds = quietSince(platform, caller, messages.length > 0);
    // An empty answer says when it is worth asking again, so that a short poll need not become a busy one.
    const isEmpty = messages.length === 0 && isDrained;
    const headers = isEmpty ? { "Retry-After": String(secondsToNextPoll(quietSeconds)) } : {};
    return { status: 200, body: { messages, leaseSeconds: body.leaseSeconds }, headers };
  }),

  extendLease: operation(casesService.extendLease, async (platform, { body, caller }) => {
    const url = platform.inboxUrl(caller.organisationId);
    const extended = await ofInbox(() => platform.inboxes.extend(url, body.lease, body.leaseSeconds));
    if (extended === "lost") throw new Problem("lease-lost");
    if (extended === "too-long") throw new Problem("lease-too-long", { members: { leasedAtMostSeconds } });
    return { status: 204, body: undefined };
  }),

  ackMessages: operation(casesService.ackMessages, async (platform, { body, caller }) => {
    const url = platform.inboxUrl(caller.organisationId);
    const failed = await ofInbox(() => platform.inboxes.ack(url, body.leases));
    return { status: 200, body: { acked: body.leases.length - failed.length, failed } };
  }),

  lendInbox: operation(casesService.lendInbox, async (platform, { body, caller }) => {
    const { table, quotas, now } = platform;
    const { organisationId } = caller;
    const headers = await spendOne(quotas, caller, "inboxCredentialsAnHour", now());
    const lent = await platform.lendInbox(organisationId, body.seconds);
    // Recorded before they are given out: what nobody was given does no harm.
    const { accessKeyId: about, expiresAt: until } = lent;
    await noteAccess(table, accessBy(caller, organisationId, { at: now(), act: "inbox-lent", about, until }));
    return { status: 200, body: lent, headers };
  }),
};

/** For how many seconds no message has gone from here to the caller. It is not known of other environments, and need not be. */
function quietSince({ lastNews, now }: Platform, { organisationId }: Caller, isNews: boolean): number {
  const at = Date.parse(now());
  const last = isNews ? at : (lastNews.get(organisationId) ?? at);
  lastNews.set(organisationId, last);
  return (at - last) / 1_000;
}

/** A call that waits holds a function, so an organisation has a few of them at once. Throws `too-many-requests`. */
async function whileAllowed<Result>(
  { table, now }: Platform,
  { organisationId, limits }: Caller,
  waitSeconds: number,
  work: () => Promise<Result>,
): Promise<Result> {
  if (waitSeconds === 0) return work();
  const atMost = limits.longPollsAtOnce;
  const heldFrom = Date.parse(now());
  const held = {
    organisationId,
    atMost,
    now: heldFrom,
    until: heldFrom + refillsForMilliseconds + waitSeconds * 1_000,
  };
  const release = await holdLongPoll(table, held);
  if (release === undefined) {
    throw new Problem("too-many-requests", {
      detail: "As many calls wait for a message as may. Ask with waitSeconds 0, or be told by webhook.",
      members: { limit: "longPollsAtOnce", atMost },
      headers: { "Retry-After": String(longestPollSeconds) },
    });
  }
  try {
    return await work();
  } finally {
    await release();
  }
}

type Ask = { max: number; waitSeconds: number; leaseSeconds: number };

/**
 * Messages that stand, leased batch by batch until there is one or the queue is empty: stale offers in front must not look
 * like an empty inbox. `isDrained` is false where the time ended before the queue did.
 */
async function receive(
  platform: Platform,
  caller: Caller,
  { waitSeconds, ...ask }: Ask,
): Promise<{ messages: Leased[]; isDrained: boolean }> {
  const url = platform.inboxUrl(caller.organisationId);
  const startedAt = performance.now();
  for (;;) {
    const passed = performance.now() - startedAt;
    if (passed > refillsForMilliseconds) return { messages: [], isDrained: false };
    const waits = { ...ask, waitSeconds: Math.max(0, waitSeconds - Math.ceil(passed / 1000)) };
    const leased = await ofInbox(() => platform.inboxes.receive(url, waits));
    const messages = await withoutStaleOffers(platform, url, caller, leased);
    if (messages.length > 0 || leased.length === 0) return { messages, isDrained: true };
  }
}

/**
 * An offer that is answered, lapsed or moved on is taken out of the inbox of its body instead of being handed out. For
 * the referrer, a body drawn in and the coordinator, it was never an offer but news, and stays.
 */
async function withoutStaleOffers(
  { table, inboxes }: Platform,
  url: string,
  caller: Caller,
  leased: readonly Leased[],
): Promise<Leased[]> {
  const isOffer = (message: Leased): boolean => message.type === "assignment.offered";
  const offers = leased.filter(isOffer);
  if (offers.length === 0) return [...leased];
  const cases = await loadCases(
    table,
    offers.flatMap((offer) => offer.caseId ?? []),
  );
  const stands = (message: Leased): boolean => {
    const state = cases.get(message.caseId ?? "")?.state;
    if (state === undefined) return false;
    const { organisationId } = caller;
    const isSender = state.referrals.some(({ agencyId }) => agencyId === organisationId);
    const isNews = isSender || may(caller, { act: "coordinate", of: state });
    // Once the case is over, an offer on it is news to nobody but who sent it.
    if (isNews || (!isOver(state) && state.informed?.includes(organisationId))) return true;
    return state.status === "offered" && holderOf(state) === organisationId;
  };
  const [fresh, stale] = [leased.filter((m) => !isOffer(m) || stands(m)), offers.filter((m) => !stands(m))];
  if (stale.length > 0)
    await inboxes.remove(
      url,
      stale.map((message) => message.lease),
    );
  return fresh;
}

async function ofInbox<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof QueueDoesNotExist)) throw cause;
    throw new Problem("not-found", { detail: "This organisation has no inbox yet: it is not registered." }, { cause });
  }
}
