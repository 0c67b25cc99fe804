import * as z from "zod";
import { given } from "./given.ts";
import { once } from "./once.ts";
import { isObject, type Json, type JsonObject } from "./provisions.ts";

const scalar = once(() => z.union([z.string(), z.number(), z.boolean()]));
const leafValue = once(() => z.union([scalar(), z.array(scalar()), z.null()]));
type LeafValue = z.infer<ReturnType<typeof leafValue>>;

/** One number, code or list of them that differs; null where it is absent. The article is the one that holds afterwards. */
export const change = once(() =>
  z.strictObject({
    path: z.string(),
    before: leafValue(),
    after: leafValue(),
    article: z.string().exactOptional(),
  }),
);
export type Change = z.infer<ReturnType<typeof change>>;

export type Leaf = { path: string; value: LeafValue; article?: string };

/** Every number, code and list of them in plain data, with its path and the nearest article that stands beside or around it. */
export function leavesOf(value: Json | undefined, path = "", article?: string): Leaf[] {
  if (value === undefined || value === null) return [];
  const leaf = leafValue().safeParse(value);
  if (leaf.success) return [{ path, value: leaf.data, ...(article === undefined ? {} : { article }) }];
  const fields = isObject(value) ? value : {};
  const own = typeof fields["article"] === "string" ? fields["article"] : article;
  const articles = isObject(fields["articles"]) ? fields["articles"] : {};
  const parts: [string, Json | undefined][] = Object.entries(Object(value));
  return parts.flatMap(([key, part]) => {
    const named = articles[key];
    return leavesOf(part, path === "" ? key : `${path}.${key}`, typeof named === "string" ? named : own);
  });
}

/** Whether a path names a source and not a number. */
export const isSource = (path: string): boolean => /(?:^|\.)articles?(?:\.|$)/.test(path);

/**
 * What differs between two pieces of plain data, by path; empty for equal ones. `article` stands for numbers that name
 * none themselves.
 */
export function difference(before: JsonObject, after: JsonObject, article?: string): Change[] {
  const byPath = (data: JsonObject) => new Map(leavesOf(data, "", article).map((leaf) => [leaf.path, leaf]));
  const old = byPath(before);
  const now = byPath(after);
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((path) => {
    const [was, is] = [old.get(path), now.get(path)];
    if (JSON.stringify(was?.value) === JSON.stringify(is?.value)) return [];
    const change = { path, before: was?.value ?? null, after: is?.value ?? null };
    return [{ ...change, ...given("article", is?.article ?? was?.article) }];
  });
}
