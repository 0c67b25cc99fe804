import { approvalRoutes } from "../../shared/contracts/approval-routes.ts";
import { dropPending, listPending, loadPending } from "../../shared/dynamo/approval-store.ts";
import { accessBy } from "../../shared/runtime/access.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { requestOf, subjectOf } from "../../shared/runtime/second-person.ts";
import { operation } from "./platform.ts";

/** What waits for a second person of the caller's organisation. Approving is sending the same; here it is looked at, or refused. */
export const approvalOperations = {
  listApprovals: operation(approvalRoutes.listApprovals, async ({ table, now, sealer }, { caller }) => {
    const pending = await listPending(table, caller.organisationId, now());
    const approvals = await Promise.all(
      pending.map(async (one) => {
        const { approvalId, act, askedBy, askedAt, until } = one;
        return { approvalId, act, ...(await requestOf({ sealer }, one)), askedBy, askedAt, until };
      }),
    );
    return { status: 200, body: { approvals } };
  }),

  refuseApproval: operation(approvalRoutes.refuseApproval, async ({ table, now }, { params, caller }) => {
    const { organisationId } = caller;
    const held = await loadPending(table, organisationId, params.approvalId);
    if (held === undefined) throw new Problem("not-found");
    const entry = { at: now(), act: "approval-refused", about: subjectOf(held.request) } as const;
    if (!(await dropPending(table, held, accessBy(caller, organisationId, entry, { askedBy: held.askedBy })))) {
      throw new Problem("not-found");
    }
    return { status: 204, body: undefined };
  }),
};
