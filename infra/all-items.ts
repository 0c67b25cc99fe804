import { type DynamoDBDocumentClient, ScanCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";

const placed = z.looseObject({ pk: z.string(), sk: z.string() });
export type PlacedItem = z.infer<typeof placed>;
const page = z.object({
  Items: z.array(placed).default([]),
  LastEvaluatedKey: z.record(z.string(), z.unknown()).optional(),
});

/** What is looked for: the condition of a scan with the names and values in it. */
export type Filter = {
  FilterExpression: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Record<string, unknown>;
};

/** All items of the table that are looked for, page by page. No function of the platform may do that: it is for who runs it. */
export async function* allItems(
  client: DynamoDBDocumentClient,
  tableName: string,
  filter: Filter,
): AsyncGenerator<PlacedItem[]> {
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const scan = new ScanCommand({ TableName: tableName, ConsistentRead: true, ...filter, ExclusiveStartKey });
    const { Items, LastEvaluatedKey } = page.parse(await client.send(scan));
    yield Items;
    ExclusiveStartKey = LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
}

const atOnce = 16;
/** Does the task on each, a few at a time. */
export async function inTurn<Of>(all: readonly Of[], task: (one: Of) => Promise<void>): Promise<void> {
  for (let from = 0; from < all.length; from += atOnce)
    await Promise.all(all.slice(from, from + atOnce).map((one) => task(one)));
}
