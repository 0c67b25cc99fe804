import { describe, expect, it } from "vitest";
import * as z from "zod";
import { parseOrRefuse } from "../../functions/http/body.ts";
import { inWords } from "../../shared/contracts/field-texts.ts";
import { acceptedTexts, sayIssue } from "../../shared/contracts/issue-texts.ts";
import type { Route } from "../../shared/contracts/route.ts";
import { routes } from "../../shared/contracts/routes.ts";
import { Problem } from "../../shared/runtime/problem.ts";

type Schema = z.core.$ZodType;
const languages = ["en", "zh"] as const;
/** What no reader should meet: a regular expression, and what the library says by itself. */
const bare = /\/\^|\\d|\\p|\[\^|pattern|regex|正则|Invalid|expected|无效|期望/;

/** Every schema inside a schema, each once. */
function inside(schema: Schema, seen = new Set<Schema>()): Set<Schema> {
  // A rule is no schema of its own: it runs only where its schema fits.
  if (seen.has(schema) || schema._zod.def.type === "custom") return seen;
  seen.add(schema);
  for (const value of Object.values(schema._zod.def)) for (const part of schemasIn(value)) inside(part, seen);
  return seen;
}

function schemasIn(value: unknown): Schema[] {
  if (value instanceof z.core.$ZodType) return [value];
  if (Array.isArray(value)) return value.flatMap(schemasIn);
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return [];
  return Object.values(value).flatMap(schemasIn);
}

const asked = Object.entries<Route>(routes).flatMap(([id, { params, query, body }]) =>
  Object.entries({ params: params(), query: query(), body: body() }).map(([part, schema]) => ({ id, part, schema })),
);
/** Values of every type, none of which a field with rules accepts all. */
const wrong: unknown[] = [
  "!",
  "",
  "\u200B",
  "x".repeat(5000),
  -1,
  1.5,
  1e300,
  Number.NaN,
  true,
  null,
  [],
  Array.from({ length: 101 }, () => "!"),
  {},
  { nobody: 1 },
  undefined,
];

function issuesOf(schema: Schema, value: unknown): z.core.$ZodIssue[] {
  const parsed = z.safeParse(schema, value);
  return parsed.success ? [] : parsed.error.issues;
}

describe.each(asked)("$part of $id", ({ schema }) => {
  it("says of every refused value in words, in both languages, what is accepted", () => {
    const issues = [...inside(schema)].flatMap((part) => wrong.flatMap((value) => issuesOf(part, value)));
    for (const language of languages) {
      const said = issues.map((issue) => {
        const code = issue.code === "custom" ? String(issue.params?.["code"] ?? issue.message) : issue.code;
        const { message } = inWords({ path: "", code, message: sayIssue(issue, language) }, language);
        return `${message} <- ${issue.code}`;
      });
      expect(said.filter((text) => bare.test(text.replace(/ <- .*/, "")) || text.startsWith(" <-"))).toEqual([]);
      // A code alone is no sentence.
      expect(said.filter((text) => /^[a-z-]+ <-/.test(text))).toEqual([]);
      if (language === "zh") expect(said.filter((text) => !/[\u4e00-\u9fff]/.test(text))).toEqual([]);
    }
  });
});

describe("every pattern of the API", () => {
  it("has a name under which it is said in words", () => {
    const unnamed = asked.flatMap(({ id, schema }) =>
      [...inside(schema)].flatMap((part) => {
        const { checks = [] } = part._zod.def;
        return checks.flatMap(({ _zod: { def } }) => {
          if (!("format" in def) || def["format"] !== "regex") return [];
          const said = typeof def.error === "function" ? Reflect.apply(def.error, undefined, [{}]) : undefined;
          return typeof said === "string" && said in acceptedTexts
            ? []
            : [`${id} ${String(Reflect.get(def, "pattern"))}`];
        });
      }),
    );
    expect(unnamed).toEqual([]);
  });
});

describe("a refused field", () => {
  const refused = (schema: z.ZodType, value: unknown, language: (typeof languages)[number]) => {
    try {
      return parseOrRefuse(schema, value, "invalid-body", language);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return error.extras.errors?.map((one) => inWords(one, language).message);
    }
  };

  it("has bounds with their units, and tells which side is left out", () => {
    const schema = z.strictObject({ text: z.string().min(2), list: z.array(z.int()).max(1), less: z.number().lt(3) });
    const value = { text: "x", list: [1, 2], less: 3 };
    expect(refused(schema, value, "en")).toEqual([
      "This must have at least 2 characters.",
      "This must have at most 1 entries.",
      "This must be at most 3 (not included).",
    ]);
    expect(refused(schema, value, "zh")).toEqual(["须不少于 2 个字。", "须不超过 1 项。", "须不超过 3（不含）。"]);
  });

  it("has the values there are, and how a value would be written", () => {
    expect(refused(z.strictObject({ a: z.enum(["x", "y"]) }), { a: "z" }, "en")).toEqual(["One of: x, y."]);
    const court = routes.submitReferral.body();
    const body = {
      channel: "court_before_docketing",
      sourceNumber: "〔2026〕浙0483民诉前调7号",
      dispute: { category: "02", summary: "样例" },
      parties: [],
    };
    const parties = ["applicant", "respondent"].map((side) => ({ side, kind: "natural_person", name: "样例" }));
    expect(refused(court, { ...body, parties }, "zh")).toEqual([
      "法院案号的年份使用圆括号。应写作：（2026）浙0483民诉前调7号",
    ]);
    expect(refused(court, { ...body, parties }, "en")).toEqual([
      "A court case number has round brackets around its year. Write: （2026）浙0483民诉前调7号",
    ]);
  });

  it("is said in words whatever the kind of fault", () => {
    const schema = z.strictObject({
      multiple: z.number().multipleOf(5),
      keyed: z.record(z.string().max(1), z.number()),
      either: z.union([z.string(), z.boolean()]),
      mail: z.email(),
      day: z.nan(),
    });
    const value = { multiple: 3, keyed: { long: 1 }, either: 1, mail: "x", day: 1, more: 1 };
    for (const language of languages) {
      for (const text of [refused(schema, value, language) ?? []].flat()) expect(text).not.toMatch(bare);
    }
  });
});
