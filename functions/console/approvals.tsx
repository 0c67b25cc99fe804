import { type Approval, aboutApproval, approve } from "../../shared/client/approvals.ts";
import { ApiError } from "../../shared/client/errors.ts";
import { approvalTexts, askedAgain } from "./approval-texts.ts";
import { ApprovalsPage } from "./pages/approvals.tsx";
import { problemText } from "./problem-words.ts";
import { may, ownSeat } from "./rights.ts";
import { type Here, leadTo, NotForYou, outcomeTold, sentHere } from "./visit.ts";

const outcomes = ["done", "refused", "waiting"] as const;
export type ApprovalSaid = (typeof outcomes)[number];

/** Why something was not done; or the code of a key or an invitation that was approved, which is shown this once. */
type Outcome = { problem?: string; code?: string };

/** What the console has no right to do: it puts papers, so it may take none away. */
const isElsewhere = ({ operation }: Approval): boolean => operation === "eraseCase";

/** What waits for a second person of the coordinator. */
export async function showApprovals(context: Here, { problem, code }: Outcome = {}): Promise<Response> {
  const visit = context.get("visit");
  const { seat } = await ownSeat(visit);
  if (!may(seat, "listApprovals")) throw new NotForYou();
  const { approvals } = (await visit.client.listApprovals()).body;
  const own = visit.session?.seat?.name;
  const shown = approvals.map((approval) => ({
    approval,
    about: aboutApproval(approval, visit.language),
    isElsewhere: isElsewhere(approval),
    isOwn: approval.askedBy.officer !== undefined && approval.askedBy.officer === own,
  }));
  const outcome = outcomeTold(context);
  const said = outcomes.find((one) => one === outcome);
  return context.html(
    <ApprovalsPage
      visit={visit}
      shown={shown}
      decides={may(seat, "refuseApproval")}
      said={problem === undefined ? said : undefined}
      problem={problem}
      code={code}
    />,
    problem === undefined ? 200 : 409,
  );
}

/** Approves what another asked for, which does it; or refuses it. */
export async function decideApproval(context: Here): Promise<Response> {
  const visit = context.get("visit");
  const { seat } = await ownSeat(visit);
  if (!may(seat, "refuseApproval")) throw new NotForYou();
  const approvalId = context.req.param("approvalId") ?? "";
  const { approvals } = (await visit.client.listApprovals()).body;
  const one = approvals.find((approval) => approval.approvalId === approvalId);
  if (one === undefined) throw new NotForYou();
  const isRefusal = (await sentHere(context)).get("act")?.[0] === "refuse";
  try {
    if (isRefusal) await visit.client.refuseApproval({ params: { approvalId } });
    else if (isElsewhere(one)) {
      return showApprovals(context, { problem: approvalTexts.elsewhere[visit.language] });
    } else {
      const code = await approve(visit.client, one);
      if (code !== undefined) return showApprovals(context, { code });
    }
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 409) throw error;
    const reason = String(error.problem["reason"] ?? "");
    const instead = reason === "changed" || reason === "asker-gone" ? askedAgain[reason][visit.language] : undefined;
    const code = reason === "same-person" ? "other-person-required" : error.code;
    const problem = instead ?? problemText(code, visit.language);
    return showApprovals(context, { problem });
  }
  return leadTo(context, "/console/approvals", isRefusal ? "refused" : "done");
}
