import { isDeepStrictEqual } from "node:util";
import { replay } from "../domain/events.ts";
import { brokenEntries } from "../dynamo/access-store.ts";
import { readCase, readEvent } from "../dynamo/case-items.ts";
import { brokenLinks } from "../dynamo/event-chain.ts";
import { caseKey, eventKey, logHeadKey } from "../dynamo/keys.ts";
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
  return isDeepStrictEqual(replay(history), state) ? { whole: true, ...found } : broken(version, "state");
}

function followLog(organisationId: string, items: Items): Verified {
  const entries = items.filter(({ sk }) => sk !== logHeadKey(organisationId).sk);
  const [brokenAt] = brokenEntries(organisationId, items);
  const found = { length: entries.length, head: String(entries.at(-1)?.["hash"] ?? "") };
  if (brokenAt === undefined) return { whole: true, ...found };
  return { whole: false, ...found, brokenAt, why: brokenAt > entries.length ? "end" : "link" };
}

const itemsUnder = (table: Table, pk: string): Promise<Record<string, unknown>[]> =>
  queryAll(table, {
    KeyConditionExpression: "pk = :pk",
    ExpressionAttributeValues: { ":pk": pk },
    ConsistentRead: true,
  });
