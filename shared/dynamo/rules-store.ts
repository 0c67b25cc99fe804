import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { type CalendarYear, calendarYear } from "../domain/calendar.ts";
import { once } from "../domain/once.ts";
import { nationwide } from "../domain/scope.ts";
import { type Accessed, putRecorded } from "./access-store.ts";
import { calendarDueKeys, calendarKey, dueShards } from "./keys.ts";
import { kinds } from "./stored-versions.ts";
import type { Table } from "./table.ts";
import { ifUnchanged, updateItem } from "./update-item.ts";

/** A shard of the due index whose clocks have yet to be recomputed: all of them, or those of that case and the later ids. */
export const pendingShard = once(() => z.object({ shard: z.string(), from: z.string().optional() }));
export type PendingShard = z.infer<ReturnType<typeof pendingShard>>;

/** A loaded calendar, and what has yet to be recomputed with it. */
const storedCalendar = once(() =>
  kinds.calendar.schema(z.object({ calendar: calendarYear(), pending: z.array(pendingShard()), loadedAt: z.string() })),
);
export type StoredCalendar = z.infer<ReturnType<typeof storedCalendar>>;

/** The State Council calendars that the operator has loaded, in no order. */
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
  return z.array(storedCalendar()).parse(Items);
}

/**
 * Loads a year, or corrects one that was loaded, with the entry in the log; all running clocks are to be recomputed with it. False
 * when another one was loaded meanwhile than the one that was there before.
 */
export function saveCalendar(
  table: Table,
  calendar: CalendarYear,
  loadedAt: string,
  { before, accessed }: { before: StoredCalendar | undefined; accessed?: Accessed },
): Promise<boolean> {
  const item: StoredCalendar = { calendar, pending: dueShards.map((shard) => ({ shard })), loadedAt };
  const condition =
    before === undefined
      ? { ConditionExpression: "attribute_not_exists(pk)" }
      : { ConditionExpression: "loadedAt = :before", ExpressionAttributeValues: { ":before": before.loadedAt } };
  const keys = { ...calendarKey(calendar.year), ...calendarDueKeys(loadedAt, nationwide) };
  const Item = kinds.calendar.mark({ ...keys, ...item });
  return putRecorded(table, { Item, ...condition }, accessed);
}

/** Notes that all else is recomputed; false for a calendar that was loaded again meanwhile, which starts again. */
export function keepPending(
  table: Table,
  { calendar, loadedAt }: StoredCalendar,
  pending: readonly PendingShard[],
): Promise<boolean> {
  return ifUnchanged(
    updateItem(table, kinds.calendar, {
      Key: calendarKey(calendar.year),
      UpdateExpression: pending.length > 0 ? "SET pending = :pending" : "SET pending = :pending REMOVE dueShard, dueAt",
      ConditionExpression: "loadedAt = :loadedAt",
      ExpressionAttributeValues: { ":pending": pending, ":loadedAt": loadedAt },
    }),
  );
}
