import * as z from "zod";
import { endpointHealth, type OffReason } from "../contracts/webhook-attempts.ts";
import { once } from "../domain/once.ts";
import { type Accessed, updateRecorded } from "./access-store.ts";
import { healthKey } from "./keys.ts";
import { readItem } from "./read-ahead.ts";
import { kinds } from "./stored-versions.ts";
import type { Table } from "./table.ts";
import { ifUnchanged, updateItem } from "./update-item.ts";

const storedHealth = once(() =>
  kinds.health.schema(z.object({ ...endpointHealth().shape, slowFailures: z.int().default(0) })),
);
export type Health = z.infer<ReturnType<typeof storedHealth>>;

export async function loadHealth(table: Table, endpointId: string): Promise<Health> {
  const item = await readItem(table, healthKey(endpointId));
  return item === undefined ? { slowFailures: 0 } : storedHealth().parse(item);
}

const counted = once(() => z.object({ slowFailures: z.int() }));

/**
 * Notes a failure, and since when there is nothing else. Returns how many in a row kept us waiting: they are counted by the table,
 * since those of one endpoint go on at once.
 */
export async function noteFailure(
  table: Table,
  endpointId: string,
  { at, slow }: { at: string; slow: boolean },
): Promise<number> {
  const count = slow ? "if_not_exists(slowFailures, :none) + :one" : ":none";
  const { Attributes } = await updateItem(table, kinds.health, {
    Key: healthKey(endpointId),
    UpdateExpression: `SET failingSince = if_not_exists(failingSince, :at), slowFailures = ${count}${slow ? "" : " REMOVE restsUntil"}`,
    ExpressionAttributeValues: { ":at": at, ":none": 0, ...(slow && { ":one": 1 }) },
    ReturnValues: "UPDATED_NEW",
  });
  return counted().parse(Attributes).slowFailures;
}

export async function noteRest(table: Table, endpointId: string, until: string): Promise<void> {
  await updateItem(table, kinds.health, {
    Key: healthKey(endpointId),
    UpdateExpression: "SET restsUntil = :until",
    ExpressionAttributeValues: { ":until": until },
  });
}

/** Notes a success, unless the endpoint began to fail after it. One that took its time is still known as slow. */
export async function noteSuccess(
  table: Table,
  endpointId: string,
  { at, slow }: { at: string; slow: boolean },
): Promise<void> {
  const forgotten = "failingSince, restsUntil";
  await ifUnchanged(
    updateItem(table, kinds.health, {
      Key: healthKey(endpointId),
      UpdateExpression: slow ? `SET slowFailures = :one REMOVE ${forgotten}` : `REMOVE slowFailures, ${forgotten}`,
      ConditionExpression: "attribute_not_exists(failingSince) OR failingSince <= :at",
      ExpressionAttributeValues: { ":at": at, ...(slow && { ":one": 1 }) },
    }),
  );
}

/** Switches an endpoint off; false when it was off already. */
export async function switchOff(table: Table, endpointId: string, at: string, why: OffReason): Promise<boolean> {
  return ifUnchanged(
    updateItem(table, kinds.health, {
      Key: healthKey(endpointId),
      UpdateExpression: "SET #off = :off",
      ConditionExpression: "attribute_not_exists(#off)",
      ExpressionAttributeNames: { "#off": "off" },
      ExpressionAttributeValues: { ":off": { at, why } },
    }),
  );
}

/** Pauses an endpoint, with the entry in the log that says so; false where it is off already, and then there is no entry. */
export const pauseRecorded = (table: Table, endpointId: string, accessed: Accessed): Promise<boolean> =>
  updateRecorded(
    table,
    kinds.health,
    {
      Key: healthKey(endpointId),
      UpdateExpression: "SET #off = :off",
      ConditionExpression: "attribute_not_exists(#off)",
      ExpressionAttributeNames: { "#off": "off" },
      ExpressionAttributeValues: { ":off": { at: accessed.entry.at, why: "paused" } },
    },
    accessed,
  );

/** Lets an endpoint be called again, as one that never failed; false, and without an entry, where nothing kept it from that. */
export const resumeRecorded = (table: Table, endpointId: string, accessed: Accessed): Promise<boolean> =>
  updateRecorded(
    table,
    kinds.health,
    {
      Key: healthKey(endpointId),
      UpdateExpression: "REMOVE #off, failingSince, slowFailures, restsUntil",
      ConditionExpression: "attribute_exists(#off) OR attribute_exists(failingSince) OR attribute_exists(restsUntil)",
      ExpressionAttributeNames: { "#off": "off" },
    },
    accessed,
  );

/** Lets an endpoint not be called, whatever its owner says; false, and without an entry, where it is held already. */
export const holdRecorded = (table: Table, endpointId: string, accessed: Accessed): Promise<boolean> =>
  updateRecorded(
    table,
    kinds.health,
    {
      Key: healthKey(endpointId),
      UpdateExpression: "SET held = :held",
      ConditionExpression: "attribute_not_exists(held)",
      ExpressionAttributeValues: { ":held": { at: accessed.entry.at } },
    },
    accessed,
  );

/** Holds an endpoint no longer; false, and without an entry, where it was not held. */
export const releaseRecorded = (table: Table, endpointId: string, accessed: Accessed): Promise<boolean> =>
  updateRecorded(
    table,
    kinds.health,
    { Key: healthKey(endpointId), UpdateExpression: "REMOVE held", ConditionExpression: "attribute_exists(held)" },
    accessed,
  );
