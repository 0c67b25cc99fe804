import { QueueDoesNotExist } from "@aws-sdk/client-sqs";
import { leasedAtMostSeconds } from "../../shared/aws/inboxes.ts";
import { casesService } from "../../shared/contracts/cases-service.ts";
import { secondsToNextPoll } from "../../shared/domain/polling.ts";
import type { Caller } from "../../shared/runtime/caller.ts";
import { lendInbox } from "../../shared/runtime/lend-inbox.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { receiveMessages } from "../../shared/runtime/receive-messages.ts";
import { operation, type Platform } from "./platform.ts";

export const inboxOperations = {
  receiveMessages: operation(casesService.receiveMessages, async (platform, { body, caller }) => {
    const { messages, isDrained } = await ofInbox(() => receiveMessages(platform, caller, body));
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
    const { lent, counted } = await lendInbox(platform, caller, body);
    return { status: 200, body: lent, headers: counted };
  }),
};

/** For how many seconds no message has gone from here to the caller. It is not known of other environments, and need not be. */
function quietSince({ lastNews, now }: Platform, { organisationId }: Caller, isNews: boolean): number {
  const at = Date.parse(now());
  const last = isNews ? at : (lastNews.get(organisationId) ?? at);
  lastNews.set(organisationId, last);
  return (at - last) / 1_000;
}

async function ofInbox<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof QueueDoesNotExist)) throw cause;
    throw new Problem("not-found", { detail: "This organisation has no inbox yet: it is not registered." }, { cause });
  }
}
