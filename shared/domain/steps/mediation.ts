import { endOfShanghaiDay, shanghaiDate } from "../calendar.ts";
import type { Agreement, CaseClock, CaseState, StateIn } from "../case.ts";
import { clockOf, clockUntil, resumed } from "../case-clocks.ts";
import { channelDefinitions } from "../channels.ts";
import type { CaseCommand, Signing } from "../commands.ts";
import type { CaseHappening } from "../events.ts";
import { Refusal } from "../refusal.ts";
import { type DecisionContext, given, type Steps, step } from "../step.ts";
import { refuseUndecided } from "./eligibility.ts";
import {
  clockIn,
  closed,
  notBefore,
  notInFuture,
  performClock,
  reasonIfLate,
  reasonIfPreparationLate,
  requireAllParties,
} from "./happenings.ts";

export const mediationSteps: Steps<
  | "seek-consent"
  | "record-consent"
  | "record-session"
  | "suspend"
  | "resume"
  | "extend"
  | "record-agreement"
  | "fail"
  | "withdraw"
> = {
  "seek-consent": step({
    transition: 7,
    by: ["holder"],
    from: ["accepted"],
    isRepeat: (_, state) => state.status === "seeking_consent" || state.status === "mediating",
    happenings: ({ lateReason }, state, context) => [
      { type: "consent.sought", data: reasonIfLate(clockIn(state, "contact-parties"), lateReason, context) },
    ],
  }),

  "record-consent": step({
    transition: 7,
    by: ["holder"],
    from: ["seeking_consent"],
    article: "人民调解法 第23条",
    isRepeat: ({ consents }, state) => {
      if (state.status === "seeking_consent") {
        return consents.every((consent) => state.consents.some((known) => sameConsent(known, consent)));
      }
      if (consents.some((consent) => consent.answer === "refused")) {
        return state.status === "closed" && state.failureReason === "refused_by_party";
      }
      return state.status === "mediating" || state.status === "suspended";
    },
    happenings: recordConsent,
  }),

  "record-session": step({
    transition: 7,
    by: ["holder"],
    from: ["mediating"],
    isRepeat: ({ heldAt }, state) => "lastSessionAt" in state && state.lastSessionAt === heldAt,
    happenings: ({ heldAt }, state, { at }) => {
      notInFuture(heldAt, "/heldAt", at);
      notBefore(shanghaiDate(heldAt), begunOn(state), "/heldAt");
      return [{ type: "session.held", data: { heldAt } }];
    },
  }),

  suspend: step({
    transition: 9,
    by: ["holder"],
    from: ["mediating"],
    isRepeat: (_, state) => state.status === "suspended",
    happenings: ({ reason, note }) => [{ type: "mediation.suspended", data: { reason, ...given("note", note) } }],
  }),

  resume: step({
    transition: 9,
    by: ["holder"],
    from: ["suspended"],
    isRepeat: (_, state) => state.status === "mediating",
    happenings: (_, { clocks, grounds }, { at, calendars }) => {
      // While it is open whether the case may be mediated, the parties' time does not run.
      const waits = ({ kind }: CaseClock): boolean => kind === "mediate" && grounds !== undefined;
      const running = clocks.map((clock) => (waits(clock) ? [clock] : resumed([clock], at, calendars)));
      return [{ type: "mediation.resumed", data: { clocks: running.flat() } }];
    },
  }),

  extend: step({
    transition: 10,
    by: ["holder"],
    from: ["accepted", "seeking_consent", "mediating"],
    isRepeat: ({ dueOn }, state) => clockIn(state, "mediate")?.dueAt === endOfShanghaiDay(dueOn),
    happenings: ({ dueOn, consents }, state, { at }) => {
      requireAllParties(
        state,
        consents.map(({ party }) => party),
        "/consents",
      );
      for (const [index, consent] of consents.entries()) notInFuture(consent.at, `/consents/${index}/at`, at);
      const current = clockIn(state, "mediate");
      const longer = clockUntil("mediate", current?.startedAt ?? at, dueOn);
      if (longer.dueAt <= at) throw new Refusal("time-in-past", "the new last day is over", { path: "/dueOn" });
      if (current !== undefined && longer.dueAt <= current.dueAt) {
        throw new Refusal("no-later-date", "the new last day is not later than the present one", { path: "/dueOn" });
      }
      const paused = given("pausedSince", current?.pausedSince);
      const clock = { ...longer, ...paused, extensions: (current?.extensions ?? 0) + 1 };
      return [{ type: "mediation.extended", data: { clock, consents: [...consents] } }];
    },
  }),

  "record-agreement": step({
    transition: 11,
    by: ["holder"],
    from: ["mediating"],
    article: "人民调解法 第29条、第30条",
    isOpen: ({ grounds }) => grounds === undefined,
    isRepeat: ({ documentNumber, signing }, state) =>
      "agreement" in state &&
      state.agreement?.documentNumber === documentNumber &&
      state.agreement.form === signing.form,
    happenings: ({ signing, documentNumber, amountFen, performBy, lateReason }, state, context) => {
      refuseUndecided(state);
      const { at, rules, calendars } = context;
      const agreement: Agreement = {
        form: signing.form,
        documentNumber,
        effectiveAt: effectiveAt(signing, state.dispute.partyCount, at),
        ...given("amountFen", amountFen),
        ...given("performBy", performBy),
      };
      const signedOn = shanghaiDate(agreement.effectiveAt);
      notBefore(signedOn, begunOn(state), signing.form === "oral" ? "/agreedAt" : "/signedAt");
      if (performBy !== undefined) notBefore(performBy, signedOn, "/performBy");
      const reachedAt = { ...context, at: agreement.effectiveAt };
      const late = ["mediate", "second-attempt"] as const;
      for (const kind of late) reasonIfLate(clockIn(state, kind), lateReason, reachedAt);
      const window = { days: rules.confirmationWindowDays, unit: "calendar" } as const;
      const clocks = [
        clockOf("confirmation-window", agreement.effectiveAt, window, calendars),
        performClock({ agreement, instalments: [] }, context),
      ];
      return [{ type: "agreement.reached", data: { agreement, clocks, ...given("lateReason", lateReason) } }];
    },
  }),

  fail: step({
    transition: 8,
    by: ["holder"],
    from: ["accepted", "seeking_consent", "mediating", "suspended"],
    isRepeat: ({ reason }, state) => state.status === "closed" && state.failureReason === reason,
    happenings: ({ reason, note, lateReason }, state, context) => {
      const late = reasonIfPreparationLate(state, lateReason, context);
      return [closed("failed", state, context, { failureReason: reason, ...given("note", note), ...late })];
    },
  }),

  withdraw: step({
    transition: 12,
    by: ["holder"],
    from: ["accepted", "seeking_consent", "mediating", "suspended"],
    isRepeat: (_, state) => state.status === "closed" && state.outcome === "withdrawn",
    happenings: ({ reason, note, lateReason }, state, context) => {
      const late = reasonIfPreparationLate(state, lateReason, context);
      return [closed("withdrawn", state, context, { reason, ...given("note", note), ...late })];
    },
  }),
};

