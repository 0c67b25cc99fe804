import { type Calendars, endOfShanghaiDay, shanghaiDate } from "./calendar.ts";
import type { CaseClock, ClockKind } from "./case.ts";
import { type CaseState, isLoopClosed, isOver, isWithBody } from "./case-state.ts";
import { type DueDate, dueAt, dueOn, type Length, warnTimes } from "./clocks.ts";
import { given } from "./given.ts";
import type { RulePack } from "./rule-pack.ts";

/** A clock of so many days or months from an instant. */
export const clockOf = (kind: ClockKind, startedAt: string, length: Length, calendars: Calendars): CaseClock => {
  const kept = "months" in length ? { months: length.months } : { days: length.days, unit: length.unit };
  return { kind, startedAt, length: kept, ...ending(dueAt({ startedAt, ...kept }, calendars)) };
};

/** A clock that ends with a day that an agency set, whatever day that is. */
export const clockUntil = (kind: ClockKind, startedAt: string, lastDay: string): CaseClock => ({
  kind,
  startedAt,
  dueAt: endOfShanghaiDay(lastDay),
});

/** A clock that ends with a day that the parties agreed on: on a rest day it ends with the next working day (民法典 第203条). */
export const clockAgreed = (kind: ClockKind, startedAt: string, until: string, calendars: Calendars): CaseClock => ({
  kind,
  startedAt,
  until,
  ...ending(dueOn(until, [], calendars)),
});

/** The clocks with this one in place of another of its kind. */
export const withClock = (clocks: readonly CaseClock[], clock: CaseClock): CaseClock[] => [
  ...clocks.filter(({ kind }) => kind !== clock.kind),
  clock,
];

export const withoutClocks = (clocks: readonly CaseClock[], ...kinds: ClockKind[]): CaseClock[] =>
  clocks.filter(({ kind }) => !kinds.includes(kind));

/**
 * The clocks run on after a pause: the days in between do not count (appraisal, 医疗纠纷预防和处理条例 第38条). The new
 * end is warned of again.
 */
export const resumed = (clocks: readonly CaseClock[], at: string, calendars: Calendars): CaseClock[] =>
  clocks.map((clock) => {
    const { pausedSince, warned: _warned, ...running } = clock;
    if (pausedSince === undefined) return clock;
    const pause = { from: shanghaiDate(pausedSince), to: shanghaiDate(at) };
    if (pause.from === pause.to) return running;
    const until = running.length === undefined ? (running.until ?? lastDayOf(running)) : undefined;
    return timed({ ...running, ...given("until", until), pauses: [...(running.pauses ?? []), pause] }, calendars);
  });

/** The clocks as the calendars now loaded make them. */
export const recomputed = (clocks: readonly CaseClock[], calendars: Calendars): CaseClock[] =>
  clocks.map((clock) => timed(clock, calendars));

/** The clock with these pauses, and the end that follows. */
export const withPauses = (
  clock: CaseClock,
  pauses: NonNullable<CaseClock["pauses"]>,
  calendars: Calendars,
): CaseClock => (pauses.length === 0 ? clock : timed({ ...clock, pauses }, calendars));

/** The clock with its end computed from what it is: start, length or set day, and pauses. */
function timed({ provisional: _, ...clock }: CaseClock, calendars: Calendars): CaseClock {
  const { startedAt, length, until, pauses = [] } = clock;
  if (length !== undefined) return { ...clock, ...ending(dueAt({ startedAt, ...length, pauses }, calendars)) };
  // A day that an agency set is the end, whatever the calendars say.
  return until === undefined ? clock : { ...clock, ...ending(dueOn(until, pauses, calendars)) };
}

const ending = (due: Pick<DueDate, "dueAt" | "provisional">): Pick<CaseClock, "dueAt" | "provisional"> => ({
  dueAt: due.dueAt,
  ...given("provisional", due.provisional || undefined),
});

const lastDayOf = ({ dueAt: end }: CaseClock): string => shanghaiDate(new Date(Date.parse(end) - 1).toISOString());

/** The clocks of the case and those that run at its referrers. */
export const allClocks = (state: CaseState): CaseClock[] => [...state.clocks, ...state.senderClocks];

/** The instants at which a clock warns, then the one at which it ends. */
const instantsOf = ({ startedAt, dueAt: end }: CaseClock, rules: RulePack): string[] => [
  ...warnTimes(startedAt, end, rules.warnShares).filter((time) => time < end),
  end,
];

/** How many of a clock's warnings are past at an instant. */
export const warningsPast = (clock: CaseClock, at: string, rules: RulePack): number =>
  instantsOf(clock, rules).filter((time) => time < clock.dueAt && Date.parse(time) <= Date.parse(at)).length;

const nextOf = (clock: CaseClock, rules: RulePack): string | undefined =>
  clock.breached === true || clock.pausedSince !== undefined
    ? undefined
    : // A recomputed clock may have fewer warnings than are out.
      (instantsOf(clock, rules)[clock.warned ?? 0] ?? clock.dueAt);

export const later = (instant: string, seconds: number): string =>
  new Date(Date.parse(instant) + seconds * 1000).toISOString();

/** When an obligation of the platform itself must be looked at again: a case not routed, a result not acknowledged. */
export function guardOf(state: CaseState, rules: RulePack): string | undefined {
  if (state.status === "submitted") return later(state.waitingSince, rules.routingGuardMinutes * 60);
  if (state.status !== "closed") return undefined;
  return isLoopClosed(state) && state.recallOpen === undefined ? undefined : state.remindAt;
}

/** The reports of danger that no station has acknowledged, and when it is reminded: each time after twice as long. */
export const unsignedReports = (
  { dangerReports = [] }: CaseState,
  rules: RulePack,
): { policeId: string; remindAt: string }[] =>
  dangerReports.flatMap(({ policeId, unsignedSince, remindedAt }) => {
    if (unsignedSince === undefined) return [];
    const last = remindedAt ?? unsignedSince;
    const waited = (Date.parse(last) - Date.parse(unsignedSince)) / 1000;
    return [{ policeId, remindAt: later(last, Math.max(rules.dangerGuardHours * 3600, waited)) }];
  });

/** The next instant at which the clock has something to do on the case; undefined when nothing is open. */
export function nextDueAt(state: CaseState, rules: RulePack): string | undefined {
  const proposal = isOver(state) ? undefined : state.gradeProposal?.dueAt;
  const guards = [proposal, guardOf(state, rules), ...unsignedReports(state, rules).map(({ remindAt }) => remindAt)];
  const instants = [...guards, ...allClocks(state).map((clock) => nextOf(clock, rules))];
  // Undefined ones are sorted to the end.
  return instants.sort()[0];
}

/** The clock that ends first of what is before the body that holds the case; undefined when none runs. */
export const workClock = (state: CaseState): CaseClock | undefined => {
  // Whether a case may be mediated on is the coordinator's to decide, not the body's.
  const own = isWithBody(state) ? withoutClocks(state.clocks, "triage") : state.clocks;
  return own.toSorted((one, other) => one.dueAt.localeCompare(other.dueAt))[0];
};

/** When that body must be done with what is before it, for its work list; undefined when unbounded. */
export const workDueAt = (state: CaseState): string | undefined => workClock(state)?.dueAt;
