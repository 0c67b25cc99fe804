import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { DeleteCommand, PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { type DeliveryMessage, deliveryMessage } from "../contracts/messages.ts";
import { endpointHealth, type OffReason } from "../contracts/webhook-attempts.ts";
import { webhookEvent } from "../contracts/webhooks.ts";
import { instant } from "../domain/case.ts";
import { given } from "../domain/given.ts";
import { once } from "../domain/once.ts";
import { type Accessed, updateRecorded } from "./access-store.ts";
import { dueKeyPages } from "./case-lists.ts";
import {
  attemptKey,
  attemptsBegin,
  healthKey,
  retryKeys,
  retryOf,
  retryShards,
  undeliveredBegin,
  undeliveredKey,
} from "./keys.ts";
import { readItem } from "./read-ahead.ts";
import { kinds } from "./stored-versions.ts";
import { queryAll, type Table } from "./table.ts";
import { updateItem } from "./update-item.ts";

/** One attempt: what the receiver answered, or why there was no answer. */
const storedAttempt = once(() =>
  kinds.attempt.schema(
    z.object({
      endpointId: z.string(),
      eventId: z.string(),
      event: webhookEvent(),
      at: instant(),
      attempt: z.int().min(1),
      milliseconds: z.int(),
      status: z.int().exactOptional(),
      excerpt: z.string().exactOptional(),
      failure: z.string().exactOptional(),
    }),
  ),
);
export type Attempt = z.infer<ReturnType<typeof storedAttempt>>;

/** An event that an endpoint has not taken: it waits for an attempt (`dueAt`), or was given up. */
const storedUndelivered = once(() =>
  kinds.undelivered.schema(
    z.object({
      message: deliveryMessage(),
      dueAt: z.string().exactOptional(),
      givenUpAt: instant().exactOptional(),
    }),
  ),
);
export type Undelivered = z.infer<ReturnType<typeof storedUndelivered>>;

const storedHealth = once(() =>
  kinds.health.schema(z.object({ ...endpointHealth().shape, slowFailures: z.int().default(0) })),
);
export type Health = z.infer<ReturnType<typeof storedHealth>>;

const keptDays = 30;
const expiryOf = (at: string): number => Math.floor(Date.parse(at) / 1000) + keptDays * 86_400;

export async function recordAttempt({ client, name }: Table, attempt: Attempt): Promise<void> {
  const { endpointId, eventId, at } = attempt;
  const Item = kinds.attempt.mark({ ...attemptKey(endpointId, at, eventId), ...attempt, expiresAt: expiryOf(at) });
  await client.send(new PutCommand({ TableName: name, Item }));
}

/** Keeps an event until its next attempt, which the clock brings about. */
export async function keepUntil({ client, name }: Table, message: DeliveryMessage, dueAt: string): Promise<void> {
  const { endpointId, eventId } = message;
  const due = retryKeys(dueAt, endpointId, eventId);
  const Item = kinds.undelivered.mark({ ...undeliveredKey(endpointId, eventId), message, ...due });
  await client.send(new PutCommand({ TableName: name, Item }));
}

/** Keeps an event that is not tried any more, until somebody asks for it. */
export async function giveUp({ client, name }: Table, message: DeliveryMessage, at: string): Promise<void> {
  const key = undeliveredKey(message.endpointId, message.eventId);
  const Item = kinds.undelivered.mark({ ...key, message, givenUpAt: at, expiresAt: expiryOf(at) });
  await client.send(new PutCommand({ TableName: name, Item }));
}

export async function forgetUndelivered({ client, name }: Table, endpointId: string, eventId: string): Promise<void> {
  await client.send(new DeleteCommand({ TableName: name, Key: undeliveredKey(endpointId, eventId) }));
}

export async function loadUndelivered(
  table: Table,
  endpointId: string,
  eventId: string,
): Promise<Undelivered | undefined> {
  const item = await readItem(table, undeliveredKey(endpointId, eventId));
  return item === undefined ? undefined : storedUndelivered().parse(item);
}

/** What is to be tried again at or before an instant, as pages of the due index. */
export async function* dueRetries(
  table: Table,
  now: string,
  limit: number,
): AsyncGenerator<{ endpointId: string; eventId: string; dueAt: string }[]> {
  for await (const keys of dueKeyPages(table, retryShards, now, limit)) {
    yield keys.map((dueAt) => ({ ...retryOf(dueAt), dueAt }));
  }
}

/** Puts the next sending of a kept event off, unless it was put off, taken or given up since it was read. */
export async function putOff(table: Table, { message, dueAt }: Undelivered, until: string): Promise<void> {
  const { endpointId, eventId } = message;
  await ifUnchanged(
    updateItem(table, kinds.undelivered, {
      Key: undeliveredKey(endpointId, eventId),
      UpdateExpression: "SET dueAt = :until",
      ConditionExpression: "dueAt = :read",
      ExpressionAttributeValues: { ":until": retryKeys(until, endpointId, eventId).dueAt, ":read": dueAt },
    }),
  );
}

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

const triedEvent = once(() => z.object({ eventId: z.string() }));
const placed = once(() => z.object({ sk: z.string() }));

/** The attempts to call an endpoint, the last first, and where the next page begins. */
export async function pageOfAttempts(
  { client, name }: Table,
  endpointId: string,
  { limit, before, failed }: { limit: number; before: string | undefined; failed: boolean },
): Promise<{ attempts: Attempt[]; last?: string }> {
  const { pk, sk } = { ...healthKey(endpointId), sk: attemptsBegin };
  const { Items = [], LastEvaluatedKey } = await client.send(
    new QueryCommand({
      TableName: name,
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :attempts)",
      ...(failed && {
        FilterExpression: "attribute_not_exists(#status) OR NOT #status BETWEEN :ok AND :last",
        ExpressionAttributeNames: { "#status": "status" },
      }),
      ExpressionAttributeValues: { ":pk": pk, ":attempts": sk, ...(failed && { ":ok": 200, ":last": 299 }) },
      ScanIndexForward: false,
      Limit: limit,
      ExclusiveStartKey: before === undefined ? undefined : { pk, sk: before },
    }),
  );
  const last = LastEvaluatedKey === undefined ? undefined : placed().parse(LastEvaluatedKey).sk;
  return { attempts: Items.map((item) => storedAttempt().parse(item)), ...given("last", last) };
}

