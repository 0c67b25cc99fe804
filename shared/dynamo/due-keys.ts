import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { once } from "../domain/once.ts";
import { itemsAcross } from "./items-across.ts";
import { calendarShards, digestShards, dueShards, retryShards } from "./keys.ts";
import type { Table } from "./table.ts";

/**
 * The sort keys in some shards of the due index up to an instant, the earliest first. A single page is asked of
 * all shards in one call. More comes in pages of at most so many, shared equally by the shards that have more, so that no
 * county keeps another waiting. A page goes on where the one before ended, so what stays due does not come again.
 */
export async function* dueKeyPages(
  table: Table,
  shards: readonly string[],
  now: string,
  limit: number,
): AsyncGenerator<string[]> {
  const all = keysAhead(table, shards, now) ?? (await keysAcross(table, shards, now))?.map(({ dueAt }) => dueAt);
  if (all !== undefined && all.length <= limit) {
    yield all.sort();
    return;
  }
  let open: DueShard[] = shards.map((shard) => ({ shard, keys: [] }));
  while (open.length > 0) {
    const share = Math.floor(limit / open.length);
    const pages = await Promise.all(open.map((shard) => duePage(table, now, share, shard)));
    yield pages.flatMap(({ keys }) => keys).sort();
    open = pages.filter(({ startKey }) => startKey !== undefined);
  }
}

/** The table with what is due of all kinds read ahead in one call, unless it is more than one call answers. */
export async function withDueAhead(table: Table, now: string): Promise<Table> {
  const shards = [...dueShards, ...retryShards, ...digestShards, ...calendarShards];
  const all = await keysAcross(table, shards, now);
  if (all === undefined) return table;
  const of = (shard: string) => all.filter(({ dueShard }) => dueShard === shard).map(({ dueAt }) => dueAt);
  return { ...table, dueAhead: new Map(shards.map((shard) => [shard, of(shard)])) };
}

const indexKeys = once(() => z.object({ dueShard: z.string(), dueAt: z.string() }));

/** The keys up to an instant in these shards; undefined where one call answers with a part only. */
async function keysAcross(table: Table, shards: readonly string[], now: string) {
  const items = await itemsAcross(table, "dueNext", shards, ["<=", lastDueAt(now)]);
  return items?.map((item) => indexKeys().parse(item));
}

/** The same as it was read ahead for all these shards, which it then is no more. */
function keysAhead({ dueAhead }: Table, shards: readonly string[], now: string): string[] | undefined {
  const found = shards.flatMap((shard) => dueAhead?.get(shard) ?? []);
  const isAhead = shards.every((shard) => dueAhead?.delete(shard) === true);
  return isAhead ? found.filter((key) => key <= lastDueAt(now)) : undefined;
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
