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

/** A paper as far as it counts: what it is, and since when it is in the file. */
export type Paper = { kind: DocumentKind; addedAt: string };

/** Papers that tell of the way, not of its end. */
const lasting: readonly DocumentKind[] = ["registration", "mediation_record", "appraisal", "other"];

/** The papers that count for the end of a case: not those of an earlier end, that of an agreement which was not confirmed say. */
export const currentPapers = <One extends Paper>({ papersSince }: CaseState, papers: readonly One[]): One[] =>
  papers.filter(
    ({ kind, addedAt }) =>
      papersSince === undefined || lasting.includes(kind) || Date.parse(addedAt) >= Date.parse(papersSince),
  );

/** Which of the required documents are not among those in the file. */
export function missingDocuments(state: CaseState, papers: readonly Paper[]): DocumentKind[] {
  const present = currentPapers(state, papers).map(({ kind }) => kind);
  return requiredDocuments(state).filter((kind) => !present.includes(kind));
}
