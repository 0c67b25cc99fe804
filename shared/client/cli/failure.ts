import { type FieldError, type ProblemCode, type ProblemDocument, problems } from "../../contracts/problems.ts";
import type { Label } from "../../domain/codes.ts";
import { DirectoryFileError } from "../directory-file.ts";
import { ApiError, CallError, type Language, SpokenError } from "../errors.ts";
import { FileError } from "../text-file.ts";
import { WebhookError } from "../webhook.ts";

export const exitCodes = { failed: 1, usage: 2, rowsRefused: 3 } as const;

/** The command was called wrongly. */
export class UsageError extends SpokenError {}

const isProblemCode = (code: string): code is ProblemCode => code in problems;

/** What a person is told of a failure, and the exit code; for programs a JSON value. Never a stack trace. */
export function describeFailure(error: unknown, language: Language, json: boolean): { text: string; exitCode: number } {
  const exitCode = error instanceof UsageError ? exitCodes.usage : exitCodes.failed;
  if (error instanceof ApiError) {
    return { text: json ? asJson(error.problem) : describeProblem(error.problem, language), exitCode };
  }
  const message = messageOf(error, language);
  return { text: json ? asJson({ code: codeOf(error), detail: message }) : `accord: ${message}`, exitCode };
}

function messageOf(error: unknown, language: Language): string {
  if (error instanceof SpokenError) return error.text[language];
  return error instanceof Error ? error.message : String(error);
}

function describeProblem(
  { type: _, code, title, status: __, detail, errors = [], action, instance, ...members }: ProblemDocument,
  language: Language,
): string {
  const texts = isProblemCode(code) ? problems[code] : undefined;
  return [
    `${texts?.title[language] ?? title} (${code})`,
    ...(detail === undefined ? [] : [detail]),
    ...errors.map((error) => `  ${describeField(error)}`),
    ...Object.entries(members).flatMap(([name, value]) => memberLine(name, value)),
    texts?.action[language] ?? action,
    ...(instance === undefined ? [] : [`${instanceName[language]}: ${instance}`]),
  ].join("\n");
}

/** A member that is said of this problem alone, and that its action may name; what does not fit into a line is for programs. */
function memberLine(name: string, value: unknown): string[] {
  const values = [value].flat();
  const isPlain = values.every((one) => typeof one === "string" || typeof one === "number");
  return isPlain && values.length > 0 ? [`  ${name}: ${values.join(", ")}`] : [];
}

const instanceName = { en: "Instance", zh: "编号（instance）" } as const satisfies Label;

/** What is wrong with a field: where, what, and its code where the sentence does not say it. An empty path is the whole body. */
function describeField({ path, code, message }: FieldError): string {
  const where = path === "" ? "" : `${path}: `;
  return message.includes(code) ? `${where}${message}` : `${where}${message} (${code})`;
}

function codeOf(error: unknown): string {
  if (error instanceof UsageError) return "usage";
  const known =
    error instanceof CallError ||
    error instanceof WebhookError ||
    error instanceof DirectoryFileError ||
    error instanceof FileError;
  return known ? error.code : "failed";
}

const asJson = (value: unknown): string => JSON.stringify(value, null, 2);
