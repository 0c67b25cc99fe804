import { PutCommand, QueryCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { type CalendarYear, calendarYear } from "../domain/calendar.ts";
import { calendarKey, dueShards } from "./keys.ts";
import type { Table } from "./table.ts";

/** A loaded calendar, and the shards of the due index whose clocks have yet to be recomputed with it. */
const storedCalendar = z.object({ calendar: calendarYear, pendingShards: z.array(z.string()), loadedAt: z.string() });
export type StoredCalendar = z.infer<typeof storedCalendar>;

/** The State Council calendars that the coordinator has loaded, in no order. */
export async function loadCalendars({ client, name }: Table): Promise<StoredCalendar[]> {
  const { pk } = calendarKey(0);
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: name,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": pk },
      ConsistentRead: true,
    }),
  );
  return z.array(storedCalendar).parse(Items);
}

/** Loads a year, or corrects one that was loaded; all running clocks are to be recomputed with it. */
export async function saveCalendar({ client, name }: Table, calendar: CalendarYear, loadedAt: string): Promise<void> {
  const item: StoredCalendar = { calendar, pendingShards: [...dueShards], loadedAt };
  await client.send(new PutCommand({ TableName: name, Item: { ...calendarKey(calendar.year), ...item } }));
}

/** Notes that the clocks of the other shards are recomputed; a calendar loaded again meanwhile starts anew. */
export async function keepPending(
  { client, name }: Table,
  { calendar, loadedAt }: StoredCalendar,
  pendingShards: readonly string[],
): Promise<void> {
  await client.send(
    new UpdateCommand({
      TableName: name,
      Key: calendarKey(calendar.year),
      UpdateExpression: "SET pendingShards = :pending",
      ConditionExpression: "loadedAt = :loadedAt",
      ExpressionAttributeValues: { ":pending": pendingShards, ":loadedAt": loadedAt },
    }),
  );
}
