import { createHash } from "node:crypto";
import { ApiError } from "../../../shared/client/errors.ts";
import { type BodyField, fieldsOf } from "../../../shared/contracts/body-fields.ts";
import { type OperationId, routes } from "../../../shared/contracts/routes.ts";
import type { Visit } from "../visit.ts";
import type { FormState } from "./form-state.ts";
import { fieldAt, type Sent } from "./step-form.ts";

/** The fields of what an operation takes, but for those that have a page or an operation of their own. */
export const fieldsFor = (operation: OperationId, without: readonly string[] = []): BodyField[] =>
  fieldsOf(routes[operation].body()).filter(({ name }) => !without.includes(name));

/** A form of administration in which nothing has been typed. */
export const emptyForm = (visit: Visit, verb: string): FormState => ({
  visit,
  verb,
  sent: new Map(),
  errors: new Map(),
  picks: {},
  partyCount: 0,
});

/** What is stored, as a form would have sent it. */
export function sentOf(fields: readonly BodyField[], stored: Readonly<Record<string, unknown>>): Sent {
  return new Map(
    fields.flatMap((field): [string, string[]][] => {
      const value = stored[field.name];
      if (value === undefined || value === false) return [];
      return [[field.name, Array.isArray(value) ? value.map(String) : [value === true ? "yes" : String(value)]]];
    }),
  );
}

/** By what a form tells whether that which it shows is still what is stored. */
export const markOf = (stored: unknown): string =>
  createHash("sha256").update(JSON.stringify(stored)).digest("base64url").slice(0, 16);

/** What the API says is wrong with a form, by field. Throws anything else, which is no matter of the form. */
export function errorsIn(error: unknown): ReadonlyMap<string, string> {
  if (!(error instanceof ApiError) || error.status !== 422) throw error;
  const errors = (error.problem.errors ?? []).map(({ path, message }) => [fieldAt(path), message] as const);
  if (errors.length === 0) throw error;
  return new Map(errors);
}

/** What was typed under a name, without the space around it. */
export const typed = (sent: Sent, name: string): string => sent.get(name)?.[0]?.trim() ?? "";
