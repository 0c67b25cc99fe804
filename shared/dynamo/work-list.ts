import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { once } from "../domain/once.ts";
import { caseIdOf, indexes, owedListOf } from "./keys.ts";
import { encodeCursor, queryAll, type Table } from "./table.ts";

// The duties of an organisation lie in two partitions of one index: the cases that it holds, and its duties on others.

const { partitionKey, sortKey } = indexes.casesByHolder;
const keyFields = () => ({ pk: z.string(), sk: z.string(), [partitionKey]: z.string(), [sortKey]: z.string() });
const keyInIndex = once(() => z.strictObject(keyFields()));
const indexed = once(() => z.object(keyFields()));
type KeyInIndex = Readonly<Record<string, string>>;

/** Where each of the two goes on: behind a key, from its beginning (absent), or not at all (null). */
export const workPlace = once(() => z.strictObject({ held: keyInIndex().nullish(), owed: keyInIndex().nullish() }));
export type WorkPlace = z.infer<ReturnType<typeof workPlace>>;

/** One entry of the work list: a case, by when the first thing on it is to be done. */
export type WorkKey = { caseId: string; at: string };

const partitionsOf = (organisationId: string) => ({ held: organisationId, owed: owedListOf(organisationId) });
type Part = keyof ReturnType<typeof partitionsOf>;
const parts: readonly Part[] = ["held", "owed"];

const entryOf = (key: KeyInIndex): WorkKey => {
  const text = key[sortKey] ?? "";
  return { caseId: caseIdOf(text), at: text.slice(0, text.lastIndexOf("#")) };
};

/** The next entries of an organisation's work list, the first due first, and where it goes on; without that it ends. */
export async function pageOfWork(
  table: Table,
  organisationId: string,
  { limit, from }: { limit: number; from: WorkPlace },
): Promise<{ entries: WorkKey[]; next?: WorkPlace }> {
  const partitions = partitionsOf(organisationId);
  const pages = await Promise.all(
    parts.map(async (part) => {
      const start = from[part];
      if (start === null) return { part, keys: [], isLast: true };
      return { part, ...(await pageOf(table, partitions[part], start, limit)) };
    }),
  );
  const merged = pages
    .flatMap(({ part, keys }) => keys.map((key) => ({ part, key })))
    .toSorted((one, other) => (one.key[sortKey] ?? "").localeCompare(other.key[sortKey] ?? ""));
  const taken = merged.slice(0, limit);
  const next = Object.fromEntries(
    pages.map(({ part, keys, isLast }) => {
      const mine = taken.filter((one) => one.part === part);
      const isDone = isLast && mine.length === keys.length;
      return [part, isDone ? null : (mine.at(-1)?.key ?? from[part])];
    }),
  );
  const entries = taken.map(({ key }) => entryOf(key));
  return parts.every((part) => next[part] === null) ? { entries } : { entries, next: workPlace().parse(next) };
}

async function pageOf(
  { client, name }: Table,
  partition: string,
  start: KeyInIndex | undefined,
  limit: number,
): Promise<{ keys: KeyInIndex[]; isLast: boolean }> {
  const { Items = [], LastEvaluatedKey } = await client.send(
    new QueryCommand({
      TableName: name,
      IndexName: "casesByHolder",
      KeyConditionExpression: "holder = :holder",
      ExpressionAttributeValues: { ":holder": partition },
      Limit: limit,
      // A caller that sends a cursor of another's list gets its own.
      ExclusiveStartKey: start === undefined ? undefined : { ...start, [partitionKey]: partition },
    }),
  );
  return { keys: z.array(indexed()).parse(Items), isLast: LastEvaluatedKey === undefined };
}

export const encodeWorkCursor = (next: WorkPlace | undefined): string | undefined => encodeCursor(next);

/** All entries of an organisation's work list, by keys alone. */
export async function allWork(table: Table, organisationId: string): Promise<WorkKey[]> {
  const partitions = partitionsOf(organisationId);
  const found = await Promise.all(
    parts.map((part) =>
      queryAll(table, {
        IndexName: "casesByHolder",
        KeyConditionExpression: "holder = :holder",
        ExpressionAttributeValues: { ":holder": partitions[part] },
      }),
    ),
  );
  return z
    .array(indexed())
    .parse(found.flat())
    .map(entryOf)
    .toSorted((one, other) => one.at.localeCompare(other.at));
}
