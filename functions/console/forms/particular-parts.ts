import { createHash } from "node:crypto";
import type { BodyField } from "../../../shared/contracts/body-fields.ts";
import type { Sent } from "./step-form.ts";

// Texts for papers are entered part by part: a part is a field, or a field of a group, and it is told from the others by its name.

type Said = Readonly<Record<string, unknown>>;
export type Parts = ReadonlyMap<string, unknown>;

/** The names of the parts of a body, in its order. */
export const partNames = (fields: readonly BodyField[]): string[] =>
  fields.flatMap((field) =>
    field.kind === "group" ? field.of.map(({ name }) => `${field.name}.${name}`) : field.name,
  );

/** What a body says, by part. */
export const partsIn = (names: readonly string[], said: Said): Parts =>
  new Map(
    names.flatMap((name): [string, unknown][] => {
      const value = name.split(".").reduce<unknown>((inside, key) => Reflect.get(Object(inside), key), said);
      return value === undefined ? [] : [[name, value]];
    }),
  );

/** The body that says these parts. */
export function bodyWith(parts: Parts): Record<string, unknown> {
  const groups = Map.groupBy([...parts], ([name]) => name.split(".")[0] ?? name);
  return Object.fromEntries(
    [...groups].map(([group, of]) => [
      group,
      of[0]?.[0] === group
        ? of[0][1]
        : Object.fromEntries(of.map(([name, value]) => [name.slice(group.length + 1), value])),
    ]),
  );
}

/** What parts say, as a form would have sent it. */
export function sentFor(fields: readonly BodyField[], said: Said, prefix = ""): Sent {
  return new Map(
    fields.flatMap((field): [string, readonly string[]][] => {
      const value = said[field.name];
      const name = `${prefix}${field.name}`;
      if (value === undefined) return [];
      if (field.kind === "group") return [...sentFor(field.of, Object(value), `${name}.`)];
      if (field.kind === "rows") {
        const rows: unknown[] = Array.isArray(value) ? value : [];
        return rows.flatMap((row, index) => {
          // Of parties each has the row of its number.
          const { party = index + 1 } = Object(row);
          return [...sentFor(field.of, Object(row), `${name}.${party - 1}.`)];
        });
      }
      return [[name, [field.kind === "money" && typeof value === "number" ? yuanIn(value) : String(value)]]];
    }),
  );
}

const yuanIn = (fen: number): string => `${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, "0")}`;

const orderless = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(orderless);
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value)
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([key, inner]) => [key, orderless(inner)]);
};
/** By what two values of a part are told apart; of none as well. */
export const partMark = (value: unknown): string =>
  createHash("sha256")
    .update(JSON.stringify(orderless(value)) ?? "")
    .digest("base64url")
    .slice(0, 16);

/**
 * What became of a form that was filled in while others may have said something: the parts that its person changed, and of those
 * the ones that say something else by now than when the form was opened.
 */
export function comparedParts(
  names: readonly string[],
  { typed, now, was }: { typed: Parts; now: Parts; was: (name: string) => string },
): { changed: string[]; emptied: string[]; overtaken: string[] } {
  const changed = names.filter((name) => typed.has(name) && partMark(typed.get(name)) !== was(name));
  const nothing = partMark(undefined);
  const emptied = names.filter((name) => !typed.has(name) && ![nothing, ""].includes(was(name)));
  const overtaken = [...changed, ...emptied].filter((name) => {
    const present = partMark(now.get(name));
    return present !== was(name) && present !== partMark(typed.get(name));
  });
  return { changed, emptied, overtaken };
}
