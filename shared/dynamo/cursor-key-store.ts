import { randomBytes } from "node:crypto";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { once } from "../domain/once.ts";
import { cursorSecretKey } from "./keys.ts";
import { readItem } from "./read-ahead.ts";
import { kinds } from "./stored-versions.ts";
import type { Table } from "./table.ts";
import { updateItem } from "./update-item.ts";

const keyBytes = 32;
const keyItem = once(() => kinds.cursorSecret.schema(z.object({ secret: z.instanceof(Uint8Array) })));

const known = new WeakMap<DynamoDBDocumentClient, Promise<Uint8Array>>();

/**
 * The 32 bytes that cursors are sealed with: made by the function that needs them first, then the same for every function, and asked
 * for once in an execution environment. Only a failure is asked for again.
 */
export function cursorKey(table: Table): Promise<Uint8Array> {
  const remembered = known.get(table.client);
  if (remembered !== undefined) return remembered;
  const asked = askFor(table);
  known.set(table.client, asked);
  asked.catch(() => known.delete(table.client));
  return asked;
}

/** Almost always it is there, and a read costs less than a write and holds up nobody. */
async function askFor(table: Table): Promise<Uint8Array> {
  const stored = await readItem(table, cursorSecretKey());
  if (stored !== undefined) return keyItem().parse(stored).secret;
  const { Attributes } = await updateItem(table, kinds.cursorSecret, {
    Key: cursorSecretKey(),
    UpdateExpression: "SET secret = if_not_exists(secret, :fresh)",
    ExpressionAttributeValues: { ":fresh": randomBytes(keyBytes) },
    ReturnValues: "ALL_NEW",
  });
  return keyItem().parse(Attributes).secret;
}
