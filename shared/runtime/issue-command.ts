import { bundledCalendars, type Calendars } from "../domain/calendar.ts";
import type { CaseState } from "../domain/case.ts";
import { allClocks } from "../domain/case-clocks.ts";
import { decide } from "../domain/decide.ts";
import type { NewEvent } from "../domain/events.ts";
import { given } from "../domain/given.ts";
import type { RulePack } from "../domain/rule-pack.ts";
import type { DecisionContext } from "../domain/verb.ts";
import type { CaseCommand } from "../domain/verbs.ts";
import type { StoredCase } from "../dynamo/case-items.ts";
import { appendTogether, type Change } from "../dynamo/case-store.ts";
import { loadCalendars } from "../dynamo/rules-store.ts";
import type { Table } from "../dynamo/table.ts";
import { untilItLands } from "../dynamo/version-conflict.ts";
import { loadCaseInCounty } from "./county-of-case.ts";
import { lawOfCase } from "./law-in-force.ts";
import { logLine, provisionalClock } from "./log.ts";

/** What deciding on a case needs of the store. */
export type CaseStore = {
  load: (caseId: string) => Promise<StoredCase | undefined>;
  /** Stores what was decided on each case in one transaction; answers with the cases as they stand then, in that order. */
  append: (changes: readonly Change[]) => Promise<StoredCase[]>;
  calendars: () => Promise<Calendars>;
  /** The law of a version, which the case keeps. */
  law: (versionId: string) => Promise<RulePack>;
};

export const caseStore = (table: Table): CaseStore => ({
  load: (caseId) => loadCaseInCounty(table, caseId),
  append: (changes) => appendTogether(table, changes),
  calendars: () => calendarsInForce(table),
  law: (versionId) => lawOfCase(table, versionId),
});

/** What a decision on a case of that rule pack rests on. */
export const contextOf = async (
  table: Table,
  rulePack: string,
  ask: Pick<DecisionContext, "at" | "by">,
): Promise<DecisionContext> => ({
  ...ask,
  rules: await lawOfCase(table, rulePack),
  calendars: await calendarsInForce(table),
});

/** A case, and what is decided on it. */
export type Deciding = { before: StoredCase; decide: (context: DecisionContext) => readonly NewEvent[] };

export type Issued =
  | { outcome: "done" | "unchanged"; stored: StoredCase; newEvents: readonly NewEvent[] }
  | { outcome: "not-found" }
  | { outcome: "stale"; version: number };

type Ask = Pick<DecisionContext, "at" | "by" | "documentId"> & { expectedVersion?: number | undefined };

/**
 * The one path of every change: read, decide, append. `plan` reads the cases concerned, the one asked about first, or finds
 * none. What was decided on `expectedVersion` of that one is stale once it has moved on, unless it is a repeat; without a
 * version it is decided again on whatever stands. All cases change in one transaction, or none does. Throws `CommandError`.
 */
export const issue = (
  store: CaseStore,
  plan: () => Promise<readonly [Deciding, ...Deciding[]] | undefined>,
  { expectedVersion, documentId, ...ask }: Ask,
): Promise<Issued> =>
  // Decided on a version that is gone: the reread shows whether it was this very command that landed.
  untilItLands(async () => {
    const planned = await plan();
    if (planned === undefined) return { outcome: "not-found" };
    const [{ before: first }] = planned;
    const calendars = await store.calendars();
    const changes = await Promise.all(
      planned.map(async ({ before, decide: decideOn }): Promise<Change> => {
        const context: DecisionContext = {
          ...ask,
          // The paper lies in the file of the case that was asked about.
          ...given("documentId", before === first ? documentId : undefined),
          rules: await store.law(before.state.rulePack),
          calendars,
        };
        return { before, newEvents: decideOn(context), context };
      }),
    );
    const moving = changes.filter(({ newEvents }) => newEvents.length > 0);
    if (moving.length === 0) return { outcome: "unchanged", stored: first, newEvents: [] };
    if (expectedVersion !== undefined && expectedVersion !== first.version) {
      return { outcome: "stale", version: first.version };
    }
    const stored = await store.append(moving);
    moving.forEach(({ before }, index) => {
      const after = stored[index];
      if (after !== undefined) warnOfProvisionalClocks(before.state, after);
    });
    const own = moving.findIndex(({ before }) => before === first);
    return { outcome: "done", stored: stored[own] ?? first, newEvents: moving[own]?.newEvents ?? [] };
  });

/** Issues one command of the platform's own on a case; `loaded` spares the first reading. Throws `CommandError`. */
export function issueCommand(
  store: CaseStore,
  caseId: string,
  command: CaseCommand,
  { loaded, ...ask }: Ask & { loaded?: StoredCase },
): Promise<Issued> {
  let known = loaded;
  return issue(
    store,
    async () => {
      const before = known ?? (await store.load(caseId));
      known = undefined;
      return before && [{ before, decide: (context) => decide(command, before.state, context) }];
    },
    ask,
  );
}

/** Says in the log that a clock has started, or been moved, over a year whose calendar is not loaded. */
export function warnOfProvisionalClocks(before: CaseState | undefined, { state, version }: StoredCase): void {
  const known = (before === undefined ? [] : allClocks(before))
    .filter((clock) => clock.provisional)
    .map((clock) => clock.dueAt);
  const fresh = allClocks(state).filter((clock) => clock.provisional && !known.includes(clock.dueAt));
  if (fresh.length === 0) return;
  logLine({ unit: provisionalClock, outcome: "ok", caseId: state.caseId, version, count: fresh.length });
}

const freshMilliseconds = 60_000;
/**
 * How long after the loading of a calendar a command may still be decided on the one before: as long as it is remembered,
 * and then some for the call that is under way.
 */
export const calendarSpreadMilliseconds = freshMilliseconds + 60_000;
const known = new Map<string, { calendars: Calendars; readAt: number }>();

/** The bundled calendars, and over them those the coordinator has loaded; looked up once a minute. */
async function calendarsInForce(table: Table): Promise<Calendars> {
  const kept = known.get(table.name);
  if (kept !== undefined && Math.abs(Date.now() - kept.readAt) < freshMilliseconds) return kept.calendars;
  const calendars = [...bundledCalendars, ...(await loadCalendars(table)).map(({ calendar }) => calendar)];
  known.set(table.name, { calendars, readAt: Date.now() });
  return calendars;
}
