import { duePages } from "../../shared/dynamo/case-lists.ts";
import { dueShards } from "../../shared/dynamo/keys.ts";
import type { Table } from "../../shared/dynamo/table.ts";

/** The first page of what is due, with so many cases of each shard at most. */
export async function dueCases(table: Table, now: string, limitPerShard: number): Promise<string[]> {
  for await (const page of duePages(table, now, limitPerShard * dueShards.length)) return page;
  return [];
}
