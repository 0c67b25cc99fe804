import { dropPending, listPending, loadPending, type Pending, type PendingRequest } from "../dynamo/approval-store.ts";
import { accessBy } from "./access.ts";
import type { Caller } from "./caller.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";
import { requestOf, subjectOf } from "./second-person.ts";

type Shown = Pick<Pending, "approvalId" | "act" | "askedBy" | "askedAt" | "until"> & PendingRequest;

/** What waits for a second person of the caller's organisation, with all that was asked for. */
export async function pendingApprovals(
  { table, now, sealer }: Pick<Ports, "table" | "now"> & Parameters<typeof requestOf>[0],
  { organisationId }: Caller,
): Promise<Shown[]> {
  const pending = await listPending(table, organisationId, now());
  return Promise.all(
    pending.map(async (one) => {
      const { approvalId, act, askedBy, askedAt, until } = one;
      return { approvalId, act, ...(await requestOf({ sealer }, one)), askedBy, askedAt, until };
    }),
  );
}

/** Refuses what somebody of the caller's organisation asked for. Throws `not-found`, also once another person was faster. */
export async function refuseApproval(
  { table, now }: Pick<Ports, "table" | "now">,
  caller: Caller,
  { approvalId }: { approvalId: string },
): Promise<void> {
  const { organisationId } = caller;
  const held = await loadPending(table, organisationId, approvalId);
  if (held === undefined) throw new Problem("not-found");
  const entry = { at: now(), act: "approval-refused", about: subjectOf(held.request) } as const;
  const isRefused = await dropPending(table, held, accessBy(caller, organisationId, entry, { askedBy: held.askedBy }));
  if (!isRefused) throw new Problem("not-found");
}
