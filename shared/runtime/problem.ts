import type { TwofoldError } from "../contracts/field-texts.ts";
import type { ProblemCode } from "../contracts/problems.ts";
import type { CommandError, CommandErrorCode } from "../domain/command-error.ts";
import { given } from "../domain/given.ts";

export type ProblemExtras = {
  detail?: string;
  /** The detail in Chinese, where it is meant for people too. */
  zh?: string;
  errors?: readonly TwofoldError[];
  /** Further members of the problem document, such as the state and what is possible in it. */
  members?: Readonly<Record<string, unknown>>;
  headers?: Readonly<Record<string, string>>;
};

/** The one error that becomes an HTTP answer; its code decides the status. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly extras: ProblemExtras;

  constructor(code: ProblemCode, extras: ProblemExtras = {}, options?: ErrorOptions) {
    super(extras.detail ?? code, options);
    this.name = "Problem";
    this.code = code;
    this.extras = extras;
  }
}

const problemOf: Readonly<Record<CommandErrorCode, ProblemCode>> = {
  "illegal-transition": "illegal-transition",
  "refused-before": "refused-before",
  "body-unfit": "body-unfit",
  "eligibility-open": "eligibility-open",
  "joined-case": "joined-case",
  "sent-again": "sent-again",
  "window-over": "window-over",
  "instalments-open": "instalments-open",
  "documents-missing": "documents-missing",
  "not-allowed": "not-allowed",
  "suspended-too-often": "suspended-too-often",
  "no-claim": "no-claim",
  "illegal-claim-step": "illegal-claim-step",
  "other-person-required": "other-person-required",
  erased: "case-erased",
  "moved-on": "moved-on",
  "already-done-otherwise": "already-done-otherwise",
  "unknown-party": "invalid-body",
  unsigned: "invalid-body",
  "time-in-future": "invalid-body",
  "time-in-past": "invalid-body",
  "time-before": "invalid-body",
  "due-date-required": "invalid-body",
  "consent-missing": "invalid-body",
  "no-later-date": "invalid-body",
  "not-confirmable": "invalid-body",
  "written-form-required": "invalid-body",
  "unknown-instalment": "invalid-body",
  "sum-differs": "invalid-body",
  "plan-differs": "invalid-body",
  "number-missing": "invalid-body",
  "number-differs": "invalid-body",
  "reason-required": "invalid-body",
  "same-case": "invalid-body",
  "same-track": "invalid-body",
  "same-county": "invalid-body",
  "no-coordinator": "invalid-body",
  "nothing-corrected": "invalid-body",
  "not-convened": "invalid-body",
  "other-track": "invalid-body",
};

/** The problem for an error of the domain. */
export function problemFrom(error: CommandError): Problem {
  // The case's status is its state here: in a problem document, status is the HTTP one.
  const { path, possible, status: state, ...details } = error.details;
  const members = Array.isArray(possible) ? { ...details, state, possible } : details;
  const { code, message } = error;
  const zh = given("zh", error.zh);
  const errors = typeof path === "string" ? { errors: [{ path, code, message, ...zh }] } : {};
  return new Problem(problemOf[code], { detail: message, members, ...zh, ...errors }, { cause: error });
}
