import * as z from "zod";
import { body, reasonGiven, reasonNote } from "../body.ts";
import { caseClock, isAmong, type Referral, referral, type SentAs, sentAs } from "../case.ts";
import { beforeClose, everyState, hasAgreement, openReferrals, wasMerged } from "../case-state.ts";
import { CommandError } from "../command-error.ts";
import { event } from "../event.ts";
import { goingOn, questioned, waiting } from "../evolution.ts";
import { backFromMerge, openFirst } from "../evolve-referrals.ts";
import { given } from "../given.ts";
import { goingOnFor } from "../going-on.ts";
import { some } from "../periods.ts";
import { unmergeReason } from "../reasons.ts";
import { clocksFromRequest, earliestOfEach, extendedFromRequest } from "../sender-clocks.ts";
import { bodiesAndCoordinator } from "../told.ts";
import { inner, verb } from "../verb.ts";
import { closed } from "./closing.ts";
import { mandatoryReport } from "./danger.ts";
import { question, questionOf } from "./eligibility.ts";
import { goesOn, wholeRecall } from "./recall.ts";

// Two cases about one dispute become one, and are parted again. Each verb of a caller has its counterpart on the other case.

export const mergeVerbs = {
  merge: verb({
    words: { en: "Merge a case into another on the same dispute", zh: "并案" },
    transition: 1,
    by: ["coordinator"],
    from: ["submitted", "needs_info", "triage", "offered", "accepted", "seeking_consent", "mediating", "suspended"],
    setsBack: true,
    takesTwo: "merging",
    foretells: {
      zh: "本案结案，并入另一案继续办理，移送机关今后看到的是另一案的结果。仍可撤销并案。",
      en: "This case ends and goes on in the other one, whose result its referrers get from now on. The merge can be taken back.",
    },
    body: () => body({ into: z.uuid() }),
    looksUp: ["station"],
    isRepeat: ({ into }, state) => state.status === "closed" && state.mergedInto === into,
    events: ({ into, facts }, state, context) => {
      if (into === state.caseId)
        throw new CommandError("same-case", "a case cannot be merged with itself", { path: "/into" });
      return [...mandatoryReport(state, facts.station), closed("merged", state, context, { mergedInto: into })];
    },
  }),

  unmerge: verb({
    words: { en: "Take a merge back", zh: "撤销并案" },
    transition: 1,
    by: ["coordinator"],
    from: ["closed", "archived"],
    foretells: {
      zh: "本案与另一案分开，恢复为独立案件并重新分派，期限重新起算。",
      en: "This case is parted from the other one, stands by itself and is routed again, with new periods.",
    },
    body: () => reasonGiven(body({ reason: unmergeReason(), note: reasonNote() })),
    looksUp: ["sinceMerge"],
    isOpen: wasMerged,
    isRepeat: (_, state) => state.status === "submitted",
    events: ({ reason, note, facts }, state, context) => {
      if (state.outcome !== "merged" || state.mergedInto === undefined) {
        throw new CommandError("illegal-transition", "the case was not merged");
      }
      const { recalled, extended } = facts.sinceMerge;
      const stay = openReferrals(state).filter((sent) => !isAmong(recalled)(sent));
      const running = clocksFromRequest(
        stay.map((sent) => (isAmong(extended)(sent) ? extendedFromRequest(sent) : sent)),
        context,
      );
      const unmerged = {
        type: "case.unmerged",
        data: {
          from: state.mergedInto,
          reason,
          ...given("note", note),
          ...given("recalled", recalled.length === 0 ? undefined : [...recalled]),
          ...given("extended", extended.length === 0 ? undefined : [...extended]),
          ...some(running),
        },
      } as const;
      return stay.length > 0 ? [unmerged] : [unmerged, wholeRecall({ ...state, senderClocks: [] }, context)];
    },
  }),

  "join-referral": inner<{ referral: Referral }>()({
    transition: 1,
    by: ["coordinator"],
    from: beforeClose,
    // One that was recalled here and sent again joins as a new one.
    isRepeat: ({ referral: joining }, state) => openReferrals(state).some(isAmong([joining])),
    events: ({ referral: joining }, state, context) => {
      const asked = questionOf(state, { ...state, referrals: [...state.referrals, joining] }, context);
      const data = { referral: joining, ...asked, ...some(clocksFromRequest([joining], context)) };
      return [{ type: "referral.joined", data }];
    },
  }),

  "part-referrals": inner<{ referrals: readonly SentAs[]; to: string; station: string | undefined }>()({
    transition: 1,
    by: ["coordinator"],
    from: [...beforeClose, "closed"],
    isRepeat: ({ referrals }, state) => !wasMerged(state) && !state.referrals.some(isAmong(referrals)),
    events: ({ referrals, to, station }, state, context) => {
      if (state.status === "closed" && state.outcome === "merged") {
        const { mergedInto } = state;
        throw new CommandError("joined-case", "that case was merged in its turn", { mergedInto });
      }
      const stay = state.referrals.filter((sent) => !isAmong(referrals)(sent));
      if (stay.length === 0) throw new CommandError("illegal-transition", "a case keeps its only referral");
      const data = { referrals: [...referrals], to, ...goingOnFor(stay, state, context) };
      const isToGoOn =
        state.status === "closed" || hasAgreement(state) || openReferrals({ referrals: stay }).length > 0;
      return [
        { type: "referrals.parted", data },
        ...(isToGoOn ? [] : [...mandatoryReport(state, station), wholeRecall(state, context)]),
      ];
    },
  }),
};

export const mergeEvents = {
  "referral.joined": event({
    words: { zh: "并入移送", en: "Referral joined" },
    data: () => ({ referral: referral(), senderClocks: z.array(caseClock()).min(1).exactOptional(), ...question() }),
    on: beforeClose,
    told: bodiesAndCoordinator,
    evolve: (state, { at, data }) => ({
      ...questioned(state, at, data),
      referrals: openFirst(
        [...state.referrals.filter((sent) => !isAmong([data.referral])(sent)), data.referral],
        state.caseId,
      ),
      senderClocks: earliestOfEach([...state.senderClocks, ...(data.senderClocks ?? [])]),
    }),
  }),

  "referrals.parted": event({
    words: { zh: "分出移送", en: "Referral parted" },
    data: () => ({ referrals: z.array(sentAs()).min(1), to: z.uuid(), ...goesOn() }),
    on: everyState,
    figures: "change",
    evolve: (state, { data }) =>
      goingOn(
        state,
        state.referrals.filter((sent) => !isAmong(data.referrals)(sent)),
        data,
      ),
  }),

  "case.unmerged": event({
    words: { zh: "撤销并案", en: "Merge taken back" },
    data: () => ({
      from: z.uuid(),
      reason: unmergeReason(),
      note: z.string().max(500).exactOptional(),
      /** Those that were recalled meanwhile. */
      recalled: z.array(sentAs()).min(1).exactOptional(),
      /** Those whose period from the request was given more time meanwhile. */
      extended: z.array(sentAs()).min(1).exactOptional(),
      senderClocks: z.array(caseClock()).min(1).exactOptional(),
    }),
    on: ["closed", "archived"],
    asksForRouting: true,
    figures: "change",
    evolve: (state, { at, data }) => ({
      ...waiting(state, at),
      referrals: openFirst(backFromMerge(state.referrals, at, data), state.caseId),
      senderClocks: data.senderClocks ?? [],
    }),
  }),
};
