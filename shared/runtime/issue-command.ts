import type { Calendars } from "../domain/calendar.ts";
import { allClocks } from "../domain/case-clocks.ts";
import type { CaseState } from "../domain/case-state.ts";
import { CommandError } from "../domain/command-error.ts";
import { decide, movedOn, notDone } from "../domain/decide.ts";
import type { NewEvent } from "../domain/events.ts";
import { given } from "../domain/given.ts";
import type { RulePack } from "../domain/rule-pack.ts";
import type { DecisionContext } from "../domain/verb.ts";
import type { CaseCommand } from "../domain/verbs.ts";
import type { StoredCase, StoredEvent } from "../dynamo/case-items.ts";
import { appendTogether, type Change, loadHistory } from "../dynamo/case-store.ts";
import type { Table } from "../dynamo/table.ts";
import { untilItLands } from "../dynamo/version-conflict.ts";
import { calendarsInForce, withCalendars } from "./calendars-in-force.ts";
import { loadCaseInCounty } from "./county-of-case.ts";
import { lawOfCase } from "./law-in-force.ts";
import { logLine, provisionalClock } from "./log.ts";
import type { Spoken } from "./spoken.ts";

/** What deciding on a case needs of the store. */
export type CaseStore = {
  load: (caseId: string) => Promise<StoredCase | undefined>;
  /** Stores what was decided on each case in one transaction; answers with the cases as they stand then, in that order. */
  append: (changes: readonly Change[]) => Promise<StoredCase[]>;
  history: (caseId: string) => Promise<StoredEvent[]>;
  calendars: () => Promise<Calendars>;
  /** The law of a version, which the case keeps. */
  law: (versionId: string) => Promise<RulePack>;
};

export const caseStore = (table: Table): CaseStore => ({
  load: (caseId) => loadCaseInCounty(table, caseId),
  append: (changes) => appendTogether(table, changes),
  history: (caseId) => loadHistory(table, caseId),
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

/** A case, what is decided on it, and what a caller said to cause that. */
export type Deciding = {
  before: StoredCase;
  decide: (context: DecisionContext) => readonly NewEvent[];
  spoken?: Spoken;
};

export type Issued =
  | { outcome: "done" | "unchanged"; stored: StoredCase; newEvents: readonly NewEvent[] }
  | { outcome: "not-found" }
  | { outcome: "stale"; stored: StoredCase };

type Ask = Pick<DecisionContext, "at" | "by" | "documentId"> & { expectedVersion?: number | undefined };

/**
 * The one path of every change: read, decide, append. `plan` reads the cases concerned, the one asked about first, or finds
 * none. What was decided on `expectedVersion` of that one is stale once it has moved on, unless it is a repeat; without a
 * version it is decided again on whatever stands. All cases change in one transaction, or none does. Throws `CommandError`,
 * `already-done-otherwise` where a caller finds what it asks for done with other content.
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
    const [first] = planned;
    const contextOn = async ({ before }: Deciding): Promise<KnownContext> => ({
      ...ask,
      // The paper lies in the file of the case that was asked about.
      ...given("documentId", before === first.before ? documentId : undefined),
      rules: await store.law(before.state.rulePack),
    });
    const decided = await decideAll(store, planned, contextOn);
    const moving = decided instanceof CommandError ? [] : decided.filter(({ newEvents }) => newEvents.length > 0);
    const { version } = first.before;
    if (moving.length === 0 || (expectedVersion !== undefined && expectedVersion !== version)) {
      const refusal = decided instanceof CommandError ? decided : undefined;
      const context = { ...(await contextOn(first)), calendars: await store.calendars(), expectedVersion };
      return withoutEffect(store, first, context, { ...given("refusal", refusal), isDue: moving.length > 0 });
    }
    if (await isSaidTwice(store, first, ask)) return { outcome: "unchanged", stored: first.before, newEvents: [] };
    const stored = await store.append(moving);
    moving.forEach(({ before }, index) => {
      const after = stored[index];
      if (after !== undefined) warnOfProvisionalClocks(before.state, after);
    });
    const own = moving.findIndex(({ before }) => before === first.before);
    return { outcome: "done", stored: stored[own] ?? first.before, newEvents: moving[own]?.newEvents ?? [] };
  });

/** The context of a decision, but for the calendars, which not every decision asks for. */
type KnownContext = Omit<DecisionContext, "calendars">;

/** What is decided on each case, or the refusal of one. Throws all other errors. */
async function decideAll(
  store: CaseStore,
  planned: readonly Deciding[],
  contextOn: (deciding: Deciding) => Promise<KnownContext>,
): Promise<Change[] | CommandError> {
  try {
    return await Promise.all(
      planned.map(async (deciding) => {
        const { before, decide: decideOn, spoken } = deciding;
        const context = await contextOn(deciding);
        const newEvents = await withCalendars(context, store.calendars, decideOn);
        return { before, newEvents, context, ...given("cause", spoken?.cause) };
      }),
    );
  } catch (error) {
    if (error instanceof CommandError) return error;
    throw error;
  }
}

/** Whether a caller says of what is sealed what it has said already: that cannot be compared with the state. */
const isSaidTwice = async (store: CaseStore, { before, spoken }: Deciding, by: Pick<Ask, "by">): Promise<boolean> =>
  spoken?.isSealed === true && spoken.isSaidTwice(spoken.sees(await store.history(before.state.caseId)), by);

type SpokenContext = DecisionContext & { expectedVersion: number | undefined };

/**
 * The answer to a command that changes nothing: it is a repeat, or stale, or refused. A caller's repeat must say what was said
 * before; the platform's own is told by the state alone. `isDue`: on a later version it would have an effect.
 */
async function withoutEffect(
  store: CaseStore,
  { before, spoken }: Deciding,
  context: SpokenContext,
  { refusal, isDue }: { refusal?: CommandError; isDue: boolean },
): Promise<Issued> {
  const { state, version } = before;
  const isLost = refusal?.code === "not-allowed" || refusal?.code === "moved-on";
  if (isLost || (refusal !== undefined && spoken === undefined)) throw refusal;
  const history = spoken === undefined ? [] : spoken.sees(await store.history(state.caseId));
  const known = history.filter(({ sequence }) => sequence <= version);
  const byState = isDue ? "not-done" : "same";
  const repetition = spoken === undefined ? byState : spoken.repetition(known, context);
  if (repetition === "same") return { outcome: "unchanged", stored: before, newEvents: [] };
  // Neither where the case stands now nor its version is for one that put it down.
  if (spoken?.isOver === true && repetition === "not-done") throw movedOn(context);
  const isStale = context.expectedVersion !== undefined && context.expectedVersion !== version;
  const isIllegal = refusal?.code === "illegal-transition" || spoken?.isOver === true;
  if (refusal !== undefined && (repetition === "not-done" || !isIllegal)) throw refusal;
  if (spoken === undefined || (isStale && !spoken.isOver)) return { outcome: "stale", stored: before };
  if (repetition === "not-done") throw notDone(spoken.cause.verb, state, context);
  const { sequence, type, at, by, data } = repetition.stands;
  const stands = { version: sequence, type, at, by, data };
  throw new CommandError("already-done-otherwise", `${spoken.cause.verb} was done otherwise`, { stands });
}

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
