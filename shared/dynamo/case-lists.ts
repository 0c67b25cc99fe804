import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import type { Dispute } from "../domain/case.ts";
import { type CaseCard, cardOf, referralsFor } from "../domain/case-card.ts";
import { workDueAt } from "../domain/case-clocks.ts";
import { type CaseStatus, holderOf, isOver } from "../domain/case-state.ts";
import { given } from "../domain/given.ts";
import { gravest } from "../domain/gravest.ts";
import type { StoredCase } from "./case-items.ts";
import { loadCases } from "./case-store.ts";
import { dueKeyPages } from "./due-keys.ts";
import { caseIdOf, chaseListOf, dueShards, endedListOf, indexes, openIn } from "./keys.ts";
import { encodeCursor, queryAll, type Table } from "./table.ts";

export type ListedCase = CaseCard & {
  caseId: string;
  version: number;
  status: CaseStatus;
  at: string;
  sourceNumbers: string[];
  category: Dispute["category"];
  place?: string;
  holderId?: string;
  endedWithId?: string;
  dueAt?: string;
};
export type CaseListing = { cases: ListedCase[]; cursor?: string };

/** A case as lists show it; `at` is the moment by which the list is ordered. `reader` sees its own number first. */
export function listedCase({ version, state }: StoredCase, at: string, reader: string): ListedCase {
  const { category, place } = gravest(state);
  return {
    caseId: state.caseId,
    version,
    status: state.status,
    at,
    sourceNumbers: referralsFor(state, reader).map(({ sourceNumber }) => sourceNumber),
    category,
    ...given("place", place),
    ...given("holderId", isOver(state) ? undefined : holderOf(state)),
    ...given("endedWithId", isOver(state) ? state.assignment?.organisationId : undefined),
    ...given("dueAt", isOver(state) ? undefined : workDueAt(state)),
    ...cardOf(state, reader),
  };
}

/** A case of a page, as its reader sees it, with the moment by which the list is ordered. */
export type Row = { stored: StoredCase; at: string };

/** Where a list lies: an index and the value of its partition key. `keys` narrows it to sort keys between two, both included. */
export type ListPlace = {
  index: "casesByHolder" | "casesBySender" | "casesByCounty";
  partition: string;
  keys?: { from: string; to: string };
};

/** Above all keys that begin with the text before it. */
export const lastOf = (beginning: string): string => `${beginning}\uffff`;

export type PageAsk = {
  limit: number;
  startKey?: Record<string, unknown> | undefined;
  /** From the last to the first. */
  backwards?: boolean;
  /** Reduces a case to the part that the reader may see; without it, the reader sees the whole. Undefined: it is left out. */
  seen?: (stored: StoredCase) => Promise<StoredCase | undefined>;
  /** Narrows the list, by what the reader sees. */
  wanted?: (row: Row) => boolean;
  /** How many cases are looked at in one call, and for the page at most. */
  looks?: { atOnce: number; atMost: number };
};

/** So many cases at most are looked at for one page, so that a filter which few fit costs no more than 150 read units. */
const looksAtMost = 300;

/**
 * A page of a list of cases. Where few fit, the page may be short or empty; it has a cursor as long as there is more to look at.
 * Cases are read by key and not strongly: an index lags as well.
 */
export async function pageOfCases(
  table: Table,
  place: ListPlace,
  {
    limit,
    startKey,
    backwards = false,
    seen = async (stored) => stored,
    wanted = () => true,
    looks = { atOnce: limit, atMost: looksAtMost },
  }: PageAsk,
): Promise<{ rows: Row[]; cursor?: string }> {
  const rows: Row[] = [];
  let from = startKey;
  for (let looked = 0; ; ) {
    const { items, next } = await pageOfKeys(table, place, { limit: looks.atOnce, startKey: from, backwards });
    const keys = items.map((item) => sortKeyOf(place, item));
    const found = await loadCases(table, keys.map(caseIdOf), false);
    const shown = await Promise.all(
      keys.map(async (key) => {
        const stored = found.get(caseIdOf(key));
        const visible = stored && (await seen(stored));
        return visible && { stored: visible, at: key.slice(0, key.lastIndexOf("#")) };
      }),
    );
    looked += items.length;
    for (const [index, row] of shown.entries()) {
      if (row === undefined || !wanted(row)) continue;
      rows.push(row);
      if (rows.length < limit) continue;
      const isLast = index === items.length - 1;
      return { rows, ...given("cursor", encodeCursor(isLast ? next : items[index])) };
    }
    if (next === undefined || looked >= looks.atMost) return { rows, ...given("cursor", encodeCursor(next)) };
    from = next;
  }
}

