import type { Leased } from "../aws/inboxes.ts";
import { longestPollSeconds, secondsToNextPoll } from "../domain/polling.ts";
import { holdLongPoll } from "../dynamo/long-poll-store.ts";
import type { Caller } from "./caller.ts";
import { type InboxPorts, ofInbox } from "./leases.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";
import { refillsForMilliseconds, takeMessages } from "./take-messages.ts";

type Ask = Parameters<typeof takeMessages>[2];
type ReceivePorts = InboxPorts &
  Pick<Ports, "table" | "now"> & {
    /** When each organisation last got a message from here, or first asked for one, in milliseconds. */
    lastNews: Map<string, number>;
  };
type Received = { messages: Leased[]; askAgainSeconds?: number };

/**
 * Messages of the caller's inbox. An empty answer says when it is worth asking again, so that a short poll need not become a busy one.
 * Throws `too-many-requests`, and `not-found` where the organisation has no inbox.
 */
export async function receiveMessages(ports: ReceivePorts, caller: Caller, ask: Ask): Promise<Received> {
  const { messages, isDrained } = await ofInbox(() => waitForMessages(ports, caller, ask));
  const quietSeconds = quietSince(ports, caller, messages.length > 0);
  const isEmpty = messages.length === 0 && isDrained;
  return { messages, ...(isEmpty && { askAgainSeconds: secondsToNextPoll(quietSeconds) }) };
}

/** A call that waits for a message holds a function, so an organisation has a few of them at once. */
async function waitForMessages(ports: ReceivePorts, caller: Caller, ask: Ask): ReturnType<typeof takeMessages> {
  if (ask.waitSeconds === 0) return takeMessages(ports, caller, ask);
  const atMost = caller.limits.longPollsAtOnce;
  const heldFrom = Date.parse(ports.now());
  const until = heldFrom + refillsForMilliseconds + ask.waitSeconds * 1_000;
  const { organisationId } = caller;
  const release = await holdLongPoll(ports.table, { organisationId, atMost, now: heldFrom, until });
  if (release === undefined) {
    throw new Problem("too-many-requests", {
      detail: "As many calls wait for a message as may. Ask with waitSeconds 0, or be told by webhook.",
      members: { limit: "longPollsAtOnce", atMost },
      headers: { "Retry-After": String(longestPollSeconds) },
    });
  }
  try {
    return await takeMessages(ports, caller, ask);
  } finally {
    await release();
  }
}

/** For how many seconds no message has gone from here to the caller. It is not known of other environments, and need not be. */
function quietSince({ lastNews, now }: ReceivePorts, { organisationId }: Caller, isNews: boolean): number {
  const at = Date.parse(now());
  const last = isNews ? at : (lastNews.get(organisationId) ?? at);
  lastNews.set(organisationId, last);
  return (at - last) / 1_000;
}
