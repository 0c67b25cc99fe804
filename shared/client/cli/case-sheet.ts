import type { CaseView } from "../../contracts/case-view.ts";
import type { CaseClock } from "../../domain/case.ts";
import { allClocks } from "../../domain/case-clocks.ts";
import { type CaseState, isOver, sendingsOf, statuses } from "../../domain/case-state.ts";
import { categories, channels, closingOutcomes, harms, riskGrades, tracks } from "../../domain/codes.ts";
import { gravest } from "../../domain/gravest.ts";
import { failureReasons, suspensionReasons, triageReasons } from "../../domain/reasons.ts";
import { clockKinds, clockMarks } from "../../words/clocks.ts";
import { erasureText } from "../../words/erased.ts";
import { groundText } from "../../words/event-facts.ts";
import { deadline, yuan } from "../../words/format.ts";
import { heading } from "../../words/headings.ts";
import { nameOf } from "../../words/language.ts";
import { sendingText } from "../../words/sendings.ts";
import type { Language } from "../errors.ts";
import { sheet } from "./table.ts";

/** A case for people. */
export function caseSheet({ caseId, version, possible, names = {}, state }: CaseView, language: Language): string {
  const called = (id: string): string => (names[id] === undefined ? id : `${names[id]} (${id})`);
  const name = (column: Parameters<typeof heading>[1]): string => heading(language, column);
  const [sent, ...joined] = state.referrals;
  const { category, riskGrade, harm, place, amountFen } = gravest(state);
  const assignment = "assignment" in state ? state.assignment : undefined;
  const agreement = state.agreement;
  const confirmation = state.confirmation;
  const over = isOver(state) ? state : undefined;
  return sheet([
    [name("case"), caseId],
    [name("version"), version],
    [name("status"), nameOf(statuses, state.status, language)],
    [name("reason"), reasonOf(state, language)],
    [name("grounds"), groundsOf(state, language)],
    [name("missing"), state.status === "needs_info" ? state.missing.join("; ") : undefined],
    [name("outcome"), over && closingOutcomes[over.outcome][language]],
    [name("failureReason"), over?.failureReason && failureReasons[over.failureReason][language]],
    [name("mergedInto"), over?.mergedInto],
    [name("source"), [sent, ...joined].map(({ agencyId }) => called(agencyId)).join(", ")],
    [name("sourceNumber"), [sent, ...joined].map(({ sourceNumber }) => sourceNumber).join(", ")],
    [name("channel"), channels[sent.channel][language]],
    [name("track"), state.track === "people" ? undefined : tracks[state.track][language]],
    [name("category"), categories[category][language]],
    [name("risk"), riskGrades[riskGrade][language]],
    [name("harm"), harm && harms[harm][language]],
    [name("place"), place],
    [name("amount"), yuan(amountFen)],
    [name("linked"), state.linked?.join(", ")],
    [name("holder"), assignment && called(assignment.organisationId)],
    [name("mediator"), assignment?.mediatorId],
    [name("coMediators"), assignment?.coMediatorIds?.join(", ")],
    ...allClocks(state).map((clock) => [nameOf(clockKinds, clock.kind, language), dueText(clock, language)] as const),
    [name("agreement"), agreement?.documentNumber],
    [name("confirmation"), confirmation && (confirmation.documentNumber ?? called(confirmation.courtId))],
    [
      name("sentOnTo"),
      sendingsOf(state)
        .map((one) => sendingText(one, language))
        .join("; "),
    ],
    [name("erasure"), erasureText(state, language)],
    [name("action"), possible.join(", ")],
  ]);
}

function reasonOf(state: CaseState, language: Language): string | undefined {
  if (state.status === "suspended") return suspensionReasons[state.reason][language];
  if (state.status !== "triage") return undefined;
  return nameOf(triageReasons, state.reason, language);
}

const groundsOf = ({ grounds = [] }: CaseState, language: Language): string =>
  grounds.map((ground) => groundText(ground, language)).join("; ");

function dueText({ dueAt, breached, extensions, pausedSince, provisional }: CaseClock, language: Language): string {
  const marks = [
    ...(breached === undefined ? [] : [clockMarks.breached]),
    ...(extensions === undefined ? [] : [clockMarks.extended]),
    ...(pausedSince === undefined ? [] : [clockMarks.paused]),
    ...(provisional === undefined ? [] : [clockMarks.provisional]),
  ].map((mark) => mark[language]);
  return marks.length === 0 ? deadline(dueAt) : `${deadline(dueAt)} (${marks.join(", ")})`;
}
