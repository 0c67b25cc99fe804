import { QueueDoesNotExist } from "@aws-sdk/client-sqs";
import { type Inboxes, leasedAtMostSeconds } from "../aws/inboxes.ts";
import type { Caller } from "./caller.ts";
import { Problem } from "./problem.ts";

export type InboxPorts = { inboxes: Inboxes; inboxUrl: (organisationId: string) => string };

/** Keeps a message leased for so many more seconds. Throws `lease-lost`, `lease-too-long` and `not-found`. */
export async function extendLease(
  { inboxes, inboxUrl }: InboxPorts,
  { organisationId }: Caller,
  { lease, leaseSeconds }: { lease: string; leaseSeconds: number },
): Promise<void> {
  const extended = await ofInbox(() => inboxes.extend(inboxUrl(organisationId), lease, leaseSeconds));
  if (extended === "lost") throw new Problem("lease-lost");
  if (extended === "too-long") throw new Problem("lease-too-long", { members: { leasedAtMostSeconds } });
}

/** Takes messages out of the caller's inbox for good; those whose lease is over stay in it. Throws `not-found`. */
export async function ackMessages({ inboxes, inboxUrl }: InboxPorts, { organisationId }: Caller, leases: string[]) {
  const failed = await ofInbox(() => inboxes.ack(inboxUrl(organisationId), leases));
  return { acked: leases.length - failed.length, failed };
}

/** What is asked of an inbox. Throws `not-found` where the organisation has none. */
export async function ofInbox<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof QueueDoesNotExist)) throw cause;
    throw new Problem("not-found", { detail: "This organisation has no inbox yet: it is not registered." }, { cause });
  }
}
