import { globSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { eventKinds } from "../../shared/domain/events.ts";
import { asked, callerVerbs } from "../../shared/domain/verbs.ts";

// Words are data, in some hundred places: what holds of all of them is asked of all of them here.

type Found = { at: string; value: unknown };

const root = join(import.meta.dirname, "../..");
const modules = globSync("shared/domain/**/*.ts", { cwd: root }).toSorted();
const found: Found[] = [];
/** What can be called with nothing, most of all the schemas. */
const makers: { at: string; make: () => unknown }[] = [];
for (const file of modules) {
  const exported: Record<string, unknown> = await import(/* @vite-ignore */ join(root, file));
  for (const [name, value] of Object.entries(exported)) {
    found.push(...within({ at: `${file} ${name}`, value }));
    if (typeof value === "function" && value.length === 0) {
      makers.push({ at: `${file} ${name}`, make: () => Reflect.apply(value, undefined, []) });
    }
  }
}

/** A value and all that it is made of, as far as it is data. */
function within({ at, value }: Found, depth = 0): Found[] {
  if (typeof value !== "object" || value === null || value instanceof z.core.$ZodType || depth > 12) return [];
  const parts = Object.entries(value);
  return [{ at, value }, ...parts.flatMap(([key, part]) => within({ at: `${at}.${key}`, value: part }, depth + 1))];
}

type Label = { zh: string; en: string };
const isLabel = (value: unknown): value is Label =>
  typeof value === "object" && value !== null && "zh" in value && typeof value.zh === "string" && "en" in value;

/** Tables of labels: each of their lines has one. */
const tables = found.flatMap(({ at, value }) => {
  const lines = Object.values(Object(value));
  return lines.length > 1 && lines.every(isLabel) ? [{ at, lines }] : [];
});

describe("the words of the domain", () => {
  it("are said in both languages, each in its own", () => {
    const labels = found.filter(({ value }) => isLabel(value));
    expect(labels.length).toBeGreaterThan(400);
    const odd = labels.filter(
      ({ value }) =>
        !isLabel(value) || !/\p{Script=Han}/u.test(value.zh) || !/^[A-Za-z][\x20-\x7e–’…]*$/.test(value.en),
    );
    expect(odd).toEqual([]);
  });

  it("are given to each step and to each event, each its own", () => {
    const steps = callerVerbs.map((name) => asked[name].words);
    const events = Object.values(eventKinds).map(({ words }) => words);
    for (const words of [steps, events]) {
      expect(words.filter((one) => !isLabel(one))).toEqual([]);
      expect(new Set(words.map(({ zh }) => zh)).size).toBe(words.length);
      expect(new Set(words.map(({ en }) => en)).size).toBe(words.length);
    }
  });

  it("say who is told of an event, and what follows from a step where that is told beforehand", () => {
    const who = Object.values(eventKinds).map(({ told }) => told.who);
    const foretold = callerVerbs.flatMap((name) => asked[name].manners.foretells ?? []);
    expect([...who, ...foretold].filter((words) => !isLabel(words))).toEqual([]);
    expect(foretold.length).toBeGreaterThan(5);
  });

  it("tell the lines of a table apart", () => {
    expect(tables.length).toBeGreaterThan(25);
    const alike = tables.filter(({ lines }) =>
      (["zh", "en"] as const).some((language) => new Set(lines.map((line) => line[language])).size < lines.length),
    );
    expect(alike.map(({ at }) => at)).toEqual([]);
  });

  it("describe a field of a schema or say nothing of it", () => {
    const schemas = [
      ...callerVerbs.map((name) => ({ at: name, schema: asked[name].body() })),
      ...makers.flatMap(({ at, make }) => {
        const schema: unknown = make();
        return schema instanceof z.ZodType ? [{ at, schema }] : [];
      }),
    ];
    const described = schemas.flatMap(({ at, schema }) =>
      within({ at, value: z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) }),
    );
    const descriptions = described.flatMap(({ at, value }) => {
      const { description } = Object(value);
      return typeof description === "string" ? [{ at, description }] : [];
    });
    expect(descriptions.length).toBeGreaterThan(200);
    expect(descriptions.filter(({ description }) => description.length < 7)).toEqual([]);
  });
});

describe("the sources of the law", () => {
  it("are named wherever one can be", () => {
    const cited = found.flatMap(({ at, value }) => {
      const { article } = Object(value);
      return article === undefined ? [] : [{ at, article }];
    });
    expect(cited.length).toBeGreaterThan(50);
    expect(
      cited.filter(({ article }) => !/^(house|.*(第\d+条|\d{4}〕|号|规定|办法|意见|法).*)$/.test(String(article))),
    ).toEqual([]);
  });
});
