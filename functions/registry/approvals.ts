import { approvalRoutes } from "../../shared/contracts/approval-routes.ts";
import { pendingApprovals, refuseApproval } from "../../shared/runtime/approvals.ts";
import { operation } from "./platform.ts";

/** What waits for a second person of the caller's organisation. Approving is sending the same; here it is looked at, or refused. */
export const approvalOperations = {
  listApprovals: operation(approvalRoutes.listApprovals, async (platform, { caller }) => ({
    status: 200,
    body: { approvals: await pendingApprovals(platform, caller) },
  })),

  refuseApproval: operation(approvalRoutes.refuseApproval, async (platform, { params, caller }) => {
    await refuseApproval(platform, caller, params);
    return { status: 204, body: undefined };
  }),
};
