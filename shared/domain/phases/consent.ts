import * as z from "zod";
import { body, timelyBody } from "../body.ts";
import { type Consent, consent } from "../case.ts";
import { withoutClocks } from "../case-clocks.ts";
import { type StateIn, unaskedOf } from "../case-state.ts";
import { clockIn, notInFuture, reasonIfLate } from "../checks.ts";
import { CommandError } from "../command-error.ts";
import { event } from "../event.ts";
import type { NewEvent } from "../events.ts";
import { withUnasked } from "../evolution.ts";
import { refuseUnknownParties, requested } from "../particulars.ts";
import { partyDetails } from "../party.ts";
import { type DecisionContext, verb } from "../verb.ts";
import { closed } from "./closing.ts";

// All parties are asked, and all must agree, before mediation begins.

const sameConsent = (one: Consent, other: Consent): boolean =>
  one.party === other.party && one.answer === other.answer && one.channel === other.channel && one.at === other.at;

export const consentVerbs = {
  "seek-consent": verb({
    words: { en: "Begin to ask all parties for consent", zh: "征询调解意愿" },
    transition: 7,
    by: ["holder"],
    from: ["accepted"],
    within: ["contact-parties"],
    leadsOn: { accepted: 1 },
    body: timelyBody(),
    isRepeat: (_, state) => state.status === "seeking_consent" || state.status === "mediating",
    events: ({ lateReason: excuse }, state, context) => [
      { type: "consent.sought", data: reasonIfLate(clockIn(state, "contact-parties"), excuse, context) },
    ],
  }),

  "record-consent": verb({
    words: { en: "Record the parties' answers", zh: "登记当事人意愿" },
    transition: 7,
    by: ["holder"],
    // In mediation only parties that a correction has added are left to ask.
    from: ["seeking_consent", "mediating", "suspended"],
    isOpen: (state) => state.status === "seeking_consent" || unaskedOf(state).length > 0,
    article: "人民调解法 第23条",
    leadsOn: { seeking_consent: 1 },
    body: () =>
      body({
        consents: z
          .array(consent())
          .min(1)
          .max(50)
          .refine((consents) => new Set(consents.map((each) => each.party)).size === consents.length, {
            error: "party-twice",
          }),
        requested: requested(),
        partyDetails: partyDetails().exactOptional(),
      }),
    isRepeat: ({ consents }, state) => {
      if (state.status === "seeking_consent") {
        return consents.every((one) => state.consents.some((known) => sameConsent(known, one)));
      }
      const unasked = unaskedOf(state);
      if (unasked.length > 0) return !consents.some(({ party }) => unasked.includes(party));
      if (consents.some(({ answer }) => answer === "refused")) {
        return state.status === "closed" && state.failureReason === "refused_by_party";
      }
      return state.status === "mediating" || (state.status === "suspended" && state.before === undefined);
    },
    events: ({ consents, ...said }, state, context) => {
      refuseUnknownParties(said, state.dispute.partyCount);
      return recorded(consents, state, context);
    },
  }),
};

/** All parties must agree, each with time and channel; one refusal ends the case at once. */
function recorded(
  consents: readonly Consent[],
  state: StateIn<"seeking_consent" | "mediating" | "suspended">,
  context: DecisionContext,
): NewEvent[] {
  if (state.status !== "seeking_consent" && unaskedOf(state).length === 0) {
    throw new CommandError("illegal-transition", "all parties have consented");
  }
  const { partyCount } = state.dispute;
  consents.forEach(({ at, party }, index) => {
    notInFuture(at, `/consents/${index}/at`, context.at);
    if (party > partyCount) {
      const details = { path: `/consents/${index}/party`, partyCount };
      throw new CommandError("unknown-party", `the case has ${partyCount} parties`, details);
    }
  });
  const answers: NewEvent = { type: "consent.recorded", data: { consents: [...consents] } };
  if (consents.some(({ answer }) => answer === "refused")) {
    return [answers, closed("failed", state, context, { failureReason: "refused_by_party" })];
  }
  if (state.status !== "seeking_consent") return [answers];
  const consented = new Set([...state.consents, ...consents].map(({ party }) => party));
  return consented.size === partyCount ? [answers, { type: "mediation.started", data: {} }] : [answers];
}

export const consentEvents = {
  "consent.sought": event({
    words: { zh: "征询调解意愿", en: "Consent sought" },
    data: () => ({ lateReason: z.string().max(500).exactOptional() }),
    on: ["accepted"],
    evolve: (state) => ({
      ...state,
      status: "seeking_consent",
      clocks: withoutClocks(state.clocks, "contact-parties"),
      consents: [],
    }),
  }),

  "consent.recorded": event({
    words: { zh: "登记意愿", en: "Consent recorded" },
    data: () => ({ consents: z.array(consent()) }),
    on: ["seeking_consent", "mediating", "suspended"],
    evolve: (state, { data }) => {
      if (state.status !== "seeking_consent") {
        return withUnasked(
          state,
          unaskedOf(state).filter((party) => !data.consents.some((one) => one.party === party)),
        );
      }
      const latest = new Map([...state.consents, ...data.consents].map((each) => [each.party, each]));
      return { ...state, consents: [...latest.values()] };
    },
  }),

  "mediation.started": event({
    words: { zh: "开始调解", en: "Mediation began" },
    data: () => ({}),
    on: ["seeking_consent"],
    evolve: ({ consents: _, ...state }) => ({ ...state, status: "mediating", sessions: 0 }),
  }),
};
