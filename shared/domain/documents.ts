import type { CaseState } from "./case.ts";
import type { DocumentKind } from "./codes.ts";

/** What the file of an ended case must hold before it is archived (transition 21). */
export function requiredDocuments(state: CaseState): DocumentKind[] {
  if (state.status !== "closed" && state.status !== "archived") return [];
  switch (state.outcome) {
    case "performed":
    case "defaulted": {
      const paper = state.agreement?.form === "oral" ? "oral_agreement_form" : "agreement";
      const proof: DocumentKind[] = state.outcome === "performed" ? ["performance_proof"] : ["end_notice"];
      return ["registration", "mediation_record", paper, ...proof];
    }
    case "failed": {
      // Where a party refused or could not be reached, there was nothing to record.
      const met = state.failureReason !== "refused_by_party" && state.failureReason !== "party_unreachable";
      return ["registration", ...(met ? (["mediation_record"] as const) : []), "end_notice"];
    }
    case "withdrawn":
    case "void":
      return ["registration", "end_notice"];
    case "not_accepted":
    case "recalled":
      return ["registration"];
    case "merged":
      return [];
  }
}

/** Which of the required documents are not among those given. */
export const missingDocuments = (state: CaseState, present: readonly DocumentKind[]): DocumentKind[] =>
  requiredDocuments(state).filter((kind) => !present.includes(kind));
