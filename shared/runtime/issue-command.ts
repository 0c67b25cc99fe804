import type { Sealer } from "../aws/seal.ts";
import type { Calendars } from "../domain/calendar.ts";
import { allClocks } from "../domain/case-clocks.ts";
import type { CaseState } from "../domain/case-state.ts";
import { CommandError } from "../domain/command-error.ts";
import { decide, movedOn, notDone } from "../domain/decide.ts";
import { isOnlyNotedSince, type NewEvent } from "../domain/events.ts";
import { given } from "../domain/given.ts";
import { once } from "../domain/once.ts";
import type { RulePack } from "../domain/rule-pack.ts";
import type { DecisionContext } from "../domain/verb.ts";
import type { CaseCommand } from "../domain/verbs.ts";
import type { CaseTexts, StoredCase, StoredEvent } from "../dynamo/case-items.ts";
import { appendTogether, type Change, loadHistory } from "../dynamo/case-store.ts";
import type { Table } from "../dynamo/table.ts";
import { untilItLands } from "../dynamo/version-conflict.ts";
import { calendarsInForce, withCalendars } from "./calendars-in-force.ts";
import { openEvents } from "./case-texts.ts";
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
  /** An event with its free texts, for one who may read it. */
  opened: (stands: CaseState, event: StoredEvent) => Promise<StoredEvent>;
  /** Those by which the county of a case counts. */
  calendars: (county: string) => Promise<Calendars>;
  /** The law of a version, which the case keeps. */
  law: (versionId: string) => Promise<RulePack>;
};

export const caseStore = (table: Table, sealer?: Sealer): CaseStore => ({
  load: (caseId) => loadCaseInCounty(table, caseId),
  append: (changes) => appendTogether(table, changes),
  history: (caseId) => loadHistory(table, caseId),
  // An act of the platform shows no text to anybody.
  opened: async (stands, event) => {
    const [opened = event] = sealer === undefined ? [] : await openEvents({ table, sealer }, stands, [event]);
    return opened;
  },
  calendars: (county) => calendarsInForce(table, county),
  law: (versionId) => lawOfCase(table, versionId),
});

/** What a decision on a case of that rule pack and county rests on. */
export const contextOf = async (
  table: Table,
  { rulePack, county }: Pick<CaseState, "rulePack" | "county">,
  ask: Pick<DecisionContext, "at" | "by">,
): Promise<DecisionContext> => ({
  ...ask,
  rules: await lawOfCase(table, rulePack),
  calendars: await calendarsInForce(table, county),
});

/** A case, what is decided on it, and what a caller said to cause that. */
export type Deciding = {
  before: StoredCase;
  decide: (context: DecisionContext) => readonly NewEvent[];
  spoken?: Spoken;
  /** What seals the free texts that were said. */
  texts?: CaseTexts;
};

export type Issued =
  | { outcome: "done" | "unchanged"; stored: StoredCase; newEvents: readonly NewEvent[] }
  | { outcome: "not-found" }
  | { outcome: "stale"; stored: StoredCase };

type Ask = Pick<DecisionContext, "at" | "by" | "documentId"> & {
  /** The versions of the case on any of which the caller would decide so; undefined for all. */
  expectedVersions?: readonly number[] | undefined;
};

/**
 * The one path of every change: read, decide, append. `plan` reads the cases concerned, the one asked about first, or finds
 * none. A command on a version of that one is stale once it has moved on, unless by a note or it is a repeat; without
 * a version it is decided again on whatever stands. All cases change in one transaction, or none does. Throws `CommandError`,
 * `already-done-otherwise` where a caller finds what it asks for done with other content.
 */
export const issue = (
  store: CaseStore,
  plan: () => Promise<readonly [Deciding, ...Deciding[]] | undefined>,
  { expectedVersions, documentId, ...ask }: Ask,
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
    const history = once(() => store.history(first.before.state.caseId));
    const isStale = !(await standsAsSeen(history, first, { ...ask, expectedVersions }));
    if (moving.length === 0 || isStale) {
      const error = decided instanceof CommandError ? decided : undefined;
      const context = {
        ...(await contextOn(first)),
        calendars: await store.calendars(first.before.state.county),
        expectedVersions,
      };
      return withoutEffect({ ...store, history }, first, context, {
        ...given("error", error),
        isDue: moving.length > 0,
        isStale,
      });
    }
    if (await isSaidTwice(history, first, ask)) return { outcome: "unchanged", stored: first.before, newEvents: [] };
    const stored = await store.append(moving);
    moving.forEach(({ before }, index) => {
      const after = stored[index];
      if (after !== undefined) warnOfProvisionalClocks(before.state, after);
    });
    const own = moving.findIndex(({ before }) => before === first.before);
    return { outcome: "done", stored: stored[own] ?? first.before, newEvents: moving[own]?.newEvents ?? [] };
  });

