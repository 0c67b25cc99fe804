import { addPaper } from "../../shared/client/documents.ts";
import { type CaseState, isLoopClosed } from "../../shared/domain/case-state.ts";
import { requiredDocuments } from "../../shared/domain/documents.ts";
import { bundledLaw, lawOfVersion } from "../../shared/domain/law.ts";
import { coordinatorId } from "./city.ts";
import { later, type Stage } from "./stage.ts";

/** The body completes the file, the coordinator archives it, and a settled dispute is paid for. */
export async function fileAway(stage: Stage, caseId: string): Promise<void> {
  const { city, notes } = stage;
  const params = { caseId };
  const { state } = (await city.coordinator.showCase({ params })).body;
  // The file waits until the body has put down what was recalled, and a sending is answered and taken note of.
  const isRecallOpen = state.status === "closed" && state.recallOpen !== undefined;
  if (isRecallOpen || !isLoopClosed(state)) return later(stage, 1, () => fileAway(stage, caseId));
  const body = "assignment" in state ? state.assignment?.organisationId : undefined;
  const keeper = await city.clientOf(body ?? coordinatorId);
  for (const kind of requiredDocuments(state, lawOfVersion(bundledLaw(), state.rulePack))) {
    const bytes = new TextEncoder().encode(`%PDF-1.4 ${kind} ${caseId}`);
    await addPaper(keeper, caseId, { kind, name: `${kind}.pdf`, bytes });
  }
  await city.coordinator.archive({ params, version: "*" });
  if (body !== undefined && city.kindOf(body) !== "agency" && isSettled(state)) {
    const { claimId } = (await keeper.claimIncentive({ params })).body;
    const clerk = city.coordinatorAs("样例经办");
    await clerk.reviewClaim({ params: { claimId } });
    await city.coordinatorAs("样例负责").approveClaim({ params: { claimId } });
    await clerk.payClaim({ params: { claimId } });
    notes.paid.add(caseId);
  }
  notes.finished.add(caseId);
}

const isSettled = (state: CaseState): boolean => state.status === "closed" && state.outcome === "performed";
