import { platform } from "../domain/case.ts";
import { once } from "../domain/once.ts";
import { nationwide } from "../domain/scope.ts";
import { casesWithClocks } from "../dynamo/case-lists.ts";
import { keepOwnPending, loadOwnCalendars, scopesToRecompute } from "../dynamo/own-calendars-store.ts";
import { keepPending, loadCalendars, type PendingShard } from "../dynamo/rules-store.ts";
import type { Table } from "../dynamo/table.ts";
import { casesAtOnce } from "./act-on-deadlines.ts";
import { calendarSpreadMilliseconds, calendarsOfRun, type Nation } from "./calendars-in-force.ts";
import { caseStore, issueCommand } from "./issue-command.ts";
import { logLine } from "./log.ts";

/** What is left to recompute with calendars that were loaded at once, and how to note it: false where they were loaded again. */
type Recomputing = {
  pending: readonly PendingShard[];
  keep: (pending: readonly PendingShard[]) => Promise<boolean>;
};

/**
 * Recomputes every running clock with calendars loaded since, shard by shard, once no clock is started on an older one any
 * more: all clocks with the nation's, those of a province's or county's cases with its own. Work left when the time is up
 * continues in the next minute; a case that comes up again is not changed twice.
 *
 * Each run lists a shard again and goes through it by case id, not by due time: a command may bring a case forward in the
 * index, before a place that a walk has passed, and leave another of its clocks on the older calendar (a petition's, when
 * mediation fails). Its id stays, and what a command starts from now on is computed with the new calendar.
 *
 * A case that cannot be recomputed holds up no other: it is named in the log, and the run fails in the end. `nation` reads
 * the nation's calendars, once in a run.
 */
export async function recomputeClocks(
  table: Table,
  now: () => string,
  hasTime: () => boolean,
  nation: Nation = once(() => loadCalendars(table)),
): Promise<void> {
  // A calendar has just been loaded: what an environment remembers may be a minute old.
  const store = { ...caseStore(table), calendars: calendarsOfRun(table, nation) };
  const failures: unknown[] = [];
  const recompute = async (caseId: string) => {
    try {
      await issueCommand(store, caseId, { type: "recompute-clocks" }, { by: platform, at: now() });
    } catch (error) {
      failures.push(error);
      logLine({ unit: "recompute-clocks", outcome: "failed", caseId, error: String(error) });
    }
  };
  /** False where the time is up. One that is loaded again meanwhile is left to a later run. */
  const goThrough = async ({ pending, keep }: Recomputing): Promise<boolean> => {
    for (const [index, { shard, from = "" }] of pending.entries()) {
      const others = pending.slice(index + 1);
      const left = (await casesWithClocks(table, shard)).filter((caseId) => caseId >= from);
      const count = left.length;
      do {
        if (!hasTime()) return false;
        await Promise.all(left.splice(0, casesAtOnce).map(recompute));
        const [next] = left;
        if (!(await keep(next === undefined ? others : [{ shard, from: next }, ...others]))) return true;
      } while (left.length > 0);
      logLine({ unit: "recompute-clocks", outcome: "ok", count });
    }
    return true;
  };
  for await (const each of allPending(table, nation, now)) {
    if (!(await goThrough(each))) break;
  }
  refuse(failures);
}

/** Tables in which nothing waits that an earlier release left without a key in the due index. */
const clear = new WeakSet<Table["client"]>();

/** What is left of the nation's calendars and of those of provinces and counties that all environments know by now. */
async function* allPending(table: Table, nation: Nation, now: () => string): AsyncGenerator<Recomputing> {
  const knownToAll = new Date(Date.parse(now()) - calendarSpreadMilliseconds).toISOString();
  const isLookedAt = !clear.has(table.client);
  if (isLookedAt) yield* pendingOfNation(table, nation, knownToAll);
  for await (const scopes of scopesToRecompute(table, knownToAll)) {
    for (const scope of new Set(scopes)) {
      if (scope !== nationwide) yield* pendingOf(table, scope, knownToAll);
      else if (!isLookedAt) yield* pendingOfNation(table, nation, knownToAll);
    }
  }
}

async function* pendingOfNation(table: Table, nation: Nation, knownToAll: string): AsyncGenerator<Recomputing> {
  const stored = await nation();
  if (stored.every(({ pending }) => pending.length === 0)) clear.add(table.client);
  for (const each of stored.filter(({ loadedAt }) => loadedAt <= knownToAll)) {
    yield { pending: each.pending, keep: (pending) => keepPending(table, each, pending) };
  }
}

async function* pendingOf(table: Table, scope: string, knownToAll: string): AsyncGenerator<Recomputing> {
  const own = await loadOwnCalendars(table, scope);
  // The index is behind the table.
  if (own === undefined || own.loadedAt > knownToAll) return;
  yield { pending: own.pending, keep: (pending) => keepOwnPending(table, own, pending) };
}

function refuse(failures: readonly unknown[]): void {
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} cases keep their old clocks`);
}
