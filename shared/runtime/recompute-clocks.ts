import { bundledCalendars, type Calendars } from "../domain/calendar.ts";
import { platform } from "../domain/case.ts";
import { casesWithClocks } from "../dynamo/case-lists.ts";
import { keepPending, loadCalendars } from "../dynamo/rules-store.ts";
import type { Table } from "../dynamo/table.ts";
import { calendarSpreadMilliseconds, caseStore, issueCommand } from "./issue-command.ts";
import { logLine } from "./log.ts";

/**
 * Recomputes every running clock with calendars loaded since, shard by shard, once no clock is started on an older one any
 * more. What is not done when the time is up is left for the next minute; a shard begun again changes nothing twice.
 */
export async function recomputeClocks(table: Table, now: () => string, hasTime: () => boolean): Promise<void> {
  const stored = await loadCalendars(table);
  const isKnownToAll = (loadedAt: string) => Date.parse(now()) - Date.parse(loadedAt) >= calendarSpreadMilliseconds;
  const pending = stored.filter(({ pendingShards, loadedAt }) => pendingShards.length > 0 && isKnownToAll(loadedAt));
  const calendars = [...bundledCalendars, ...stored.map(({ calendar }) => calendar)];
  for (const each of pending) {
    let left = each.pendingShards;
    for (const shard of each.pendingShards) {
      const count = await recomputeShard(table, shard, calendars, now, hasTime);
      if (count === undefined) return;
      left = left.filter((other) => other !== shard);
      await keepPending(table, each, left);
      logLine({ unit: "recompute-clocks", outcome: "ok", count });
    }
  }
}

/** How many cases were looked at; undefined when the time ran out before the end. */
async function recomputeShard(
  table: Table,
  shard: string,
  calendars: Calendars,
  now: () => string,
  hasTime: () => boolean,
): Promise<number | undefined> {
  // The calendar has just been loaded: what an environment remembers may be a minute old.
  const store = { ...caseStore(table), calendars: () => Promise.resolve(calendars) };
  let startKey: Record<string, unknown> | undefined;
  let count = 0;
  do {
    if (!hasTime()) return undefined;
    const page: Awaited<ReturnType<typeof casesWithClocks>> = await casesWithClocks(table, shard, startKey);
    for (const caseId of page.caseIds) {
      await issueCommand(store, caseId, { type: "recompute-clocks" }, { by: platform, at: now() });
      count += 1;
    }
    startKey = page.startKey;
  } while (startKey !== undefined);
  return count;
}
