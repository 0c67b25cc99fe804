import type { FieldError, ProblemCode } from "../contracts/problems.ts";
import type { Refusal, RefusalCode } from "../domain/refusal.ts";

export type ProblemExtras = {
  detail?: string;
  errors?: readonly FieldError[];
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

const problemOf: Readonly<Record<RefusalCode, ProblemCode>> = {
  "illegal-transition": "illegal-transition",
  "refused-before": "refused-before",
  "not-allowed": "not-allowed",
  "unknown-party": "invalid-body",
  unsigned: "invalid-body",
  "time-in-future": "invalid-body",
  "time-in-past": "invalid-body",
  "due-date-required": "invalid-body",
};

/** The problem for a refusal of the domain. */
export function problemFrom(refusal: Refusal): Problem {
  const { path, ...members } = refusal.details;
  const errors = typeof path === "string" ? { errors: [{ path, code: refusal.code, message: refusal.message }] } : {};
  return new Problem(problemOf[refusal.code], { detail: refusal.message, members, ...errors }, { cause: refusal });
}
