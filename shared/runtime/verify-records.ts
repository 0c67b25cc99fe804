import { isDeepStrictEqual } from "node:util";
import { replay } from "../domain/events.ts";
import { brokenEntries } from "../dynamo/access-store.ts";
import { readCase, readEvent } from "../dynamo/case-items.ts";
import { brokenLinks } from "../dynamo/event-chain.ts";
import { caseKey, logHeadKey } from "../dynamo/keys.ts";
import { queryAll, type Table } from "../dynamo/table.ts";

/** What is found when a chain is followed link by link; `brokenAt` is the first place that does not hold. */
export type Verified = {
  whole: boolean;
  length: number;
  head: string;
  brokenAt?: number;
  why?: "link" | "end" | "state";
};

/**
 * Follows the history of a case as it is stored: each line by its hash and the one before, the last by what the case names as its
 * head, and the state of the case by what the history makes of it. Undefined when there is no such case.
 */
export async function verifyCase(table: Table, caseId: string): Promise<Verified | undefined> {
  const items = await itemsUnder(table, caseKey(caseId).pk);
  const held = items.find(({ sk }) => sk === caseKey(caseId).sk);
  if (held === undefined) return undefined;
  const { version, head, state } = readCase(held);
  const events = items.filter(({ sk }) => String(sk).startsWith("EVENT#"));
  const [brokenAt] = brokenLinks(caseId, events);
  const found = { length: events.length, head };
  if (brokenAt !== undefined) return { whole: false, ...found, brokenAt, why: "link" };
  const history = events.map(readEvent);
  const last = history.at(-1);
  if (last?.sequence !== version || last.hash !== head || history.some(({ sequence }, at) => sequence !== at + 1)) {
    return { whole: false, ...found, brokenAt: events.length + 1, why: "end" };
  }
  if (!isDeepStrictEqual(replay(history), state)) return { whole: false, ...found, brokenAt: version, why: "state" };
  return { whole: true, ...found };
}

/** Follows the log of an organisation in the same way. */
export async function verifyLog(table: Table, organisationId: string): Promise<Verified> {
  const { pk, sk } = logHeadKey(organisationId);
  const items = await itemsUnder(table, pk);
  const entries = items.filter((item) => item["sk"] !== sk);
  const [brokenAt] = brokenEntries(organisationId, items);
  const head = String(entries.at(-1)?.["hash"] ?? "");
  const found = { length: entries.length, head };
  if (brokenAt === undefined) return { whole: true, ...found };
  return { whole: false, ...found, brokenAt, why: brokenAt > entries.length ? "end" : "link" };
}

const itemsUnder = (table: Table, pk: string): Promise<Record<string, unknown>[]> =>
  queryAll(table, {
    KeyConditionExpression: "pk = :pk",
    ExpressionAttributeValues: { ":pk": pk },
    ConsistentRead: true,
  });
