import * as z from "zod";
import { calendarYear } from "../domain/calendar.ts";
import { actor } from "../domain/case.ts";
import { once } from "../domain/once.ts";
import { type Accessed, putRecorded } from "./access-store.ts";
import { dueKeyPages } from "./due-keys.ts";
import { calendarDueKeys, calendarShards, dueShardsOf, ownCalendarsKey, scopeOfDue } from "./keys.ts";
import { readTogether } from "./read-together.ts";
import { type PendingShard, pendingShard } from "./rules-store.ts";
import { kinds } from "./stored-versions.ts";
import type { Table } from "./table.ts";
import { ifUnchanged, updateItem } from "./update-item.ts";

const loadedYear = once(() => z.object({ calendar: calendarYear(), loadedAt: z.string(), loadedBy: actor() }));
type LoadedYear = z.infer<ReturnType<typeof loadedYear>>;

/** The calendars of a province or county, one a year, how often one was loaded, and what has yet to be recomputed with them. */
const storedOwnCalendars = once(() =>
  kinds.ownCalendars.schema(
    z.object({
      scope: z.string(),
      years: z.array(loadedYear()),
      edition: z.int(),
      pending: z.array(pendingShard()),
      loadedAt: z.string(),
    }),
  ),
);
type OwnCalendars = z.infer<ReturnType<typeof storedOwnCalendars>>;

/** The calendars of a province or county; undefined where none was ever loaded. Scopes asked for together share a call. */
export async function loadOwnCalendars(table: Table, scope: string): Promise<OwnCalendars | undefined> {
  const item = await readTogether(table, ownCalendarsKey(scope));
  return item === undefined ? undefined : storedOwnCalendars().parse(item);
}

/**
 * Loads a year of a province or county, in the place of what it had for that year, with the entry in the log; the running clocks
 * of its cases are to be recomputed. False when another year was loaded meanwhile than those that were there before.
 */
export function saveOwnCalendar(
  table: Table,
  scope: string,
  year: LoadedYear,
  { before, accessed }: { before: OwnCalendars | undefined; accessed: Accessed },
): Promise<boolean> {
  const others = (before?.years ?? []).filter(({ calendar }) => calendar.year !== year.calendar.year);
  const item: OwnCalendars = {
    scope,
    years: [...others, year],
    edition: (before?.edition ?? 0) + 1,
    pending: dueShardsOf(scope).map((shard) => ({ shard })),
    loadedAt: year.loadedAt,
  };
  const condition =
    before === undefined
      ? { ConditionExpression: "attribute_not_exists(pk)" }
      : { ConditionExpression: "edition = :before", ExpressionAttributeValues: { ":before": before.edition } };
  const Item = kinds.ownCalendars.mark({
    ...ownCalendarsKey(scope),
    ...calendarDueKeys(year.loadedAt, scope),
    ...item,
  });
  return putRecorded(table, { Item, ...condition }, accessed);
}

/** The provinces and counties whose clocks have yet to be recomputed with what was loaded up to an instant, a page at a time. */
export async function* scopesToRecompute(table: Table, loadedUntil: string): AsyncGenerator<string[]> {
  for await (const keys of dueKeyPages(table, calendarShards, loadedUntil, 100)) yield keys.map(scopeOfDue);
}

/** Notes that all else is recomputed; false for a calendar that was loaded again meanwhile, which starts again. */
export function keepOwnPending(
  table: Table,
  { scope, edition }: OwnCalendars,
  pending: readonly PendingShard[],
): Promise<boolean> {
  return ifUnchanged(
    updateItem(table, kinds.ownCalendars, {
      Key: ownCalendarsKey(scope),
      UpdateExpression: pending.length > 0 ? "SET pending = :pending" : "SET pending = :pending REMOVE dueShard, dueAt",
      ConditionExpression: "edition = :edition",
      ExpressionAttributeValues: { ":pending": pending, ":edition": edition },
    }),
  );
}