const sortKeyOf = ({ index }: ListPlace, item: Record<string, unknown>): string => {
  const { sortKey } = indexes[index];
  return z.object({ [sortKey]: z.string() }).parse(item)[sortKey] ?? "";
};

async function pageOfKeys(
  { client, name }: Table,
  { index, partition, keys }: ListPlace,
  { limit, startKey, backwards }: { limit: number; startKey: Record<string, unknown> | undefined; backwards: boolean },
): Promise<{ items: Record<string, unknown>[]; next: Record<string, unknown> | undefined }> {
  const { partitionKey, sortKey } = indexes[index];
  const { Items = [], LastEvaluatedKey } = await client.send(
    new QueryCommand({
      TableName: name,
      IndexName: index,
      KeyConditionExpression:
        keys === undefined ? "#key = :organisation" : "#key = :organisation AND #at BETWEEN :from AND :to",
      ExpressionAttributeNames: { "#key": partitionKey, ...(keys && { "#at": sortKey }) },
      ExpressionAttributeValues: { ":organisation": partition, ...(keys && { ":from": keys.from, ":to": keys.to }) },
      ScanIndexForward: !backwards,
      Limit: limit,
      ExclusiveStartKey: startKey === undefined ? undefined : { ...startKey, [partitionKey]: partition },
    }),
  );
  return { items: Items, next: LastEvaluatedKey };
}

/** A page of the cases an organisation sent (newest first), holds (next due first) or has to chase. */
export async function listCases(
  table: Table,
  { organisationId, as, ...ask }: { organisationId: string; as: "sender" | "holder" | "chaser" } & PageAsk,
): Promise<CaseListing> {
  const { rows, ...more } = await pageOfCases(
    table,
    {
      index: as === "sender" ? "casesBySender" : "casesByHolder",
      partition: as === "chaser" ? chaseListOf(organisationId) : organisationId,
    },
    { backwards: as === "sender", ...ask },
  );
  return { cases: rows.map(({ stored, at }) => listedCase(stored, at, organisationId)), ...more };
}

/**
 * The ids of all cases that an organisation holds (next due first), sent, or held when they ended (latest first), and of those that
 * are open in a county, where one is named; as the indexes last saw them.
 */
export async function caseIdsOf(table: Table, organisationId: string, county?: string): Promise<string[]> {
  const idsIn = async (index: ListPlace["index"], partition: string): Promise<string[]> => {
    const { partitionKey, sortKey } = indexes[index];
    const items = await queryAll(table, {
      IndexName: index,
      KeyConditionExpression: "#key = :partition",
      ExpressionAttributeNames: { "#key": partitionKey },
      ExpressionAttributeValues: { ":partition": partition },
      ScanIndexForward: partition === organisationId && index === "casesByHolder",
    });
    return items.map((item) => caseIdOf(z.object({ [sortKey]: z.string() }).parse(item)[sortKey] ?? ""));
  };
  const found = await Promise.all([
    idsIn("casesByHolder", organisationId),
    idsIn("casesBySender", organisationId),
    idsIn("casesByHolder", endedListOf(organisationId)),
    county === undefined ? [] : idsIn("casesByCounty", openIn(county)),
  ]);
  return [...new Set(found.flat())];
}

/** The ids of all cases in one list of a county: of those that are open, or that ended in a month; as the index last saw it. */
export async function caseIdsOfCounty(table: Table, list: string): Promise<string[]> {
  const { partitionKey, sortKey } = indexes.casesByCounty;
  const items = await queryAll(table, {
    IndexName: "casesByCounty",
    KeyConditionExpression: "#list = :list",
    ExpressionAttributeNames: { "#list": partitionKey },
    ExpressionAttributeValues: { ":list": list },
  });
  return items.map((item) => caseIdOf(z.object({ [sortKey]: z.string() }).parse(item)[sortKey] ?? ""));
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

/** The ids of cases on which something fell due at or before an instant, as pages of the due index. */
export async function* duePages(table: Table, now: string, limit: number): AsyncGenerator<string[]> {
  for await (const keys of dueKeyPages(table, dueShards, now, limit)) yield keys.map(caseIdOf);
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
