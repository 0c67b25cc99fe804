import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import {
  GetCommand,
  PutCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
  type UpdateCommandInput,
  type UpdateCommandOutput,
} from "@aws-sdk/lib-dynamodb";
import type { ItemKind } from "./item-kind.ts";
import { cancelled, type Table } from "./table.ts";
import { untilItLands, VersionConflict } from "./version-conflict.ts";

export type Write = NonNullable<TransactWriteCommandInput["TransactItems"]>[number];
type Key = { pk: string; sk: string };
export type Update = Omit<UpdateCommandInput, "TableName" | "Key"> & { Key: Key; UpdateExpression: string };

/**
 * An update of some attributes writes them in their present form. So it also sets the version, and holds only for a new item
 * or one of that version: an item never has attributes of two versions.
 */
export function versionedUpdate<Given extends Update>(kind: ItemKind, update: Given): Given {
  const { UpdateExpression, ConditionExpression, ExpressionAttributeValues } = update;
  const unmarked = kind.version === 1 ? "attribute_not_exists(v)" : "attribute_not_exists(pk)";
  const sameVersion = `(${unmarked} OR v = :v)`;
  return {
    ...update,
    UpdateExpression: UpdateExpression.startsWith("SET ")
      ? UpdateExpression.replace("SET ", "SET v = :v, ")
      : `SET v = :v ${UpdateExpression}`,
    ConditionExpression:
      ConditionExpression === undefined ? sameVersion : `(${ConditionExpression}) AND ${sameVersion}`,
    ExpressionAttributeValues: { ...ExpressionAttributeValues, ":v": kind.version },
  };
}

/**
 * Updates some attributes of an item. An item of an older version is first stored again in the present one. Throws what the
 * engine throws where the update's own condition fails, and `NewerItem`.
 */
export async function updateItem(table: Table, kind: ItemKind, update: Update): Promise<UpdateCommandOutput> {
  const command = new UpdateCommand({ TableName: table.name, ...versionedUpdate(kind, update) });
  try {
    return await table.client.send(command);
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    if (!(await raiseItem(table, kind, update.Key))) throw error;
    return table.client.send(command);
  }
}

/**
 * Updates some attributes of an item together with what else is written in the same transaction; false where the update's own
 * condition fails, and nothing is written then.
 */
export const updateTogether = (
  table: Table,
  kind: ItemKind,
  update: Update,
  also: readonly Write[],
): Promise<boolean> =>
  untilItLands(async () => {
    const Update = { TableName: table.name, ...versionedUpdate(kind, update) };
    try {
      await table.client.send(new TransactWriteCommand({ TransactItems: [{ Update }, ...also] }));
      return true;
    } catch (error) {
      const codes = cancelled(error)?.codes ?? [];
      const isStored = codes[0] === "ConditionalCheckFailed" && (await raiseItem(table, kind, update.Key));
      if (isStored || codes.includes("TransactionConflict"))
        throw new VersionConflict(`${update.Key.pk} ${update.Key.sk} was written meanwhile`, { cause: error });
      if (codes[0] !== "ConditionalCheckFailed") throw error;
      return false;
    }
  });

/** Stores an item of an older version again in the present one; false when there is nothing to raise. Throws `NewerItem`. */
export const raiseItem = (table: Table, kind: ItemKind, Key: Key): Promise<boolean> =>
  untilItLands(async () => {
    const { client, name } = table;
    const { Item } = await client.send(new GetCommand({ TableName: name, Key, ConsistentRead: true }));
    if (Item === undefined) return false;
    const raised = kind.mark(kind.present(Item));
    if (kind.versionOf(Item) === kind.version) return false;
    // A release that knows no versions may still write to it: then every attribute counts, not its version alone.
    const read = Object.entries(Item).map(([attribute, value], index) => ({ attribute, value, index }));
    try {
      await client.send(
        new PutCommand({
          TableName: name,
          Item: raised,
          ConditionExpression: read.map(({ index }) => `#a${index} = :a${index}`).join(" AND "),
          ExpressionAttributeNames: Object.fromEntries(read.map(({ attribute, index }) => [`#a${index}`, attribute])),
          ExpressionAttributeValues: Object.fromEntries(read.map(({ value, index }) => [`:a${index}`, value])),
        }),
      );
      return true;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      throw new VersionConflict(`${Key.pk} ${Key.sk} was written by another call`, { cause: error });
    }
  });

/** Whether the update was made; false where its condition did not hold. */
export async function ifUnchanged(update: Promise<unknown>): Promise<boolean> {
  try {
    await update;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
