import type { CaseHistory } from "../../contracts/case-view.ts";
import type { Label } from "../../domain/codes.ts";
import type { EventType } from "../../domain/events.ts";
import {
  assignmentReasons,
  confirmationExtensionReasons,
  confirmationRefusalReasons,
  declineReasons,
  escalationReasons,
  failureReasons,
  recallReasons,
  reopeningReasons,
  sendingReasons,
  suspensionReasons,
  transferReasons,
  unmergeReasons,
  withdrawalReasons,
} from "../../domain/reasons.ts";
import type { Language } from "../errors.ts";
import { factsOf } from "./event-facts.ts";
import { happenings, headings, nameOf, triageReasons } from "./labels.ts";
import { clockTime, listing } from "./table.ts";

type Entry = CaseHistory["entries"][number];
const reasonNames: { readonly [Type in EventType]?: Readonly<Record<string, Label>> } = {
  "case.triaged": triageReasons,
  "assignment.offered": assignmentReasons,
  "assignment.declined": declineReasons,
  "assignment.escalated": escalationReasons,
  "case.transferred": transferReasons,
  "mediation.suspended": suspensionReasons,
  "confirmation.extended": confirmationExtensionReasons,
  "confirmation.refused": confirmationRefusalReasons,
  "case.closed": { ...failureReasons, ...withdrawalReasons, ...recallReasons },
  "case.sent_on": sendingReasons,
  "referral.recalled": recallReasons,
  "case.unmerged": unmergeReasons,
  "case.reopened": reopeningReasons,
};

/** The history of a case for people: what, in substance too, when, by whom, why, and the paper that shows it. */
export const historySheet = ({ entries }: CaseHistory, language: Language): string =>
  listing(
    ["#", ...headings(language, "at", "event", "facts", "by", "officer", "reason", "paper")],
    entries.map((entry) => [
      entry.sequence,
      clockTime(entry.at),
      nameOf(happenings, entry.type, language),
      factsOf(entry, language),
      entry.by.organisationId,
      entry.by.officer ?? "",
      whyOf(entry, language),
      entry.documentId ?? "",
    ]),
  );

/** The reason of a step, by its name where it is a code, and what was said beside it. */
function whyOf({ type, data }: Entry, language: Language): string {
  const reason = "failureReason" in data ? data.failureReason : "reason" in data ? data.reason : undefined;
  const name = reason === undefined ? undefined : (reasonNames[type]?.[reason]?.[language] ?? reason);
  return [name, "note" in data ? data.note : undefined].filter((part) => part !== undefined).join(": ");
}
