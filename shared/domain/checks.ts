import { shanghaiDate } from "./calendar.ts";
import type { CaseClock } from "./case.ts";
import type { CaseState } from "./case-state.ts";
import { dueOn, isOverdue } from "./clocks.ts";
import { CommandError } from "./command-error.ts";
import { given } from "./given.ts";
import type { DecisionContext } from "./verb.ts";

// The checks that several verbs share before they take effect; each throws `CommandError` with the path of the field at fault.

/** Throws `time-in-future` for an instant that is yet to come. */
export function notInFuture(time: string, path: string, now: string): void {
  if (Date.parse(time) > Date.parse(now)) throw new CommandError("time-in-future", `${time} is yet to come`, { path });
}

/** Throws `time-in-future` for a day that is yet to come in Shanghai. */
export function dayNotInFuture(date: string, path: string, now: string): void {
  if (date > shanghaiDate(now)) throw new CommandError("time-in-future", `${date} is yet to come`, { path });
}

/** Throws `time-before` for a day in Shanghai that lies before the one it must follow. */
export function notBefore(date: string, earliest: string, path: string): void {
  if (date < earliest)
    throw new CommandError(
      "time-before",
      { en: `${date} is before ${earliest}`, zh: `不得早于 ${earliest}。` },
      { path },
    );
}

/** Throws `unknown-party` for a party that the case does not have, `consent-missing` unless every party is named once. */
export function requireAllParties(state: CaseState, parties: readonly number[], path: string): void {
  const named = new Set(parties);
  const { partyCount } = state.dispute;
  const unknown = parties.find((party) => party > partyCount);
  if (unknown !== undefined)
    throw new CommandError(
      "unknown-party",
      { en: `the case has ${partyCount} parties`, zh: `本案只有 ${partyCount} 名当事人。` },
      { path, partyCount },
    );
  if (named.size !== partyCount) {
    const message = { en: `all ${partyCount} parties must agree`, zh: `须全体 ${partyCount} 名当事人同意。` };
    throw new CommandError("consent-missing", message, { path, partyCount });
  }
}

/**
 * A step after the day that the parties agreed on requires a reason: throws `reason-required` when none is given. A day on which
 * nobody works rolls to the next working day.
 */
export function reasonIfAfter(
  agreedDay: string | undefined,
  doneOn: string,
  lateReason: string | undefined,
  { calendars }: Pick<DecisionContext, "calendars">,
): void {
  if (agreedDay === undefined || lateReason !== undefined) return;
  const { lastDay } = dueOn(agreedDay, [], calendars);
  if (doneOn > lastDay) throw late(lastDay);
}

const late = (lastDay: string): CommandError =>
  new CommandError(
    "reason-required",
    { en: `this was due on ${lastDay}`, zh: `本应在 ${lastDay} 前（含当日）办理，须说明逾期理由。` },
    { path: "/lateReason" },
  );

/** A step after the end of its clock requires a reason: throws `reason-required` when none is given. */
export function reasonIfLate(
  clock: CaseClock | undefined,
  lateReason: string | undefined,
  { at }: Pick<DecisionContext, "at">,
): { lateReason?: string } {
  const isOver = clock !== undefined && clock.pausedSince === undefined && isOverdue(clock.dueAt, at);
  if (lateReason === undefined && isOver) {
    // A clock that ends with a day ends when the next one begins.
    throw late(shanghaiDate(new Date(Date.parse(clock.dueAt) - 1).toISOString()));
  }
  return given("lateReason", lateReason);
}

/** What has to be done in time before mediation comes to anything, whichever way it goes. */
export const preparation = ["contact-parties", "second-attempt"] as const;

/** The same for a step that ends the preparation: throws `reason-required` when one of them is late and no reason is given. */
export function reasonIfPreparationLate(
  state: CaseState,
  lateReason: string | undefined,
  context: DecisionContext,
): { lateReason?: string } {
  for (const kind of preparation) {
    reasonIfLate(clockIn(state, kind), lateReason, context);
  }
  return given("lateReason", lateReason);
}

/** The clock of that kind, if it runs. */
export const clockIn = (state: CaseState, kind: CaseClock["kind"]): CaseClock | undefined =>
  state.clocks.find((clock) => clock.kind === kind);
