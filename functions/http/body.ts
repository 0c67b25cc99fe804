import type { HonoRequest } from "hono";
import type * as z from "zod";
import { fieldErrorsOf, pointer } from "../../shared/contracts/field-errors.ts";
import type { TwofoldError } from "../../shared/contracts/field-texts.ts";
import { faultOf, withoutBidi } from "../../shared/domain/text.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import type { Language } from "../../shared/words/language.ts";
import { preferred } from "./accept-language.ts";
import { withoutEmptyLists } from "./empty-lists.ts";

const bytesAtMost = 256 * 1024;

/** The language a caller asks for; English unless it prefers Chinese. */
export const languageOf = (request: HonoRequest): Language => preferred(request.header("accept-language"), "en");

/**
 * The JSON of a request. Throws `body-too-large`, `wrong-content-type` or `invalid-json`. Nothing sent counts as {}, and so does null:
 * generated clients of Java and Go send it for a body that is left out.
 */
export async function readJson(request: Request): Promise<unknown> {
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength > bytesAtMost)
    throw new Problem("body-too-large", { members: { bytes: bytes.byteLength, bytesAtMost } });
  if (bytes.byteLength === 0) return {};
  const contentType = request.headers.get("content-type") ?? "";
  if (!/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(contentType)) throw new Problem("wrong-content-type");
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes), wellFormed) ?? {};
  } catch (error) {
    throw new Problem("invalid-json", {}, { cause: error });
  }
}

/**
 * JSON can spell half a character ("\\ud800"), which no other part of the platform could store or sign. A name is refused here
 * too where it would not be read as it is written, so that no answer repeats it.
 */
function wellFormed(key: string, value: unknown): unknown {
  if (typeof value === "string" && !value.isWellFormed()) throw new SyntaxError("a lone surrogate is no character");
  // Schemas pass over this name, and an object that is put together again would take it for what it is made of.
  if (key === "__proto__" || (key !== "" && (faultOf(key) !== undefined || withoutBidi(key) !== key))) {
    throw new SyntaxError("no name of a field is like this");
  }
  return value;
}

/**
 * The value as the platform takes it: without the controls that turn the direction of text. Each text in it that holds control
 * characters, or nothing that can be seen, is a fault.
 */
function readTexts(value: unknown, path: readonly PropertyKey[] = []): { value: unknown; faults: TwofoldError[] } {
  if (typeof value === "string") {
    const code = faultOf(value);
    const faults = code === undefined ? [] : [{ path: pointer(path), code, message: code }];
    return { value: withoutBidi(value), faults };
  }
  if (typeof value !== "object" || value === null) return { value, faults: [] };
  const read = Object.entries(value).map(([key, part]) => [key, readTexts(part, [...path, key])] as const);
  const faults = read.flatMap(([, part]) => part.faults);
  if (Array.isArray(value)) return { value: read.map(([, part]) => part.value), faults };
  return { value: Object.fromEntries(read.map(([key, part]) => [key, part.value])), faults };
}

/** What the schema makes of the value. Throws a problem that names every offending field. */
export function parseOrRefuse<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  code: "invalid-body" | "invalid-parameters",
  language: Language,
): z.output<Schema> {
  const read = readAs(schema, value, language);
  if (read.errors === undefined) return read.data;
  // A parameter goes by its name, a field of the body by the pointer to it.
  throw new Problem(code, { errors: code === "invalid-body" ? read.errors : read.errors.map(named) });
}

type ReadAs<Schema extends z.ZodType> = { data: z.output<Schema>; errors?: undefined } | { errors: TwofoldError[] };

/** What the schema makes of the value, or every offending field with what it accepts, in words of the language. */
export function readAs<Schema extends z.ZodType>(schema: Schema, value: unknown, language: Language): ReadAs<Schema> {
  const { value: read, faults } = readTexts(value);
  const parsed = schema.safeParse(withoutEmptyLists(schema, read));
  if (parsed.success && faults.length === 0) return { data: parsed.data };
  const issues = parsed.success ? [] : parsed.error.issues;
  const said = issues.flatMap((issue) => fieldErrorsOf(issue, read, language));
  return { errors: [...faults, ...said.filter(({ path }) => !faults.some((fault) => fault.path === path))] };
}

const named = ({ path, ...error }: TwofoldError): TwofoldError => ({ path: path.slice(1), ...error });
