import { longestPollSeconds } from "../domain/polling.ts";
import { holdLongPoll } from "../dynamo/long-poll-store.ts";
import type { Caller } from "./caller.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";
import { refillsForMilliseconds, takeMessages } from "./take-messages.ts";

type Ask = Parameters<typeof takeMessages>[2];
type Taken = ReturnType<typeof takeMessages>;

/**
 * Messages of the caller's inbox. A call that waits for one holds a function, so an organisation has a few of them at once. Throws
 * `too-many-requests`.
 */
export async function receiveMessages(
  ports: Parameters<typeof takeMessages>[0] & Pick<Ports, "now">,
  caller: Caller,
  ask: Ask,
): Taken {
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
