import type { Agreement, CaseClock } from "./case.ts";
import { clockAgreed, clockOf, clockUntil, later } from "./case-clocks.ts";
import type { CaseState, StateIn } from "./case-state.ts";
import { isOverdue } from "./clocks.ts";
import { periodChannel, rulesFor } from "./rule-pack.ts";
import type { DecisionContext } from "./verb.ts";

// The clocks that verbs of several phases start.

/** The coordinator's time to decide where a case goes that no rule can route. */
export const triageClock = ({ at, rules, calendars }: DecisionContext): CaseClock =>
  clockOf("triage", at, rules.triage, calendars);

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
  const { mediate, mediateSummary, mediateFrom } = rulesFor(
    rules,
    periodChannel(channel, state.dispute.category, rules),
  );
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

/** The clock of performance: the next open instalment, the day by which all is to be done, or the house's period. */
export function performClock(
  { agreement, instalments }: Pick<StateIn<"performing">, "agreement" | "instalments">,
  { at, rules, calendars }: DecisionContext,
): CaseClock {
  const open = instalments.filter((part) => part.paidOn === undefined).map((part) => part.dueOn);
  const lastDay = open.sort()[0] ?? agreement.performBy;
  return lastDay === undefined
    ? clockOf("perform", at, rules.performOtherwise, calendars)
    : clockAgreed("perform", at, lastDay, calendars);
}

/** The parties' time to apply to the court together, which nothing that happens meanwhile makes shorter. */
export const confirmationWindow = (
  { effectiveAt }: Agreement,
  { rules, calendars }: Pick<DecisionContext, "rules" | "calendars">,
): CaseClock =>
  clockOf("confirmation-window", effectiveAt, { days: rules.confirmationWindowDays, unit: "calendar" }, calendars);

/** When the referrers are next reminded of a result that they have not acknowledged. */
export const remindAt = ({ at, rules }: DecisionContext): string => later(at, rules.resultGuardHours * 3600);

/** The referrers' clocks for an event, where there are any. */
export const some = (senderClocks: CaseClock[]): { senderClocks?: CaseClock[] } =>
  senderClocks.length === 0 ? {} : { senderClocks };
