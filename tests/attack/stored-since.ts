import { isDeepStrictEqual } from "node:util";
import type { Platform } from "../../infra/local/platform.ts";
import { type Item, storedButQuotas } from "../support/stored.ts";
import { unwantedIn } from "./judges.ts";

/** What stands in the table otherwise than before, in words. */
export async function storedSince(platform: Platform, before: readonly Item[]): Promise<string[]> {
  const named = ({ pk, sk }: Item) => `${pk} ${sk}`;
  const known = new Map(before.map((item) => [named(item), item]));
  const after = await storedButQuotas(platform);
  const here = new Set(after.map(named));
  return [
    ...before.filter((item) => !here.has(named(item))).map((item) => `gone: ${named(item)}`),
    ...after
      .filter((item) => !isDeepStrictEqual(item, known.get(named(item))))
      .map((item) => `stored: ${named(item)}, with ${unwantedIn(item) ?? "no"} text that may not enter`),
  ];
}
