import { DeleteCommand, PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { type DeliveryMessage, deliveryMessage } from "../contracts/messages.ts";
import { webhookEvent } from "../contracts/webhooks.ts";
import { instant } from "../domain/case.ts";
import { given } from "../domain/given.ts";
import { once } from "../domain/once.ts";
import { dueKeyPages } from "./due-keys.ts";
import {
  attemptKey,
  attemptsBegin,
  firstCallKey,
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
import { ifUnchanged, updateItem } from "./update-item.ts";

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

const keptDays = 30;
const expiryOf = (at: string): number => Math.floor(Date.parse(at) / 1000) + keptDays * 86_400;

export async function recordAttempt({ client, name }: Table, attempt: Attempt): Promise<void> {
  const { endpointId, eventId, at } = attempt;
  const Item = kinds.attempt.mark({ ...attemptKey(endpointId, at, eventId), ...attempt, expiresAt: expiryOf(at) });
  await client.send(new PutCommand({ TableName: name, Item }));
}

/** As long as a message comes again whose deliverer died, and longer; after it the message is a dead letter, and the call is free. */
const claimedSeconds = 3_600;

/**
 * Claims the first call of an endpoint for an event, if it is late, for the stream or for a replay: false where the other has claimed
 * it. The same one claims it again, since its message comes again when its deliverer died.
 */
export async function claimFirstCall(
  { client, name }: Table,
  { endpointId, eventId, replay }: DeliveryMessage,
  now: Date,
): Promise<boolean> {
  const seconds = Math.floor(now.getTime() / 1_000);
  const again = replay === true;
  const key = firstCallKey(endpointId, eventId);
  return await ifUnchanged(
    client.send(
      new PutCommand({
        TableName: name,
        Item: kinds.firstCall.mark({ ...key, again, expiresAt: seconds + claimedSeconds }),
        ConditionExpression: "attribute_not_exists(pk) OR again = :again OR expiresAt < :now",
        ExpressionAttributeValues: { ":again": again, ":now": seconds },
      }),
    ),
  );
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

/** The last attempt to call an endpoint with an event, of 30 days. */
export async function lastAttempt(table: Table, endpointId: string, eventId: string): Promise<Attempt | undefined> {
  const items = await queryAll(table, {
    KeyConditionExpression: "pk = :pk AND begins_with(sk, :attempts)",
    FilterExpression: "eventId = :event",
    ExpressionAttributeValues: { ":pk": healthKey(endpointId).pk, ":attempts": attemptsBegin, ":event": eventId },
    ConsistentRead: true,
  });
  const last = items.at(-1);
  return last === undefined ? undefined : storedAttempt().parse(last);
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
