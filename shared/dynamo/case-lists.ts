import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { loadCases } from "./case-store.ts";
import { caseIdOf, chaseListOf, dueShards, indexes } from "./keys.ts";
import { encodeCursor, type Table } from "./table.ts";

export type CaseListing = { cases: { caseId: string; version: number; status: string; at: string }[]; cursor?: string };

/** A page of the cases an organisation sent (newest first) or holds (next due first). */
export async function listCases(
  { client, name }: Table,
  ask: {
    organisationId: string;
    as: "sender" | "holder" | "chaser";
    limit: number;
    startKey?: Record<string, unknown> | undefined;
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
  return {
    cases: keys.flatMap((key) => {
      const caseId = caseIdOf(key);
      const stored = found.get(caseId);
      if (stored === undefined) return [];
      const at = key.slice(0, key.lastIndexOf("#"));
      return [{ caseId, version: stored.version, status: stored.state.status, at }];
    }),
    ...(cursor === undefined ? {} : { cursor }),
  };
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

/** The ids of cases on which something fell due at or before an instant, earliest first, shard by shard. */
export async function dueCases({ client, name }: Table, now: string, limitPerShard: number): Promise<string[]> {
  const shards = await Promise.all(
    dueShards.map(async (shard) => {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: name,
          IndexName: "dueNext",
          KeyConditionExpression: "dueShard = :shard AND dueAt <= :now",
          // "$" sorts right after "#", so that everything due at this very instant is included.
          ExpressionAttributeValues: { ":shard": shard, ":now": `${now}$` },
          Limit: limitPerShard,
        }),
      );
      return Items.map((item) => z.object({ dueAt: z.string() }).parse(item).dueAt);
    }),
  );
  return shards.flat().sort().map(caseIdOf);
}

/** A page of the cases with a running clock in one shard of the due index, whenever that falls due. */
export async function casesWithClocks(
  { client, name }: Table,
  shard: string,
  startKey?: Record<string, unknown>,
): Promise<{ caseIds: string[]; startKey?: Record<string, unknown> }> {
  const { Items = [], LastEvaluatedKey } = await client.send(
    new QueryCommand({
      TableName: name,
      IndexName: "dueNext",
      KeyConditionExpression: "dueShard = :shard",
      ExpressionAttributeValues: { ":shard": shard },
      Limit: 100,
      ExclusiveStartKey: startKey,
    }),
  );
  const caseIds = Items.map((item) => caseIdOf(z.object({ dueAt: z.string() }).parse(item).dueAt));
  return { caseIds, ...(LastEvaluatedKey === undefined ? {} : { startKey: LastEvaluatedKey }) };
}
