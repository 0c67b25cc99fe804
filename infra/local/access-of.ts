import { queueNameOf } from "./aws-calls.ts";
import { isRecord } from "./intrinsics.ts";
import { selectedBy } from "./select-statement.ts";

/**
 * What a call looks into, in a few words that are alike for all calls of one access pattern: the index, the beginnings of the
 * keys up to their first `#`, or the queue. Empty where the call names none of these.
 */
export function accessOf(body: Record<string, unknown>): string {
  const { QueueUrl, IndexName, Key, Item, RequestItems, TransactItems, Statement, ExpressionAttributeValues } = body;
  if (QueueUrl !== undefined) return queueNameOf(String(QueueUrl));
  if (Statement !== undefined) return selectedBy(Statement)?.index ?? "";
  if (IndexName !== undefined) return String(IndexName);
  if (isRecord(RequestItems)) return together(Object.values(RequestItems).flatMap(keysOf));
  if (TransactItems !== undefined) return "";
  return keyWords(Key ?? Item ?? ExpressionAttributeValues);
}

const keysOf = (asked: unknown): unknown[] => (isRecord(asked) && Array.isArray(asked["Keys"]) ? asked["Keys"] : []);

const together = (keys: readonly unknown[]): string => [...new Set(keys.map(keyWords))].sort().join(" + ");

/** Only what looks like a key word is told: the rest of an item may be long, or about people. */
function keyWords(attributes: unknown): string {
  const values = isRecord(attributes) ? Object.values(attributes) : [];
  const words = values.map((value) => /^[A-Z]+(?=#|$)/.exec(isRecord(value) ? String(value["S"]) : "")?.[0]);
  return [...new Set(words.filter((word) => word !== undefined))].slice(0, 2).join("/");
}
