import * as z from "zod";
import { body, partyNumber, plainBody, reasonGiven, reasonNote } from "../body.ts";
import { endOfShanghaiDay, shanghaiDate } from "../calendar.ts";
import { type CaseClock, caseClock, consentChannel, day, instant } from "../case.ts";
import { clockAgreed, resumed, withClock } from "../case-clocks.ts";
import { type CaseState, everyState } from "../case-state.ts";
import { channelDefinitions } from "../channels.ts";
import { clockIn, notBefore, notInFuture, requireAllParties } from "../checks.ts";
import { CommandError } from "../command-error.ts";
import { event } from "../event.ts";
import type { NewEvent } from "../events.ts";
import { paused } from "../evolution.ts";
import { given } from "../given.ts";
import { sessionSaid } from "../particulars.ts";
import { suspensionReason } from "../reasons.ts";
import { verb } from "../verb.ts";

// Sessions, pauses and a longer period.

/** A party's consent to a longer mediation. */
const extensionConsent = () => z.strictObject({ party: partyNumber(), channel: consentChannel(), at: instant() });

/**
 * A step of the mediation cannot lie before this day. A committee may have begun its own cases before it registered them.
 */
export const begunOn = ({ referrals }: CaseState): string => {
  const { isOwn } = channelDefinitions[referrals[0].channel];
  const [earliest = ""] = isOwn ? [] : referrals.map(({ requestedAt }) => shanghaiDate(requestedAt)).toSorted();
  return earliest;
};

export const mediationVerbs = {
  "record-session": verb({
    words: { en: "Record a mediation session", zh: "登记调解过程" },
    transition: 7,
    by: ["holder"],
    from: ["mediating"],
    leadsOn: (state) => ({ mediating: state.status === "mediating" && state.sessions > 0 ? 3 : 1 }),
    body: () => body({ heldAt: instant(), session: sessionSaid() }),
    isRepeat: ({ heldAt }, state) => "lastSessionAt" in state && state.lastSessionAt === heldAt,
    events: ({ heldAt }, state, { at }) => {
      notInFuture(heldAt, "/heldAt", at);
      notBefore(shanghaiDate(heldAt), begunOn(state), "/heldAt");
      return [{ type: "session.held", data: { heldAt } }];
    },
  }),

  suspend: verb({
    words: { en: "Suspend the case; its clock pauses", zh: "中止调解" },
    transition: 9,
    by: ["holder"],
    from: ["accepted", "seeking_consent", "mediating"],
    body: () => reasonGiven(body({ reason: suspensionReason(), note: reasonNote() })),
    isRepeat: (_, state) => state.status === "suspended",
    looksUp: ["suspensions"],
    events({ reason, note, facts: { suspensions } }) {
      const { before, atMost } = suspensions;
      if (before >= atMost)
        throw new CommandError("suspended-too-often", `the case was suspended ${before} times`, {
          suspended: before,
          atMost,
        });
      return [{ type: "mediation.suspended", data: { reason, ...given("note", note) } }];
    },
  }),

  resume: verb({
    words: { en: "Resume mediation", zh: "恢复调解" },
    transition: 9,
    by: ["holder"],
    from: ["suspended"],
    leadsOn: { suspended: 1 },
    body: plainBody(),
    isRepeat: (_, state) =>
      state.status === "mediating" || state.status === "accepted" || state.status === "seeking_consent",
    events: (_, { clocks, grounds, before, consents = [], dispute }, { at, calendars }) => {
      // While it is open whether the case may be mediated, the parties' time does not run.
      const waits = ({ kind }: CaseClock): boolean => kind === "mediate" && grounds !== undefined;
      const running = clocks.map((clock) => (waits(clock) ? [clock] : resumed([clock], at, calendars)));
      const resumption: NewEvent = { type: "mediation.resumed", data: { clocks: running.flat() } };
      // Meanwhile a correction may have left only those who had consented.
      const agree = before === "seeking_consent" && consents.length === dispute.partyCount;
      return agree ? [resumption, { type: "mediation.started", data: {} }] : [resumption];
    },
  }),

  extend: verb({
    words: { en: "Extend mediation, as all parties agree", zh: "延长调解期限" },
    transition: 10,
    by: ["holder"],
    from: ["accepted", "seeking_consent", "mediating"],
    body: () =>
      body({ dueOn: day().describe("The new last day"), consents: z.array(extensionConsent()).min(1).max(50) }),
    isRepeat: ({ dueOn }, state) => {
      const running = clockIn(state, "mediate");
      return running?.until === dueOn || running?.dueAt === endOfShanghaiDay(dueOn);
    },
    events: ({ dueOn, consents }, state, { at, calendars }) => {
      requireAllParties(
        state,
        consents.map(({ party }) => party),
        "/consents",
      );
      for (const [index, consent] of consents.entries()) notInFuture(consent.at, `/consents/${index}/at`, at);
      const current = clockIn(state, "mediate");
      const longer = clockAgreed("mediate", current?.startedAt ?? at, dueOn, calendars);
      if (longer.dueAt <= at) throw new CommandError("time-in-past", "the new last day is over", { path: "/dueOn" });
      if (current !== undefined && longer.dueAt <= current.dueAt) {
        throw new CommandError("no-later-date", "the new last day is not later than the present one", {
          path: "/dueOn",
        });
      }
      const pause = given("pausedSince", current?.pausedSince);
      const clock = { ...longer, ...pause, extensions: (current?.extensions ?? 0) + 1 };
      return [{ type: "mediation.extended", data: { clock, consents: [...consents] } }];
    },
  }),
};

export const mediationEvents = {
  // The notes of a session are sealed apart: the history is open to the referrer (人民调解法 第15条).
  "session.held": event({
    words: { zh: "调解", en: "Session held" },
    data: () => ({ heldAt: instant() }),
    on: ["mediating"],
    evolve: (state, { data }) => ({ ...state, sessions: state.sessions + 1, lastSessionAt: data.heldAt }),
  }),

  "mediation.suspended": event({
    words: { zh: "中止调解", en: "Suspended" },
    data: () => ({ reason: suspensionReason(), note: z.string().max(500).exactOptional() }),
    on: ["accepted", "seeking_consent", "mediating"],
    evolve: (state, { at, data }) => {
      const clocks = state.clocks.map((clock) => (clock.kind === "triage" ? clock : paused(clock, at)));
      const stopped = { status: "suspended", clocks, reason: data.reason, since: at } as const;
      return state.status === "mediating"
        ? { ...state, ...stopped }
        : { ...state, ...stopped, sessions: 0, before: state.status };
    },
  }),

  "mediation.resumed": event({
    words: { zh: "恢复调解", en: "Resumed" },
    data: () => ({ clocks: z.array(caseClock()) }),
    on: ["suspended"],
    evolve: ({ reason: _reason, since: _since, before, consents, ...state }, { data: { clocks } }) => {
      if (before === undefined) return { ...state, status: "mediating", clocks };
      const { sessions: _sessions, ...unmet } = state;
      return consents === undefined
        ? { ...unmet, status: "accepted", clocks }
        : { ...unmet, status: "seeking_consent", clocks, consents };
    },
  }),

  "mediation.extended": event({
    words: { zh: "延长调解期限", en: "Extended" },
    data: () => ({ clock: caseClock(), consents: z.array(extensionConsent()) }),
    on: everyState,
    deadline: ({ clock }) => clock.dueAt,
    evolve: (state, { data }) => ({ ...state, clocks: withClock(state.clocks, data.clock) }),
  }),
};
