import type * as z from "zod";
import { fieldErrorsOf } from "../contracts/field-errors.ts";
import { inWords, type TwofoldError } from "../contracts/field-texts.ts";
import { type ProblemCode, type ProblemDocument, problems, problemType } from "../contracts/problems.ts";
import type { Label } from "../domain/codes.ts";

export type Language = "en" | "zh";

/** The RFC 9457 problem document of an answer with its stable code. `retryAfterSeconds` is set when the platform named it. */
export class ApiError extends Error {
  readonly problem: ProblemDocument;
  readonly code: string;
  readonly status: number;
  readonly retryAfterSeconds: number | undefined;

  constructor(problem: ProblemDocument, retryAfterSeconds?: number) {
    super(problem.detail ?? problem.title);
    this.name = "ApiError";
    this.problem = problem;
    this.code = problem.code;
    this.status = problem.status;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** A failure on this side, in words for people in both languages; `message` is the English. */
export class SpokenError extends Error {
  readonly text: Label;

  constructor(text: Label, options?: ErrorOptions) {
    super(text.en, options);
    this.text = text;
  }
}

export type CallErrorCode = "no-answer" | "unexpected-answer";

/** The platform did not answer at all, or answered something that is not of its API. */
export class CallError extends SpokenError {
  readonly code: CallErrorCode;
  readonly operation: string;

  constructor(code: CallErrorCode, operation: string, text: Label, options?: ErrorOptions) {
    super(text, options);
    this.name = "CallError";
    this.code = code;
    this.operation = operation;
  }
}

/** What the schema makes of the input. Throws the error that the platform would give, with every offending field, before anything is sent. */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  code: "invalid-body" | "invalid-parameters",
  language: Language,
): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw refuseInput(code, language, { errors: fieldErrors(parsed.error, language, value) });
}

/**
 * Every offending field, as the platform names it, with what it accepts in words of that language; a field that `value`, where it
 * is given, does not have is told as required.
 */
export const fieldErrors = ({ issues }: z.ZodError, language: Language, value?: unknown): TwofoldError[] =>
  issues.flatMap((issue) => fieldErrorsOf(issue, value, language));

/** An error found on this side, in the words of the platform. */
export function refuseInput(
  code: Extract<ProblemCode, "invalid-body" | "invalid-parameters" | "invalid-json">,
  language: Language,
  { detail, errors }: { detail?: string; errors?: TwofoldError[] },
): ApiError {
  const { status, title, action } = problems[code];
  return new ApiError({
    type: problemType(code),
    title: title[language],
    status,
    code,
    action: action[language],
    ...(detail === undefined ? {} : { detail }),
    ...(errors === undefined ? {} : { errors: errors.map((error) => inWords(error, language)) }),
  });
}