/**
 * What happens in mediation cannot lie before this. A committee may have begun its own cases before it registered them.
 */
const begunOn = ({ referrals }: CaseState): string => {
  const { isOwn } = channelDefinitions[referrals[0].channel];
  const [earliest = ""] = isOwn ? [] : referrals.map(({ requestedAt }) => shanghaiDate(requestedAt)).toSorted();
  return earliest;
};

type Given = CaseCommand<"record-consent">["consents"][number];
const sameConsent = (one: Given, other: Given): boolean =>
  one.party === other.party && one.answer === other.answer && one.channel === other.channel && one.at === other.at;

/** All parties must agree, each with time and channel; one refusal ends the case at once. */
function recordConsent(
  { consents }: CaseCommand<"record-consent">,
  state: StateIn<"seeking_consent">,
  context: DecisionContext,
): CaseHappening[] {
  const { partyCount } = state.dispute;
  consents.forEach((consent, index) => {
    notInFuture(consent.at, `/consents/${index}/at`, context.at);
    if (consent.party > partyCount) {
      const details = { path: `/consents/${index}/party`, partyCount };
      throw new Refusal("unknown-party", `the case has ${partyCount} parties`, details);
    }
  });
  const recorded: CaseHappening = { type: "consent.recorded", data: { consents: [...consents] } };
  if (consents.some((consent) => consent.answer === "refused")) {
    return [recorded, closed("failed", state, context, { failureReason: "refused_by_party" })];
  }
  const consented = new Set([...state.consents, ...consents].map((consent) => consent.party));
  return consented.size === partyCount ? [recorded, { type: "mediation.started", data: {} }] : [recorded];
}

/** Written: the last of the signatures and the seal; oral: the day agreed. */
function effectiveAt(signing: Signing, partyCount: number, now: string): string {
  if (signing.form === "oral") {
    notInFuture(signing.agreedAt, "/agreedAt", now);
    return signing.agreedAt;
  }
  for (const [index, signedAt] of signing.signedAt.entries()) notInFuture(signedAt, `/signedAt/${index}`, now);
  notInFuture(signing.sealedAt, "/sealedAt", now);
  if (signing.signedAt.length !== partyCount) {
    throw new Refusal("unsigned", `all ${partyCount} parties must sign`, { path: "/signedAt", partyCount });
  }
  return [...signing.signedAt, signing.sealedAt].reduce((last, time) =>
    Date.parse(time) > Date.parse(last) ? time : last,
  );
}
