import { addPaper } from "../../shared/client/documents.ts";
import { filedAs } from "../../shared/domain/archive-list.ts";
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
  for (const asked of requiredDocuments(state, lawOfVersion(bundledLaw(), state.rulePack))) {
    const bytes = new TextEncoder().encode(`%PDF-1.4 ${asked} ${caseId}`);
    await addPaper(keeper, caseId, { ...filedAs(asked), name: `${asked}.pdf`, bytes });
  }
  await city.coordinator.archive({ params, version: "*" });
  if (body !== undefined && city.kindOf(body) !== "agency" && isSettled(state)) {
    const { claimId } = (await keeper.claimIncentive({ params })).body;
    await city.coordinator.reviewClaim({ params: { claimId } });
    await city.coordinator.approveClaim({ params: { claimId } });
    await city.coordinator.payClaim({ params: { claimId } });
    notes.paid.add(caseId);
  }
  notes.finished.add(caseId);
}

const isSettled = (state: CaseState): boolean => state.status === "closed" && state.outcome === "performed";
