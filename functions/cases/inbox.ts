import { QueueDoesNotExist } from "@aws-sdk/client-sqs";
import { leasedAtMostSeconds } from "../../shared/aws/inboxes.ts";
import { casesService } from "../../shared/contracts/cases-service.ts";
import { longestPollSeconds, secondsToNextPoll } from "../../shared/domain/polling.ts";
import { noteAccess } from "../../shared/dynamo/access-store.ts";
import { holdLongPoll } from "../../shared/dynamo/long-poll-store.ts";
import { accessBy } from "../../shared/runtime/access.ts";
import type { Caller } from "../../shared/runtime/caller.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { spendOne } from "../../shared/runtime/quotas.ts";
import { refillsForMilliseconds, takeMessages } from "../../shared/runtime/take-messages.ts";
import { operation, type Platform } from "./platform.ts";

export const inboxOperations = {
  receiveMessages: operation(casesService.receiveMessages, async (platform, { body, caller }) => {
    const { messages, isDrained } = await whileAllowed(platform, caller, body.waitSeconds, () =>
      ofInbox(() => takeMessages(platform, caller, body)),
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

async function ofInbox<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof QueueDoesNotExist)) throw cause;
    throw new Problem("not-found", { detail: "This organisation has no inbox yet: it is not registered." }, { cause });
  }
}
