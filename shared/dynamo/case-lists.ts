import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import type { Dispute } from "../domain/case.ts";
import { workDueAt } from "../domain/case-clocks.ts";
import { holderOf, isOver } from "../domain/case-state.ts";
import { given } from "../domain/given.ts";
import { gravest } from "../domain/gravest.ts";
import type { StoredCase } from "./case-items.ts";
import { loadCases } from "./case-store.ts";
import { itemsAcross } from "./items-across.ts";
import { caseIdOf, chaseListOf, dueShards, indexes } from "./keys.ts";
import { encodeCursor, queryAll, type Table } from "./table.ts";

export type ListedCase = {
  caseId: string;
  version: number;
  status: string;
  at: string;
  sourceNumbers: string[];
  category: Dispute["category"];
  place?: string;
  holderId?: string;
  dueAt?: string;
};
export type CaseListing = { cases: ListedCase[]; cursor?: string };

/** A case as lists show it; `at` is the moment by which the list is ordered. `reader` sees its own number first. */
export function listedCase({ version, state }: StoredCase, at: string, reader: string): ListedCase {
  const { category, place } = gravest(state);
  const own = state.referrals.filter(({ agencyId }) => agencyId === reader);
  const others = state.referrals.filter(({ agencyId }) => agencyId !== reader);
  return {
    caseId: state.caseId,
    version,
    status: state.status,
    at,
    sourceNumbers: [...own, ...others].map(({ sourceNumber }) => sourceNumber),
    category,
    ...given("place", place),
    ...given("holderId", isOver(state) ? undefined : holderOf(state)),
    ...given("dueAt", isOver(state) ? undefined : workDueAt(state)),
  };
}

/** A page of the cases an organisation sent (newest first) or holds (next due first). */
export async function listCases(
  { client, name }: Table,
  ask: {
    organisationId: string;
    as: "sender" | "holder" | "chaser";
    limit: number;
    startKey?: Record<string, unknown> | undefined;
    /** Reduces a case to the part that the reader may see; without it, the reader sees the whole. */
    seen?: (stored: StoredCase) => Promise<StoredCase>;
  },
): Promise<CaseListing> {
  const index = ask.as === "sender" ? "casesBySender" : "casesByHolder";
  const { partitionKey, sortKey } = indexes[index];
  const partition = ask.as === "chaser" ? chaseListOf(ask.organisationId) : ask.organisationId;
  const { Items = [], LastEvaluatedKey } = await client.send(
    new QueryCommand({
      TableName: name,
      IndexName: index,
      KeyConditionExpression: "#key = :organisation",
      ExpressionAttributeNames: { "#key": partitionKey },
      ExpressionAttributeValues: { ":organisation": partition },
      ScanIndexForward: ask.as !== "sender",
      Limit: ask.limit,
      ExclusiveStartKey: ask.startKey === undefined ? undefined : { ...ask.startKey, [partitionKey]: partition },
    }),
  );
  const keys = Items.map((item) => z.object({ [sortKey]: z.string() }).parse(item)[sortKey] ?? "");
  const found = await loadCases({ client, name }, keys.map(caseIdOf));
  const cursor = encodeCursor(LastEvaluatedKey);
  const { seen = async (stored) => stored } = ask;
  const lines = keys.map(async (key) => {
    const caseId = caseIdOf(key);
    const stored = found.get(caseId);
    if (stored === undefined) return [];
    return [listedCase(await seen(stored), key.slice(0, key.lastIndexOf("#")), ask.organisationId)];
  });
  return {
    cases: (await Promise.all(lines)).flat(),
    ...(cursor === undefined ? {} : { cursor }),
  };
}

/** The ids of all cases that an organisation holds (next due first) or sent (newest first), as the indexes last saw them. */
export async function caseIdsOf(table: Table, organisationId: string): Promise<string[]> {
  const idsIn = async (index: "casesBySender" | "casesByHolder"): Promise<string[]> => {
    const { partitionKey, sortKey } = indexes[index];
    const items = await queryAll(table, {
      IndexName: index,
      KeyConditionExpression: "#key = :organisation",
      ExpressionAttributeNames: { "#key": partitionKey },
      ExpressionAttributeValues: { ":organisation": organisationId },
      ScanIndexForward: index === "casesByHolder",
    });
    return items.map((item) => caseIdOf(z.object({ [sortKey]: z.string() }).parse(item)[sortKey] ?? ""));
  };
  const found = await Promise.all([idsIn("casesByHolder"), idsIn("casesBySender")]);
  return [...new Set(found.flat())];
}

/** How many cases an organisation holds open. */
export async function countOpenCases({ client, name }: Table, organisationId: string): Promise<number> {
  let count = 0;
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        TableName: name,
        IndexName: "casesByHolder",
        KeyConditionExpression: "holder = :holder",
        ExpressionAttributeValues: { ":holder": organisationId },
        Select: "COUNT",
        ExclusiveStartKey,
      }),
    );
    count += page.Count ?? 0;
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return count;
}

/**
 * The ids of cases on which something fell due at or before an instant, the earliest first. What fits into one page is asked of
 * all shards in one call. More comes in pages of at most so many, shared equally by the shards that have more, so that no
 * county keeps another waiting. A page goes on where the one before ended, so what stays due does not come again.
 */
export async function* duePages(table: Table, now: string, limit: number): AsyncGenerator<string[]> {
  const all = await itemsAcross(table, "dueNext", dueShards, ["<=", lastDueAt(now)]);
  if (all !== undefined && all.length <= limit) {
    yield all.map(dueKey).sort().map(caseIdOf);
    return;
  }
  let open: DueShard[] = dueShards.map((shard) => ({ shard, keys: [] }));
  while (open.length > 0) {
    const share = Math.floor(limit / open.length);
    const pages = await Promise.all(open.map((shard) => duePage(table, now, share, shard)));
    yield pages
      .flatMap(({ keys }) => keys)
      .sort()
      .map(caseIdOf);
    open = pages.filter(({ startKey }) => startKey !== undefined);
  }
}

/** "$" sorts right after "#", so that everything due at this very instant is included. */
const lastDueAt = (now: string): string => `${now}$`;
const dueKey = (item: unknown): string => z.object({ dueAt: z.string() }).parse(item).dueAt;

type DueShard = { shard: string; keys: string[]; startKey?: Record<string, unknown> };

async function duePage(
  { client, name }: Table,
  now: string,
  limit: number,
  { shard, startKey }: DueShard,
): Promise<DueShard> {
  const { Items = [], LastEvaluatedKey } = await client.send(
    new QueryCommand({
      TableName: name,
      IndexName: "dueNext",
      KeyConditionExpression: "dueShard = :shard AND dueAt <= :now",
      ExpressionAttributeValues: { ":shard": shard, ":now": lastDueAt(now) },
      Limit: limit,
      ExclusiveStartKey: startKey,
    }),
  );
  const keys = Items.map(dueKey);
  return { shard, keys, ...(LastEvaluatedKey === undefined ? {} : { startKey: LastEvaluatedKey }) };
}

/** The ids, in their order, of the cases with a running clock in one shard of the due index, whenever that falls due. */
export async function casesWithClocks(table: Table, shard: string): Promise<string[]> {
  const items = await queryAll(table, {
    IndexName: "dueNext",
    KeyConditionExpression: "dueShard = :shard",
    ExpressionAttributeValues: { ":shard": shard },
  });
  const keys = z.array(z.object({ dueAt: z.string() })).parse(items);
  return keys.map(({ dueAt }) => caseIdOf(dueAt)).sort();
}
