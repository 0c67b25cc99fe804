import type { Label } from "./codes.ts";

/** Why the domain says no. A stable code: HTTP status and queue behaviour are mapped from it, never from the text. */
export type CommandErrorCode =
  | "illegal-transition"
  | "not-allowed"
  | "moved-on"
  | "already-done-otherwise"
  | "unknown-party"
  | "refused-before"
  | "body-unfit"
  | "unsigned"
  | "time-in-future"
  | "time-in-past"
  | "time-before"
  | "due-date-required"
  | "consent-missing"
  | "eligibility-open"
  | "no-later-date"
  | "not-confirmable"
  | "window-over"
  | "written-form-required"
  | "unknown-instalment"
  | "instalments-open"
  | "sum-differs"
  | "plan-differs"
  | "number-missing"
  | "number-differs"
  | "reason-required"
  | "joined-case"
  | "same-case"
  | "sent-again"
  | "same-track"
  | "same-county"
  | "no-coordinator"
  | "nothing-corrected"
  | "not-convened"
  | "other-track"
  | "documents-missing"
  | "suspended-too-often"
  | "no-claim"
  | "illegal-claim-step"
  | "other-person-required"
  | "erased";

/**
 * Thrown by `decide`; `details` carries the data of the error (state, what is possible, offending field). The message is in both
 * languages where it tells people more than the code does, such as a day or an amount; else only programmers read it.
 */
export class CommandError extends Error {
  readonly code: CommandErrorCode;
  readonly zh: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: CommandErrorCode, message: string | Label, details: Readonly<Record<string, unknown>> = {}) {
    super(typeof message === "string" ? message : message.en);
    this.zh = typeof message === "string" ? undefined : message.zh;
    this.name = "CommandError";
    this.code = code;
    this.details = details;
  }
}
