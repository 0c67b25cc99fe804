import { shanghaiDate } from "../calendar.ts";
import { type CaseClock, type CaseState, openReferrals, type StateIn } from "../case.ts";
import { clockOf, clockUntil, later } from "../case-clocks.ts";
import { isOverdue } from "../clocks.ts";
import type { ClosingOutcome, Track } from "../codes.ts";
import type { CaseHappening } from "../events.ts";
import { Refusal } from "../refusal.ts";
import type { Obstacle } from "../routing-rules.ts";
import { periodChannel, rulesFor } from "../rule-pack.ts";
import { clocksFromFailure } from "../sender-clocks.ts";
import { type DecisionContext, given } from "../step.ts";

/** The states of a case that goes on. */
export const beforeClose = [
  "submitted",
  "needs_info",
  "triage",
  "offered",
  "accepted",
  "seeking_consent",
  "mediating",
  "suspended",
  "agreed",
  "confirming",
  "performing",
] as const;

type Offered = Omit<Extract<CaseHappening, { type: "assignment.offered" }>["data"], "number" | "clock" | "track"> & {
  track: Track;
};

/** A new assignment, with the clock that its channel gives for an answer. It changes the track only by being accepted. */
export function offer(
  state: CaseState,
  { track, ...offered }: Offered,
  { at, rules, calendars }: DecisionContext,
): CaseHappening {
  const rule = rulesFor(rules, state.referrals[0].channel).accept ?? rules.acceptOtherwise;
  const clock = clockOf("answer", at, rule, calendars);
  const change = given("track", track === state.track ? undefined : track);
  return { type: "assignment.offered", data: { number: state.attempts + 1, ...offered, ...change, clock } };
}

/** The coordinator's time to decide where a case goes that no rule can route. */
export const triageClock = ({ at, rules, calendars }: DecisionContext): CaseClock =>
  clockOf("triage", at, rules.triage, calendars);

/** Throws `body-unfit` when something speaks against the body that a person picked. */
export function refuseUnfit(obstacle: Obstacle | undefined): void {
  if (obstacle !== undefined) throw new Refusal("body-unfit", `that body is passed over: ${obstacle}`, { obstacle });
}

/**
 * The clock of mediation from `startsAt` on: the channel's period from then or from receipt, or the prosecutor's own date.
 * Over already, it would end what has not begun: then a period runs from now.
 */
export function mediateClock(
  state: CaseState,
  { at, rules, calendars }: DecisionContext,
  { startsAt = at, receivedAt = state.reopened?.at ?? state.submittedAt } = {},
): CaseClock {
  const [{ channel, mediateBy, summaryProcedure }] = state.referrals;
  const sector = periodChannel(channel, state.dispute.category, rules);
  const { mediate, mediateSummary, mediateFrom } = rulesFor(rules, sector);
  const length = (summaryProcedure === true ? mediateSummary : undefined) ?? mediate ?? rules.mediateOtherwise;
  const clock =
    mediateBy === undefined
      ? clockOf("mediate", mediateFrom === "receipt" ? receivedAt : startsAt, length, calendars)
      : clockUntil("mediate", startsAt, mediateBy);
  return isOverdue(clock.dueAt, at) ? clockOf("mediate", at, length, calendars) : clock;
}

/** The time within which the law lets the police have a failed mediation tried once more; it runs from the failure. */
export function secondAttemptClock(state: CaseState, { rules, calendars }: DecisionContext): CaseClock[] {
  const { alsoShow } = rulesFor(rules, state.referrals[0].channel);
  const rule = alsoShow.find(({ what }) => what === "second_attempt_after_first");
  const failedAt = state.reopened?.failedAt;
  return rule === undefined || failedAt === undefined ? [] : [clockOf("second-attempt", failedAt, rule, calendars)];
}

type Ending = Omit<Extract<CaseHappening, { type: "case.closed" }>["data"], "outcome" | "remindAt" | "senderClocks">;

/** The end of a case; its result is chased until every referrer has signed for it. */
export function closed(
  outcome: ClosingOutcome,
  state: CaseState,
  context: DecisionContext,
  ending: Ending = {},
): CaseHappening {
  const senderClocks = some(senderClocksAfter(outcome, state, context, ending.defaultedOn));
  return { type: "case.closed", data: { outcome, ...ending, ...senderClocks, remindAt: remindAt(context) } };
}