/** As long as an event is tried. */
const triedMilliseconds = 4 * 86_400_000;

/** Of the events from one moment to another those that an endpoint was called for at all, whatever came of it: each has its way. */
export async function eventsTried(
  table: Table,
  endpointId: string,
  { from, to }: { from: string; to: string },
): Promise<ReadonlySet<string>> {
  const until = new Date(Date.parse(to) + triedMilliseconds).toISOString();
  const items = await queryAll(table, {
    KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :until",
    ProjectionExpression: "eventId",
    ExpressionAttributeValues: {
      ":pk": healthKey(endpointId).pk,
      ":from": `${attemptsBegin}${from}`,
      ":until": `${attemptsBegin}${until}`,
    },
    ConsistentRead: true,
  });
  return new Set(items.map((item) => triedEvent().parse(item).eventId));
}

/** What was given up for an endpoint, in the order of its events' time. */
export async function givenUp(table: Table, endpointId: string): Promise<DeliveryMessage[]> {
  const items = await queryAll(table, {
    KeyConditionExpression: "pk = :pk AND begins_with(sk, :undelivered)",
    FilterExpression: "attribute_exists(givenUpAt)",
    ExpressionAttributeValues: { ":pk": healthKey(endpointId).pk, ":undelivered": undeliveredBegin },
    ConsistentRead: true,
  });
  return items
    .map((item) => storedUndelivered().parse(item).message)
    .toSorted((one, other) => one.event.timestamp.localeCompare(other.event.timestamp));
}

/** Whether the update was made; false where its condition did not hold. */
async function ifUnchanged(update: Promise<unknown>): Promise<boolean> {
  try {
    await update;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
