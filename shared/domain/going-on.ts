import { type CaseClock, isAmong, type Referral } from "./case.ts";
import { recomputed, withClock } from "./case-clocks.ts";
import { type CaseState, isWithBody, openReferrals } from "./case-state.ts";
import { clockIn } from "./checks.ts";
import { assess } from "./eligibility.ts";
import { given } from "./given.ts";
import { mediateClock, some } from "./periods.ts";
import { released } from "./phases/eligibility.ts";
import { clocksThatStay } from "./sender-clocks.ts";
import type { DecisionContext } from "./verb.ts";

/** How a case goes on for these referrals alone: by which clocks, and with what is still to be decided. */
export function goingOnFor(referrals: readonly Referral[], state: CaseState, context: DecisionContext) {
  const senderClocks = some(clocksThatStay(state.senderClocks, openReferrals({ referrals }), context.rules));
  const clocks = clocksFor(referrals, state, context);
  if (state.grounds === undefined) return { clocks, ...senderClocks };
  const standing = assess({ dispute: state.dispute, referrals }, context.rules).map(({ circumstance }) => circumstance);
  const grounds = state.grounds.filter(({ circumstance }) => standing.includes(circumstance));
  const answered = grounds.length === 0 && isWithBody(state);
  return { clocks: answered ? released({ ...state, clocks }, context) : clocks, grounds, ...senderClocks };
}

/**
 * The clocks of a case that goes on for these referrals alone: mediation has the period of the first that stays, unless the
 * parties have agreed on a day.
 */
function clocksFor(referrals: readonly Referral[], state: CaseState, context: DecisionContext): CaseClock[] {
  const [first, ...others] = openReferrals({ referrals });
  const running = clockIn(state, "mediate");
  const [before] = state.referrals;
  if (first === undefined || running === undefined || running.extensions !== undefined || isAmong([before])(first)) {
    return state.clocks;
  }
  const { pauses, pausedSince } = running;
  const renewed = mediateClock({ ...state, referrals: [first, ...others] }, context, { startsAt: running.startedAt });
  const [clock = renewed] = recomputed([{ ...renewed, ...given("pauses", pauses) }], context.calendars);
  return withClock(state.clocks, { ...clock, ...given("pausedSince", pausedSince) });
}
