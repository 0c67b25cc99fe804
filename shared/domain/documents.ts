import type { Referral } from "./case.ts";
import { type CaseState, openReferrals } from "./case-state.ts";
import { channelDefinitions } from "./channels.ts";
import type { DocumentKind } from "./codes.ts";

/** What the file of an ended case must hold before it is archived (transition 21). */
export function requiredDocuments(state: CaseState): DocumentKind[] {
  if (state.status !== "closed" && state.status !== "archived") return [];
  switch (state.outcome) {
    case "performed":
    case "defaulted": {
      const paper = state.agreement?.form === "oral" ? "oral_agreement_form" : "agreement";
      const proof: DocumentKind[] = state.outcome === "performed" ? ["performance_proof"] : ["end_notice"];
      const demanded = state.outcome === "performed" ? openReferrals(state).flatMap(demandedOf) : [];
      return [...new Set<DocumentKind>(["registration", "mediation_record", paper, ...proof, ...demanded])];
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
      return state.assignment === undefined ? ["registration"] : ["registration", "end_notice"];
    case "recalled":
      return ["registration"];
    case "merged":
      return [];
  }
}

/** What the law of its channel demands of a settled case besides. */
const demandedOf = ({ channel }: Referral): readonly DocumentKind[] => channelDefinitions[channel].papers.toArchive;

/**
 * A paper as far as it counts: what it is, and since when it is in the file. One that was made from the case is a draft: it counts
 * once it lies there as it was signed.
 */
export type Paper = { kind: DocumentKind; addedAt: string; madeFrom?: { version: number } };

/** Papers that tell of the dispute and of the way, not of the end. */
const ofTheDispute: readonly DocumentKind[] = ["registration", "appraisal", "other"];

/** The papers that count for the end of a case: not those of an earlier end, that of an agreement which was not confirmed say. */
export const currentPapers = <One extends Paper>(
  { papersSince, reopened }: CaseState,
  papers: readonly One[],
): One[] => {
  const since = (kind: DocumentKind): string | undefined => {
    if (ofTheDispute.includes(kind)) return undefined;
    // Papers from before a court refused to confirm belong to the mediation that goes on.
    return kind === "mediation_record" ? reopened?.at : papersSince;
  };
  return papers.filter(
    ({ kind, addedAt, madeFrom }) =>
      madeFrom === undefined && Date.parse(addedAt) >= Date.parse(since(kind) ?? addedAt),
  );
};

/** Which of the required documents are not among those in the file. */
export function missingDocuments(state: CaseState, papers: readonly Paper[]): DocumentKind[] {
  const present = currentPapers(state, papers).map(({ kind }) => kind);
  return requiredDocuments(state).filter((kind) => !present.includes(kind));
}
