import { isDeepStrictEqual } from "node:util";
import { replay } from "../domain/events.ts";
import { logOf } from "../dynamo/access-store.ts";
import { readCase, readEvent } from "../dynamo/case-items.ts";
import { brokenLinks } from "../dynamo/event-chain.ts";
import { caseKey, eventKey, logHeadKey } from "../dynamo/keys.ts";
import { follow } from "../dynamo/linked-entries.ts";
import { readingsOf } from "../dynamo/reading-store.ts";
import { queryAll, type Table } from "../dynamo/table.ts";

/** What is found when a chain is followed link by link; `brokenAt` is the first place that does not hold. */
export type Verified = {
  whole: boolean;
  length: number;
  head: string;
  brokenAt?: number;
  why?: "link" | "end" | "state" | "reading";
};

/**
 * Follows the history of a case as it is stored: each line by its hash and the one before, the last by what the case names as its
 * head, the state of the case by what the history makes of it; and who read its parties and papers. Undefined when there is no such case.
 */
export async function verifyCase(table: Table, caseId: string): Promise<Verified | undefined> {
  return followCase(caseId, await itemsUnder(table, caseKey(caseId).pk));
}

/** Follows the log of an organisation in the same way. */
export async function verifyLog(table: Table, organisationId: string): Promise<Verified> {
  return followLog(organisationId, await itemsUnder(table, logHeadKey(organisationId).pk));
}

type Items = readonly Record<string, unknown>[];

/** The same over the items of a case as they are stored, in the order of their keys. */
export function followCase(caseId: string, items: Items): Verified | undefined {
  const held = items.find(({ sk }) => sk === caseKey(caseId).sk);
  if (held === undefined) return undefined;
  const { version, head, state } = readCase(held);
  const events = items.filter(({ sk }) => String(sk).startsWith("EVENT#"));
  const found = { length: events.length, head };
  const broken = (brokenAt: number, why: NonNullable<Verified["why"]>): Verified => ({
    whole: false,
    ...found,
    brokenAt,
    why,
  });
  const misplaced = events.findIndex(({ sk }, at) => sk !== eventKey(caseId, at + 1).sk);
  const [brokenAt] = [...brokenLinks(caseId, events), ...(misplaced < 0 ? [] : [misplaced + 1])].sort((a, b) => a - b);
  if (brokenAt !== undefined) return broken(brokenAt, "link");
  const history = events.map(readEvent);
  const last = history.at(-1);
  if (last?.sequence !== version || last.hash !== head) return broken(events.length + 1, "end");
  if (!isDeepStrictEqual(replay(history), state)) return broken(version, "state");
  const [missing] = follow(readingsOf(caseId), items.filter(isOfReadings)).broken;
  return missing === undefined ? { whole: true, ...found } : broken(missing, "reading");
}

const isOfReadings = ({ sk }: Items[number]): boolean => String(sk).startsWith("READ");

function followLog(organisationId: string, items: Items): Verified {
  const { length, head, broken } = follow(logOf(organisationId), items);
  const [brokenAt] = broken;
  if (brokenAt === undefined) return { whole: true, length, head };
  return { whole: false, length, head, brokenAt, why: brokenAt > length ? "end" : "link" };
}

const itemsUnder = (table: Table, pk: string): Promise<Record<string, unknown>[]> =>
  queryAll(table, {
    KeyConditionExpression: "pk = :pk",
    ExpressionAttributeValues: { ":pk": pk },
    ConsistentRead: true,
  });
