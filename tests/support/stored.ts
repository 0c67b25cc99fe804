import { unmarshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod";
import { dynamoClient } from "../../infra/local/dynamo-client.ts";
import type { Platform } from "../../infra/local/platform.ts";

const page = z.object({
  Items: z.array(z.record(z.string(), z.any())),
  LastEvaluatedKey: z.record(z.string(), z.unknown()).optional(),
});
export type Item = Record<string, unknown> & { pk: string; sk: string };
const item = z.looseObject({ pk: z.string(), sk: z.string() });

/** Everything in the table, read past the functions, in the order of its keys. */
export async function storedItems(platform: Platform): Promise<Item[]> {
  const items = (await wireItems(platform)).map((wire) => item.parse(unmarshall(wire)));
  return items.toSorted((a, b) => `${a.pk} ${a.sk}`.localeCompare(`${b.pk} ${b.sk}`));
}

/** All but how often somebody called, which counts for strangers too. */
export const storedButQuotas = async (platform: Platform): Promise<Item[]> =>
  (await storedItems(platform)).filter(({ pk }) => !pk.startsWith("QUOTA#"));

/** All items as they come over the wire, each value with its type, in no order. */
export async function wireItems(platform: Platform): Promise<z.infer<typeof page>["Items"]> {
  const engine = dynamoClient(platform.dynamodbUrl, platform.region);
  const items: z.infer<typeof page>["Items"] = [];
  let ExclusiveStartKey: unknown;
  do {
    const scan = { TableName: platform.tableName, ConsistentRead: true };
    const { Items, LastEvaluatedKey } = page.parse(
      await engine.call("Scan", { ...scan, ...(ExclusiveStartKey === undefined ? {} : { ExclusiveStartKey }) }),
    );
    items.push(...Items);
    ExclusiveStartKey = LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return items;
}

/** The types of the events stored of a case, in order. */
export async function storedEvents(platform: Platform, caseId: string): Promise<unknown[]> {
  const items = await storedItems(platform);
  return items.filter(({ pk, sk }) => pk === `CASE#${caseId}` && sk.startsWith("EVENT#")).map(({ type }) => type);
}
