import {
  type Actor,
  type CaseClock,
  type CaseState,
  isAmong,
  isOver,
  isWithBody,
  openReferrals,
  type Referral,
  type SentAs,
  wasMerged,
} from "../case.ts";
import { recomputed, withClock } from "../case-clocks.ts";
import type { CaseCommand } from "../commands.ts";
import { assess } from "../eligibility.ts";
import type { CaseHappening } from "../events.ts";
import { Refusal } from "../refusal.ts";
import { clocksFromRequest, clocksThatStay } from "../sender-clocks.ts";
import { type DecisionContext, given, type Steps, step } from "../step.ts";
import { mandatoryReport } from "./danger.ts";
import { questionOf, released } from "./eligibility.ts";
import { beforeClose, clockIn, closed, mediateClock, some } from "./happenings.ts";

/** The referrals that an agency means: all its own, or the one of that number. */
const meantBy =
  ({ sourceNumber }: { sourceNumber?: string }, { organisationId }: Pick<Actor, "organisationId">) =>
  (sent: SentAs): boolean =>
    sent.agencyId === organisationId && (sourceNumber ?? sent.sourceNumber) === sent.sourceNumber;

/** How a case goes on for these referrals alone: by which clocks, and with what is still to be decided. */
function goingOnFor(referrals: readonly Referral[], state: CaseState, context: DecisionContext) {
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
  const anew = mediateClock({ ...state, referrals: [first, ...others] }, context, { startsAt: running.startedAt });
  const [clock = anew] = recomputed([{ ...anew, ...given("pauses", pauses) }], context.calendars);
  return withClock(state.clocks, { ...clock, ...given("pausedSince", pausedSince) });
}

/** The whole case goes back to who sent it; the body that has it has yet to say that it has put it down. */
function recalled(
  state: CaseState,
  context: DecisionContext,
  why: Partial<Pick<CaseCommand<"recall">, "reason" | "note">> = {},
): CaseHappening {
  const body = "assignment" in state && !isOver(state) ? state.assignment.organisationId : undefined;
  return closed("recalled", state, context, { ...why, ...given("recallOpen", body) });
}

/** The referrals of a case: taken back by their agencies, joined with those of another case, and parted again. */
export const referralSteps: Steps<"recall" | "merge" | "unmerge" | "join-referral" | "part-referrals"> = {
  recall: step({
    transition: 17,
    by: ["referrer", "former-referrer"],
    from: beforeClose,
    isRepeat: (command, state, { by }) =>
      (state.status === "closed" && state.outcome === "recalled") || !openReferrals(state).some(meantBy(command, by)),
    happenings: (command, state, context) => {
      const { sourceNumber, reason, note, policeId } = command;
      const { organisationId: agencyId } = context.by;
      const why = { reason, ...given("note", note) };
      const stay = openReferrals(state).filter((sent) => !meantBy(command, context.by)(sent));
      if (stay.length === 0) return [...mandatoryReport(state, policeId), recalled(state, context, why)];
      const data = { agencyId, ...given("sourceNumber", sourceNumber), ...why, ...goingOnFor(stay, state, context) };
      return [{ type: "referral.recalled", data }];
    },
  }),

  merge: step({
    transition: 1,
    by: ["coordinator"],
    from: ["submitted", "needs_info", "triage", "offered", "accepted", "seeking_consent", "mediating", "suspended"],
    isRepeat: ({ into }, state) => state.status === "closed" && state.mergedInto === into,
    happenings: ({ into, policeId }, state, context) => {
      if (into === state.caseId)
        throw new Refusal("same-case", "a case cannot be merged with itself", { path: "/into" });
      return [...mandatoryReport(state, policeId), closed("merged", state, context, { mergedInto: into })];
    },
  }),

  unmerge: step({
    transition: 1,
    by: ["coordinator"],
    from: ["closed", "archived"],
    isOpen: wasMerged,
    isRepeat: (_, state) => state.status === "submitted",
    happenings: ({ reason, note, recalled: meanwhile, extended }, state, context) => {
      if (state.outcome !== "merged" || state.mergedInto === undefined) {
        throw new Refusal("illegal-transition", "the case was not merged");
      }
      const stay = openReferrals(state).filter((sent) => !isAmong(meanwhile)(sent));
      const gone = meanwhile.length === 0 ? {} : { recalled: [...meanwhile] };
      const longer = { extendedPeriods: ["petition-answer" as const] };
      const running = some(
        clocksFromRequest(
          stay.map((sent) => (isAmong(extended)(sent) ? { ...sent, ...longer } : sent)),
          context,
        ),
      );
      const more = extended.length === 0 ? {} : { extended: [...extended] };
      const unmerged = {
        type: "case.unmerged",
        data: { from: state.mergedInto, reason, ...given("note", note), ...gone, ...more, ...running },
      } as const;
      return stay.length > 0 ? [unmerged] : [unmerged, recalled({ ...state, senderClocks: [] }, context)];
    },
  }),

  "join-referral": step({
    transition: 1,
    by: ["coordinator"],
    from: beforeClose,
    isRepeat: ({ referral }, state) => state.referrals.some(isAmong([referral])),
    happenings: ({ referral }, state, context) => {
      const question = questionOf(state, { ...state, referrals: [...state.referrals, referral] }, context);
      const data = { referral, ...question, ...some(clocksFromRequest([referral], context)) };
      return [{ type: "referral.joined", data }];
    },
  }),

  "part-referrals": step({
    transition: 1,
    by: ["coordinator"],
    from: [...beforeClose, "closed"],
    isRepeat: ({ referrals }, state) => !wasMerged(state) && !state.referrals.some(isAmong(referrals)),
    happenings: ({ referrals, to, policeId }, state, context) => {
      if (state.status === "closed" && state.outcome === "merged") {
        const { mergedInto } = state;
        throw new Refusal("joined-case", "that case was merged in its turn", { mergedInto });
      }
      const stay = state.referrals.filter((sent) => !isAmong(referrals)(sent));
      if (stay.length === 0) throw new Refusal("illegal-transition", "a case keeps its only referral");
      const data = { referrals: [...referrals], to, ...goingOnFor(stay, state, context) };
      const goesOn = state.status === "closed" || openReferrals({ referrals: stay }).length > 0;
      return [
        { type: "referrals.parted", data },
        ...(goesOn ? [] : [...mandatoryReport(state, policeId), recalled(state, context)]),
      ];
    },
  }),
};
