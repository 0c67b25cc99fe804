import { bundledCalendars, type Calendars } from "../domain/calendar.ts";
import type { Actor, CaseState } from "../domain/case.ts";
import { allClocks } from "../domain/case-clocks.ts";
import type { CaseCommand } from "../domain/commands.ts";
import { decide } from "../domain/decide.ts";
import type { CaseHappening } from "../domain/events.ts";
import type { RulePack } from "../domain/rule-pack.ts";
import { type DecisionContext, given } from "../domain/step.ts";
import type { StoredCase } from "../dynamo/case-items.ts";
import { appendEvents, loadCase } from "../dynamo/case-store.ts";
import { loadCalendars } from "../dynamo/rules-store.ts";
import type { Table } from "../dynamo/table.ts";
import { untilItLands } from "../dynamo/version-conflict.ts";
import { lawOfCase } from "./law-in-force.ts";
import { logLine, provisionalClock } from "./log.ts";

/** What issuing a command needs of the store. */
export type CaseStore = {
  load: (caseId: string) => Promise<StoredCase | undefined>;
  append: (before: StoredCase, happenings: readonly CaseHappening[], context: DecisionContext) => Promise<StoredCase>;
  calendars: () => Promise<Calendars>;
  /** The law of a version, which the case keeps. */
  law: (versionId: string) => Promise<RulePack>;
};

export const caseStore = (table: Table): CaseStore => ({
  load: (caseId) => loadCase(table, caseId),
  append: (before, happenings, context) => appendEvents(table, before, happenings, context),
  calendars: () => calendarsInForce(table),
  law: (versionId) => lawOfCase(table, versionId),
});

/** What a decision on a case of that rule pack rests on. */
export async function contextOf(
  table: Table,
  rulePack: string,
  ask: Pick<DecisionContext, "at" | "by" | "documentId">,
): Promise<DecisionContext> {
  return { ...ask, rules: await lawOfCase(table, rulePack), calendars: await calendarsInForce(table) };
}

export type Issued =
  | { outcome: "done" | "unchanged"; stored: StoredCase; happenings: readonly CaseHappening[] }
  | { outcome: "not-found" }
  | { outcome: "stale"; version: number };

/**
 * The one path of every change: read, decide, append. A command decided on `expectedVersion` is refused as stale once the
 * case has moved on, unless it is a repeat; without one it is decided again on whatever stands. Throws `Refusal`.
 */
export async function issueCommand(
  store: CaseStore,
  caseId: string,
  command: CaseCommand,
  ask: {
    by: Actor;
    at: string;
    documentId?: string;
    expectedVersion?: number | undefined;
    visible?: (stored: StoredCase) => boolean;
  },
): Promise<Issued> {
  // Decided on a version that is gone: the reread shows whether it was this very command that landed.
  return untilItLands(async () => {
    const before = await store.load(caseId);
    if (before === undefined || ask.visible?.(before) === false) return { outcome: "not-found" };
    const stale = ask.expectedVersion !== undefined && ask.expectedVersion !== before.version;
    const context: DecisionContext = {
      at: ask.at,
      by: ask.by,
      ...given("documentId", ask.documentId),
      rules: await store.law(before.state.rulePack),
      calendars: await store.calendars(),
    };
    const happenings = decide(command, before.state, context);
    if (happenings.length === 0) return { outcome: "unchanged", stored: before, happenings };
    if (stale) return { outcome: "stale", version: before.version };
    const stored = await store.append(before, happenings, context);
    warnOfProvisionalClocks(before.state, stored);
    return { outcome: "done", stored, happenings };
  });
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