function senderClocksAfter(
  outcome: ClosingOutcome,
  state: CaseState,
  context: DecisionContext,
  defaultedOn: string | undefined,
): CaseClock[] {
  // Merged, the case goes on elsewhere; recalled, it is the referrer's own again.
  if (outcome === "merged" || outcome === "recalled") return [];
  // What was never mediated has not failed either.
  const failed =
    outcome !== "performed" && (outcome !== "not_accepted" || ("assignment" in state && state.status !== "offered"));
  const begun = failed ? clocksFromFailure(openReferrals(state), context, defaultedOn) : [];
  return [...state.senderClocks, ...begun];
}

/** The referrers' clocks for an event, where there are any. */
export const some = (senderClocks: CaseClock[]): { senderClocks?: CaseClock[] } =>
  senderClocks.length === 0 ? {} : { senderClocks };

export const remindAt = ({ at, rules }: DecisionContext): string => later(at, rules.resultGuardHours * 3600);

/** Throws `time-in-future` for an instant that is yet to come. */
export function notInFuture(time: string, path: string, now: string): void {
  if (Date.parse(time) > Date.parse(now)) throw new Refusal("time-in-future", `${time} is yet to come`, { path });
}

/** Throws `time-in-future` for a day that is yet to come in Shanghai. */
export function dayNotInFuture(date: string, path: string, now: string): void {
  if (date > shanghaiDate(now)) throw new Refusal("time-in-future", `${date} is yet to come`, { path });
}

/** Throws `time-before` for a day in Shanghai that lies before the one it must follow. */
export function notBefore(date: string, earliest: string, path: string): void {
  if (date < earliest) throw new Refusal("time-before", `${date} is before ${earliest}`, { path });
}

/** Throws `consent-missing` unless every party is named once. */
export function requireAllParties(state: CaseState, parties: readonly number[], path: string): void {
  const named = new Set(parties);
  const { partyCount } = state.dispute;
  const unknown = parties.find((party) => party > partyCount);
  if (unknown !== undefined)
    throw new Refusal("unknown-party", `the case has ${partyCount} parties`, { path, partyCount });
  if (named.size !== partyCount) {
    throw new Refusal("consent-missing", `all ${partyCount} parties must agree`, { path, partyCount });
  }
}

/** The clock of performance: the next open instalment, the day by which all is to be done, or the house's period. */
export function performClock(
  { agreement, instalments }: Pick<StateIn<"performing">, "agreement" | "instalments">,
  { at, rules, calendars }: DecisionContext,
): CaseClock {
  const open = instalments.filter((part) => part.paidOn === undefined).map((part) => part.dueOn);
  const lastDay = open.sort()[0] ?? agreement.performBy;
  return lastDay === undefined
    ? clockOf("perform", at, rules.performOtherwise, calendars)
    : clockUntil("perform", at, lastDay);
}

/** Done after its day, a thing wants a reason: throws `reason-required` when none is given. */
export function reasonIfAfter(lastDay: string | undefined, doneOn: string, lateReason: string | undefined): void {
  if (lastDay === undefined || doneOn <= lastDay || lateReason !== undefined) return;
  throw new Refusal("reason-required", `this was due on ${lastDay}`, { path: "/lateReason" });
}

/** What has to be done in time before mediation comes to anything, whichever way it goes. */
export function reasonIfPreparationLate(
  state: CaseState,
  lateReason: string | undefined,
  context: DecisionContext,
): { lateReason?: string } {
  for (const kind of ["contact-parties", "second-attempt"] as const) {
    reasonIfLate(clockIn(state, kind), lateReason, context);
  }
  return given("lateReason", lateReason);
}

/** Overdue wants a reason: throws `reason-required` when this clock is over and none is given. */
export function reasonIfLate(
  clock: CaseClock | undefined,
  lateReason: string | undefined,
  { at }: DecisionContext,
): { lateReason?: string } {
  if (lateReason === undefined && clock !== undefined && isOverdue(clock.dueAt, at)) {
    throw new Refusal("reason-required", `this was due by ${clock.dueAt}`, { path: "/lateReason" });
  }
  return given("lateReason", lateReason);
}

export const clockIn = (state: CaseState, kind: CaseClock["kind"]): CaseClock | undefined =>
  state.clocks.find((clock) => clock.kind === kind);
