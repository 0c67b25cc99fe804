import type * as z from "zod";
import type { Language } from "../words/language.ts";
import type { TwofoldError } from "./field-texts.ts";
import { sayIssue } from "./issue-texts.ts";

/** Every field that an issue of a schema is about, with what it accepts; one that `value` does not have is told as required. */
export function fieldErrorsOf(issue: z.core.$ZodIssue, value: unknown, language: Language): TwofoldError[] {
  const path = pointer(issue.path);
  const message = sayIssue(issue, language);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({ path: `${path}${pointer([key])}`, code: "unknown-field", message }));
    case "invalid_type":
    case "invalid_value":
    case "invalid_union": {
      const code = issue.code === "invalid_type" ? "wrong-type" : issue.code.replaceAll("_", "-");
      return [{ path, code: at(value, issue.path) === undefined ? "required" : code, message }];
    }
    case "custom": {
      const [code, zh]: unknown[] = [issue.params?.["code"], issue.params?.["zh"]];
      const own = typeof zh === "string" ? { zh } : {};
      return [{ path, code: typeof code === "string" ? code : issue.message, message, ...own }];
    }
    default:
      return [{ path, code: issue.code.replaceAll("_", "-"), message }];
  }
}

/** A JSON pointer (RFC 6901). */
export const pointer = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

const at = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (inside, part) => (typeof inside === "object" && inside !== null ? Reflect.get(inside, part) : undefined),
    value,
  );
