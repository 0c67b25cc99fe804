import { globSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { eventKinds, eventTypes } from "../../shared/domain/events.ts";
import { asked, callerVerbs } from "../../shared/domain/verbs.ts";

// A schema that takes nothing, or that has a bound the wrong way round, is found here whichever it is.

const root = join(import.meta.dirname, "../..");
const modules = await Promise.all(
  globSync("shared/domain/**/*.ts", { cwd: root }).map(async (file): Promise<[string, object]> => {
    return [file, await import(/* @vite-ignore */ join(root, file))];
  }),
);

function allSchemas(): Map<string, z.ZodType> {
  const schemas = new Map<string, z.ZodType>();
  for (const name of callerVerbs) schemas.set(`body of ${name}`, asked[name].body());
  for (const type of eventTypes) schemas.set(type, eventKinds[type].data());
  for (const [file, exported] of modules) {
    for (const [name, make] of Object.entries(exported)) {
      // Each of these events is there by itself already.
      if (typeof make !== "function" || make.length > 0 || name === "newEvent") continue;
      const made: unknown = Reflect.apply(make, undefined, []);
      if (made instanceof z.ZodType) schemas.set(`${file} ${name}`, made);
    }
  }
  return schemas;
}

type Node = Readonly<Record<string, unknown>>;
/** The schema and all schemas in it, each with the way to it. */
function nodesIn(at: string, value: unknown): [string, Node][] {
  if (typeof value !== "object" || value === null) return [];
  const node: Node = Object.fromEntries(Object.entries(value));
  return [[at, node], ...Object.entries(node).flatMap(([key, part]) => nodesIn(`${at}/${key}`, part))];
}
const allNodes = () =>
  [...allSchemas()].flatMap(([name, schema]) =>
    (["input", "output"] as const).flatMap((io) =>
      nodesIn(name, z.toJSONSchema(schema, { io, unrepresentable: "any" })),
    ),
  );
const where = (isOdd: (node: Node) => boolean): string[] => [
  ...new Set(
    allNodes()
      .filter(([, node]) => isOdd(node))
      .map(([at]) => at),
  ),
];
const lessThan = (bound: unknown, least: number): boolean => typeof bound === "number" && bound < least;

describe("the schemas of the domain", () => {
  it("are found", () => {
    expect(allSchemas().size).toBeGreaterThan(250);
    expect(allNodes().length).toBeGreaterThan(15_000);
  });

  it("have fields wherever they are of an object, but for events that say nothing beside their name", () => {
    const empty = where(
      ({ type, properties, propertyNames }) =>
        type === "object" && propertyNames === undefined && Object.keys(Object(properties)).length === 0,
    );
    expect(empty).toEqual(["routing.requested", "mediation.started", "case.erased"]);
  });

  it("name codes, and none of them is empty", () => {
    const isEmpty = (code: unknown): boolean => code === "";
    const odd = where(
      ({ enum: codes, const: code }) =>
        isEmpty(code) || (Array.isArray(codes) && (codes.length === 0 || codes.some(isEmpty))),
    );
    expect(odd).toEqual([]);
  });

  it("take more than one letter, more than one of a list, and numbers above one", () => {
    const odd = where(
      ({ type, maxLength, maxItems, maximum, minimum }) =>
        lessThan(maxLength, 2) ||
        lessThan(maxItems, 2) ||
        (type === "integer" && lessThan(maximum, 2) && minimum !== undefined),
    );
    expect(odd).toEqual([]);
  });

  it("ask for no long text, for no long list, and for no great number without an end", () => {
    const odd = where(({ minLength, minItems }) => !lessThan(minLength ?? 0, 17) || !lessThan(minItems ?? 0, 3));
    expect(odd).toEqual([]);
    const endless = where(
      ({ type, minimum, maximum }) =>
        type === "integer" && maximum === Number.MAX_SAFE_INTEGER && !lessThan(minimum, 3),
    );
    expect(endless).toEqual([]);
  });
});
