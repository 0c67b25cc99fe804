import type { Label } from "../domain/codes.ts";
import type { EventType, NewEvent } from "../domain/events.ts";
import {
  assignmentReasons,
  confirmationExtensionReasons,
  confirmationRefusalReasons,
  declineReasons,
  escalationReasons,
  failureReasons,
  handOverReasons,
  movingReasons,
  recallReasons,
  reopeningReasons,
  returningReasons,
  sendingReasons,
  suspensionReasons,
  transferReasons,
  unmergeReasons,
  withdrawalReasons,
} from "../domain/reasons.ts";
import type { Language } from "./language.ts";
import { triageReasons } from "./routing.ts";

const reasonNames: { readonly [Type in EventType]?: Readonly<Record<string, Label>> } = {
  "case.triaged": triageReasons,
  "assignment.offered": assignmentReasons,
  "assignment.declined": declineReasons,
  "assignment.taken_back": movingReasons,
  "assignment.moved": movingReasons,
  "assignment.escalated": escalationReasons,
  "case.transferred": transferReasons,
  "case.handed_over": handOverReasons,
  "mediation.suspended": suspensionReasons,
  "confirmation.extended": confirmationExtensionReasons,
  "confirmation.refused": confirmationRefusalReasons,
  "case.closed": { ...failureReasons, ...withdrawalReasons, ...recallReasons },
  "case.sent_on": sendingReasons,
  "sending.returned": returningReasons,
  "referral.recalled": recallReasons,
  "referrer.withdrawn": recallReasons,
  "case.unmerged": unmergeReasons,
  "case.reopened": reopeningReasons,
};

/** The reason of a step, by its name where it is a code, and what was said beside it. */
export function whyOf({ type, data }: NewEvent, language: Language): string {
  const reason = "failureReason" in data ? data.failureReason : "reason" in data ? data.reason : undefined;
  const name = reason === undefined ? undefined : (reasonNames[type]?.[reason]?.[language] ?? reason);
  return [name, "note" in data ? data.note : undefined].filter((part) => part !== undefined).join(": ");
}
