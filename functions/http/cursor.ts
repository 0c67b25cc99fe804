import * as z from "zod";
import { Problem } from "../../shared/runtime/problem.ts";

/** The engine's key inside a cursor of that index. Throws `invalid-cursor` when it is not one of ours. */
export function startKeyOf(
  cursor: string | undefined,
  { partitionKey, sortKey }: { partitionKey: string; sortKey: string },
): Record<string, string> | undefined {
  if (cursor === undefined) return undefined;
  const text = z.string().max(300);
  const startKey = z.strictObject({ pk: text, sk: text, [partitionKey]: text, [sortKey]: text });
  try {
    return startKey.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch (cause) {
    throw new Problem("invalid-cursor", {}, { cause });
  }
}

/** The sort key inside the cursor of a list within one partition, which begins with one of these. Throws `invalid-cursor` when it is not one of ours. */
export function keyIn(cursor: string | undefined, ...begins: readonly string[]): string | undefined {
  if (cursor === undefined) return undefined;
  const key = Buffer.from(cursor, "base64url").toString("utf8");
  if (begins.some((one) => key.startsWith(one))) return key;
  throw new Problem("invalid-cursor");
}
export const cursorOf = (key: string | undefined): string | undefined =>
  key === undefined ? undefined : Buffer.from(key).toString("base64url");
