import { type CaseState, openReferrals } from "../domain/case-state.ts";
import { channelDefinitions } from "../domain/channels.ts";
import type { PaperKind } from "../domain/official-paper.ts";

/** The papers that are due where a case stands, the likeliest first: those of the step that was taken, and of the one that comes. */
export function papersNow(state: CaseState): PaperKind[] {
  switch (state.status) {
    case "submitted":
    case "needs_info":
    case "offered":
      return [];
    case "triage":
      return state.reason === "nobody-left" ? ["return_letter"] : [];
    case "accepted":
    case "seeking_consent":
      return ["registration", "rights_notice", "application"];
    case "mediating":
      return ["mediation_record", ...agreementPapers(state), "investigation_record"];
    case "suspended":
      return ["investigation_record", "evidence"];
    case "agreed":
      return [...agreementPapers(state), "confirmation_application", "committee_certificate"];
    case "confirming":
      return ["confirmation_application", "committee_certificate"];
    case "performing":
      return ["visit_record", ...agreementPapers(state)];
    case "closed":
      return [...endPapers(state), "cover", "contents", "case_note", "back_cover"];
    case "archived":
      return state.outcome === "performed" || state.outcome === "defaulted" ? ["incentive_form"] : [];
  }
}

/** In the form that was agreed on; in either as long as nothing is. */
const agreementPapers = ({ agreement }: Pick<CaseState, "agreement">): PaperKind[] => {
  if (agreement === undefined) return ["agreement", "oral_agreement_form"];
  return [agreement.form === "oral" ? "oral_agreement_form" : "agreement"];
};

/** What ends a case, and what tells each referrer of it. */
function endPapers(state: Extract<CaseState, { outcome: unknown }>): PaperKind[] {
  const letters = [
    ...new Set(openReferrals(state).flatMap(({ channel }) => channelDefinitions[channel].papers.letter ?? [])),
  ];
  switch (state.outcome) {
    case "performed":
      return ["visit_record", ...letters];
    case "defaulted":
      return ["visit_record", "end_notice", ...letters];
    case "failed":
    case "withdrawn":
    case "void":
      return ["end_notice", ...letters];
    case "not_accepted":
      return ["refusal_notice", ...letters];
    case "recalled":
    case "merged":
      return [];
  }
}
