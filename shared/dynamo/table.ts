import { type AttributeValue, TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, QueryCommand, type QueryCommandInput } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { once } from "../domain/once.ts";

export type Item = Record<string, unknown>;

/**
 * The one table, as every access pattern is given it. An item read `ahead`, by its place, serves the next reading of that
 * place and no other: a second look is made to see what has changed.
 */
export type Table = {
  client: DynamoDBDocumentClient;
  name: string;
  ahead?: Map<string, Item | undefined>;
  /** The sort keys of what was due at some instant, by the shard of the due index, each shard for its next reading. */
  dueAhead?: Map<string, readonly string[]>;
};

const itemKey = once(() => z.object({ pk: z.string(), sk: z.string() }));
/** The key of an item in one string. */
export function placeOf(item: Item): string {
  const { pk, sk } = itemKey().parse(item);
  return `${pk} ${sk}`;
}

/** All items that a query finds, however many pages they fill. */
export async function queryAll(
  { client, name }: Table,
  query: Omit<QueryCommandInput, "TableName" | "ExclusiveStartKey">,
): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await client.send(new QueryCommand({ TableName: name, ...query, ExclusiveStartKey }));
    items.push(...(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return items;
}

/** Why a transaction did not happen, part by part: the engine's reason codes and the items that stood in the way. */
export type Cancelled = {
  codes: readonly string[];
  items: readonly (Record<string, AttributeValue> | undefined)[];
};

export function cancelled(error: unknown): Cancelled | undefined {
  if (!(error instanceof TransactionCanceledException)) return undefined;
  const reasons = error.CancellationReasons ?? [];
  return { codes: reasons.map((reason) => reason.Code ?? "None"), items: reasons.map((reason) => reason.Item) };
}

/** A page's cursor is the engine's last key, encoded so that a caller cannot read meaning into it. */
export const encodeCursor = (key: Record<string, unknown> | undefined): string | undefined =>
  key === undefined ? undefined : Buffer.from(JSON.stringify(key)).toString("base64url");
