import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { GetCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { once } from "../domain/once.ts";
import { longPollsKey } from "./keys.ts";
import { kinds } from "./stored-versions.ts";
import type { Table } from "./table.ts";
import { type Update, updateItem } from "./update-item.ts";

/** Who wants to wait, how many calls of it may at once, and until when it holds its place if it never gives it back; in milliseconds. */
type Hold = { organisationId: string; atMost: number; now: number; until: number };

/** By the place that a call holds: until when. */
const held = once(() => kinds.longPolls.schema(z.record(z.string(), z.unknown())));
const placeName = (number: number): string => `place${number}`;
const triesAtMost = 4;

/**
 * Takes one of the places for calls that wait; undefined where all are held. The function that comes back gives it free again. A place that its
 * holder never gave back is free once its time is over.
 */
export async function holdLongPoll(
  table: Table,
  { organisationId, atMost, now, until }: Hold,
): Promise<(() => Promise<void>) | undefined> {
  const Key = longPollsKey(organisationId);
  const change = (place: string, update: Omit<Update, "Key" | "ExpressionAttributeNames">): Promise<boolean> =>
    landed(table, { Key, ExpressionAttributeNames: { "#place": place }, ...update });
  let free = Array.from({ length: atMost }, (_, number) => placeName(number));
  for (let tried = 0; tried < triesAtMost; tried += 1) {
    // By chance, so that calls that come together do not all want the same place.
    const place = free[Math.floor(Math.random() * free.length)];
    if (place === undefined) return undefined;
    const isHeld = await change(place, {
      UpdateExpression: "SET #place = :until, expiresAt = :gone",
      ConditionExpression: "attribute_not_exists(#place) OR #place < :now",
      ExpressionAttributeValues: { ":until": until, ":now": now, ":gone": Math.ceil(until / 1_000) + 3_600 },
    });
    if (isHeld) {
      return async () => {
        await change(place, {
          UpdateExpression: "REMOVE #place",
          ConditionExpression: "#place = :until",
          ExpressionAttributeValues: { ":until": until },
        });
      };
    }
    const { Item = {} } = await table.client.send(new GetCommand({ TableName: table.name, Key, ConsistentRead: true }));
    const places = held().parse(Item);
    free = free.filter((one) => !(Number(places[one] ?? 0) >= now));
  }
  return undefined;
}

/** False where the condition does not hold. */
async function landed(table: Table, update: Update): Promise<boolean> {
  try {
    await updateItem(table, kinds.longPolls, update);
    return true;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return false;
  }
}
