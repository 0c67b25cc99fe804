import type { ArchiveEnding, ArchivePaper } from "./archive-list.ts";
import { type CaseState, openReferrals } from "./case-state.ts";
import type { DocumentKind } from "./codes.ts";
import type { PaperKind } from "./official-paper.ts";
import { archiveListOf, type RulePack } from "./rule-pack.ts";

type Rules = Pick<RulePack, "archive">;

/** By which ending of the archive's list a case is put away; undefined while it goes on, and where another file took its own. */
function endingOf(state: CaseState): ArchiveEnding | undefined {
  if (state.status !== "closed" && state.status !== "archived") return undefined;
  switch (state.outcome) {
    case "performed":
    case "defaulted":
    case "withdrawn":
    case "void":
    case "recalled":
      return state.outcome;
    case "failed": {
      // Where a party refused or could not be reached, there was nothing to record.
      const met = state.failureReason !== "refused_by_party" && state.failureReason !== "party_unreachable";
      return met ? "failed" : "failed_without_session";
    }
    case "not_accepted":
      return state.assignment === undefined ? "not_accepted_unassigned" : "not_accepted";
    case "merged":
      return undefined;
  }
}

/** What the file of an ended case must hold before it is archived (transition 21). */
export function requiredDocuments(state: CaseState, rules: Rules): ArchivePaper[] {
  const ending = endingOf(state);
  if (ending === undefined) return [];
  const { endings, channels } = archiveListOf(rules);
  const isOral = state.agreement?.form === "oral";
  const required = endings[ending].required.map((kind) =>
    kind === "agreement" && isOral ? ("oral_agreement_form" as const) : kind,
  );
  const sent = ending === "performed" ? openReferrals(state).map(({ channel }) => channel) : [];
  return [...new Set([...required, ...sent.flatMap((channel) => channels[channel]?.required ?? [])])];
}

/** What the file of an ended case holds besides, where there is such a paper. */
export function papersAsNeeded(state: CaseState, rules: Rules): ArchivePaper[] {
  const ending = endingOf(state);
  return ending === undefined ? [] : [...(archiveListOf(rules).endings[ending].asNeeded ?? [])];
}

/**
 * A paper as far as it counts: what it is, and since when it is in the file. One that was made from the case is a draft: it counts
 * once it lies there as it was signed.
 */
export type Paper = { kind: DocumentKind; paper?: PaperKind; addedAt: string; madeFrom?: { version: number } };

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

/** Which of the required documents are not among those in the file: of a kind, or of one official form. */
export function missingDocuments(state: CaseState, papers: readonly Paper[], rules: Rules): ArchivePaper[] {
  const present = currentPapers(state, papers);
  return requiredDocuments(state, rules).filter(
    (asked) => !present.some(({ kind, paper }) => kind === asked || paper === asked),
  );
}
