import { GetCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { once } from "../domain/once.ts";
import { type LoadedFigures, loadedFigures } from "../domain/series.ts";
import { type Accessed, putRecorded } from "./access-store.ts";
import { earlierKey } from "./keys.ts";
import { kinds } from "./stored-versions.ts";
import { queryAll, type Table } from "./table.ts";
import { VersionConflict } from "./version-conflict.ts";

const storedFigures = once(() => kinds.earlier.schema(z.object({ revision: z.int().min(1), loaded: loadedFigures() })));
export type StoredFigures = z.infer<ReturnType<typeof storedFigures>>;

/** What was loaded for a county's month, read consistently. */
export async function loadEarlier(
  { client, name }: Table,
  county: string,
  month: string,
): Promise<StoredFigures | undefined> {
  const { Item } = await client.send(
    new GetCommand({ TableName: name, Key: earlierKey(county, month), ConsistentRead: true }),
  );
  return Item === undefined ? undefined : storedFigures().parse(Item);
}

/** What was loaded for a county's months, those at both ends included. */
export async function loadEarlierBetween(
  table: Table,
  county: string,
  { from, to }: { from: string; to: string },
): Promise<LoadedFigures[]> {
  const items = await queryAll(table, {
    KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
    ExpressionAttributeValues: {
      ":pk": earlierKey(county, from).pk,
      ":from": earlierKey(county, from).sk,
      ":to": earlierKey(county, to).sk,
    },
    ConsistentRead: true,
  });
  return z
    .array(storedFigures())
    .parse(items)
    .map(({ loaded }) => loaded);
}

/** Puts figures in the place of those of that revision, or of none. Throws `VersionConflict` where others came meanwhile. */
export async function saveEarlier(
  table: Table,
  loaded: LoadedFigures,
  before: StoredFigures | undefined,
  accessed?: Accessed,
): Promise<void> {
  const item = { ...earlierKey(loaded.county, loaded.month), revision: (before?.revision ?? 0) + 1, loaded };
  const condition =
    before === undefined
      ? { ConditionExpression: "attribute_not_exists(pk)" }
      : { ConditionExpression: "revision = :before", ExpressionAttributeValues: { ":before": before.revision } };
  const isSaved = await putRecorded(table, { Item: kinds.earlier.mark(item), ...condition }, accessed);
  if (!isSaved) throw new VersionConflict(`figures of ${loaded.month} were loaded by another call`);
}
