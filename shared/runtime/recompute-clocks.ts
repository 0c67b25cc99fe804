import { platform } from "../domain/case.ts";
import { casesWithClocks } from "../dynamo/case-lists.ts";
import { keepPending, loadCalendars, type StoredCalendar } from "../dynamo/rules-store.ts";
import type { Table } from "../dynamo/table.ts";
import { casesAtOnce } from "./act-on-deadlines.ts";
import { calendarSpreadMilliseconds, calendarsWith } from "./calendars-in-force.ts";
import { caseStore, issueCommand } from "./issue-command.ts";
import { logLine } from "./log.ts";

/**
 * Recomputes every running clock with calendars loaded since, shard by shard, once no clock is started on an older one any
 * more. Work left when the time is up continues in the next minute; a case that comes up again is not changed twice.
 *
 * Each run lists a shard anew and goes through it by case id, not by due time: a command may bring a case forward in the
 * index, before a place that a walk has passed, and leave another of its clocks on the older calendar (a petition's, when
 * mediation fails). Its id stays, and what a command starts from now on is computed with the new calendar.
 *
 * A case that cannot be recomputed holds up no other: it is named in the log, and the run fails in the end. `known` are the
 * calendars loaded so far, if this run has read them already.
 */
export async function recomputeClocks(
  table: Table,
  now: () => string,
  hasTime: () => boolean,
  known?: readonly StoredCalendar[],
): Promise<void> {
  const stored = known ?? (await loadCalendars(table));
  const isKnownToAll = (loadedAt: string) => Date.parse(now()) - Date.parse(loadedAt) >= calendarSpreadMilliseconds;
  // The calendar has just been loaded: what an environment remembers may be a minute old.
  const store = { ...caseStore(table), calendars: () => Promise.resolve(calendarsWith(stored)) };
  const failures: unknown[] = [];
  const recompute = async (caseId: string) => {
    try {
      await issueCommand(store, caseId, { type: "recompute-clocks" }, { by: platform, at: now() });
    } catch (error) {
      failures.push(error);
      logLine({ unit: "recompute-clocks", outcome: "failed", caseId, error: String(error) });
    }
  };

  for (const each of stored.filter(({ loadedAt }) => isKnownToAll(loadedAt))) {
    for (const [index, { shard, from = "" }] of each.pending.entries()) {
      const others = each.pending.slice(index + 1);
      const left = (await casesWithClocks(table, shard)).filter((caseId) => caseId >= from);
      const count = left.length;
      do {
        if (!hasTime()) return refuse(failures);
        await Promise.all(left.splice(0, casesAtOnce).map(recompute));
        const [next] = left;
        await keepPending(table, each, next === undefined ? others : [{ shard, from: next }, ...others]);
      } while (left.length > 0);
      logLine({ unit: "recompute-clocks", outcome: "ok", count });
    }
  }
  refuse(failures);
}

function refuse(failures: readonly unknown[]): void {
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} cases keep their old clocks`);
}
