import type { CaseView } from "../../contracts/case-view.ts";
import { categories, channels, closingOutcomes, failureReasons, riskGrades } from "../../domain/codes.ts";
import type { Language } from "../errors.ts";
import { heading, statuses } from "./labels.ts";
import { clockTime, sheet, yuan } from "./table.ts";

/** A case for people. */
export function caseSheet({ caseId, version, possible, state }: CaseView, language: Language): string {
  const name = (column: Parameters<typeof heading>[1]): string => heading(language, column);
  const [sent] = state.referrals;
  const { category, riskGrade, place, amountFen } = state.dispute;
  const assignment = "assignment" in state ? state.assignment : undefined;
  const agreement = "agreement" in state ? state.agreement : undefined;
  const outcome = state.status === "closed" ? closingOutcomes[state.outcome][language] : undefined;
  const failure = state.status === "closed" ? state.failureReason : undefined;
  return sheet([
    [name("case"), caseId],
    [name("version"), version],
    [name("status"), statuses[state.status][language]],
    [name("outcome"), outcome],
    [name("failureReason"), failure && failureReasons[failure][language]],
    [name("source"), sent.agencyId],
    [name("sourceNumber"), sent.sourceNumber],
    [name("channel"), channels[sent.channel][language]],
    [name("category"), categories[category][language]],
    [name("risk"), riskGrades[riskGrade][language]],
    [name("place"), place],
    [name("amount"), yuan(amountFen)],
    [name("holder"), assignment?.organisationId],
    [name("mediator"), assignment?.mediatorId],
    [name("answerDue"), state.status === "offered" ? clockTime(state.assignment.answerDueAt) : undefined],
    [name("mediateDue"), clockTime(assignment?.mediateDueAt)],
    [name("agreement"), agreement?.documentNumber],
    [name("action"), possible.join(", ")],
  ]);
}