/**
 * Whether the case stands as its caller saw it when deciding: nothing but notes have been added since, and the step that it
 * asks for was not taken on one of those versions already. The platform decides on the very version.
 */
async function standsAsSeen(
  history: History,
  { before, spoken }: Deciding,
  { expectedVersions, by }: Pick<Ask, "by" | "expectedVersions">,
): Promise<boolean> {
  if (expectedVersions === undefined) return true;
  const { version } = before;
  const isCurrent = expectedVersions.includes(version);
  const gone = expectedVersions.filter((seen) => seen < version);
  if (spoken === undefined || gone.length === 0) return isCurrent;
  const known = await history();
  if (spoken.isRetry(spoken.sees(known), { by, expectedVersions: gone })) return false;
  return isCurrent || isOnlyNotedSince(known, Math.max(...gone), version);
}

/** The context of a decision, but for the calendars, which not every decision asks for. */
type KnownContext = Omit<DecisionContext, "calendars">;

/** What is decided on each case, or the command error of one. Throws all other errors. */
async function decideAll(
  store: CaseStore,
  planned: readonly Deciding[],
  contextOn: (deciding: Deciding) => Promise<KnownContext>,
): Promise<Change[] | CommandError> {
  try {
    return await Promise.all(
      planned.map(async (deciding) => {
        const { before, decide: decideOn, spoken, texts } = deciding;
        const context = await contextOn(deciding);
        const newEvents = await withCalendars(context, () => store.calendars(before.state.county), decideOn);
        return { before, newEvents, context, ...given("cause", spoken?.cause), ...given("texts", texts) };
      }),
    );
  } catch (error) {
    if (error instanceof CommandError) return error;
    throw error;
  }
}

/** Whether a caller says of what is sealed what it has said already: that cannot be compared with the state. */
const isSaidTwice = async (history: History, { spoken }: Deciding, by: Pick<Ask, "by">): Promise<boolean> =>
  spoken?.isSealed === true && spoken.isSaidTwice(spoken.sees(await history()), by);

/** All that has happened to the case that was asked about, read when somebody asks. */
type History = () => Promise<StoredEvent[]>;
type SpokenContext = DecisionContext & Pick<Ask, "expectedVersions">;

/**
 * The answer to a command that changes nothing: it is a repeat, or stale, or refused. A caller's repeat must say what was said
 * before; the platform's own is told by the state alone. `isDue`: on a later version it would have an effect.
 */
async function withoutEffect(
  { history: read, opened }: Pick<CaseStore, "opened"> & { history: History },
  { before, spoken }: Deciding,
  context: SpokenContext,
  { error, isDue, isStale }: { error?: CommandError; isDue: boolean; isStale: boolean },
): Promise<Issued> {
  const { state, version } = before;
  const isLost = error?.code === "not-allowed" || error?.code === "moved-on";
  if (isLost || (error !== undefined && spoken === undefined)) throw error;
  const history = spoken === undefined ? [] : spoken.sees(await read());
  const known = history.filter(({ sequence }) => sequence <= version);
  const byState = isDue ? "not-done" : "same";
  const repetition = spoken === undefined ? byState : spoken.repetition(known, context);
  if (repetition === "same") return { outcome: "unchanged", stored: before, newEvents: [] };
  // Neither where the case stands now nor its version is for one that put it down.
  if (spoken?.isOver === true && repetition === "not-done") throw movedOn(context);
  const isIllegal = error?.code === "illegal-transition" || spoken?.isOver === true;
  if (error !== undefined && (repetition === "not-done" || !isIllegal)) throw error;
  if (spoken === undefined || (isStale && !spoken.isOver)) return { outcome: "stale", stored: before };
  if (repetition === "not-done") throw notDone(spoken.cause.verb, state, context);
  const { sequence, at, by, ...said } = repetition.stands;
  const kept = history.find((event) => event.sequence === sequence);
  const { type, data } = kept === undefined ? said : await opened(state, kept);
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
