import * as z from "zod";
import { bodiesOf } from "../audience.ts";
import { body, plainBody, reasonGiven, reasonNote } from "../body.ts";
import { type Actor, caseClock, ground, isAmong, organisationId, type Referral, type SentAs } from "../case.ts";
import { beforeClose, type CaseState, everyState, hasAgreement, isOver, openReferrals } from "../case-state.ts";
import { CommandError } from "../command-error.ts";
import { event } from "../event.ts";
import type { NewEvent } from "../events.ts";
import { goingOn } from "../evolution.ts";
import { recalled, sentAgain, withdrawn } from "../evolve-referrals.ts";
import { given } from "../given.ts";
import { goingOnFor } from "../going-on.ts";
import type { RecallReason } from "../reasons.ts";
import { recallReason } from "../reasons.ts";
import { isSameNumber } from "../source-number.ts";
import { bodiesAndCoordinator } from "../told.ts";
import { type DecisionContext, inner, verb } from "../verb.ts";
import { closed } from "./closing.ts";
import { mandatoryReport } from "./danger.ts";

// An agency takes its referral back; the body that had the case confirms that it has put it down.

/** The referrals that an agency means: all its own, or the one of that number. */
const meantBy =
  ({ sourceNumber }: { sourceNumber?: string }, { organisationId: agencyId }: Pick<Actor, "organisationId">) =>
  (sent: SentAs): boolean =>
    sent.agencyId === agencyId && (sourceNumber === undefined || isSameNumber(sourceNumber, sent.sourceNumber));

/** The whole case goes back to who sent it; the body that has it has yet to say that it has put it down. */
export function wholeRecall(
  state: CaseState,
  context: DecisionContext,
  why: { reason?: RecallReason; note?: string } = {},
): NewEvent {
  const holder = "assignment" in state && !isOver(state) ? state.assignment.organisationId : undefined;
  return closed("recalled", state, context, { ...why, ...given("recallOpen", holder) });
}

export const recallVerbs = {
  recall: verb({
    words: { en: "Recall your referral", zh: "撤回移送" },
    transition: 17,
    by: ["referrer", "former-referrer"],
    from: beforeClose,
    setsBack: true,
    foretells: {
      zh: "本机关撤回移送。没有协议、也没有其他移送机关的，本案结案，承办单位须停止办理；已有协议的，协议继续有效。撤回后不能恢复，只能另行移送。",
      en: "Your referral is taken back. Without an agreement and another referrer the case ends, and the body that has it puts it down; an agreement stands. It cannot be undone: refer it again instead.",
    },
    body: () =>
      reasonGiven(
        body({
          sourceNumber: z
            .string()
            .trim()
            .min(1)
            .max(80)
            .exactOptional()
            .describe("Which referral; all of yours, when absent"),
          reason: recallReason(),
          note: reasonNote(),
        }),
      ),
    looksUp: ["station"],
    isRepeat: (command, state, { by }) =>
      (state.status === "closed" && state.outcome === "recalled") ||
      !openReferrals(state).some((sent) => meantBy(command, by)(sent) && !hasWithdrawn(state, sent)),
    events: (command, state, context) => {
      const { sourceNumber, reason, note, facts } = command;
      const { organisationId: agencyId } = context.by;
      const why = { reason, ...given("note", note) };
      // The agreement belongs to the parties: it stands, and so do its clocks.
      if (hasAgreement(state)) {
        return [{ type: "referrer.withdrawn", data: { agencyId, ...given("sourceNumber", sourceNumber), ...why } }];
      }
      const stay = openReferrals(state).filter((sent) => !meantBy(command, context.by)(sent));
      if (stay.length === 0) return [...mandatoryReport(state, facts.station), wholeRecall(state, context, why)];
      const data = { agencyId, ...given("sourceNumber", sourceNumber), ...why, ...goingOnFor(stay, state, context) };
      return [{ type: "referral.recalled", data }];
    },
  }),

  "acknowledge-recall": verb({
    words: { en: "Confirm that a recalled case is put down", zh: "确认撤回" },
    transition: 17,
    by: ["recalled-body", "holder"],
    from: ["closed"],
    leadsOn: { closed: 2 },
    settles: "acknowledge-recall",
    body: plainBody(),
    isOpen: (state) => state.status === "closed" && state.recallOpen !== undefined,
    isRepeat: (_, state) => state.status === "closed" && state.recallOpen === undefined,
    events: (_, __, { by }) => [{ type: "recall.acknowledged", data: { organisationId: by.organisationId } }],
  }),

  "send-again": inner<{ sourceNumber: string; as: string }>()({
    transition: 1,
    by: ["referrer", "former-referrer"],
    from: everyState,
    isRepeat: ({ sourceNumber, as }, state, { by: { organisationId: agencyId } }) =>
      state.referrals.some((sent) => isAmong([{ agencyId, sourceNumber }])(sent) && sent.resentAs === as),
    events: ({ sourceNumber, as }, state, { by: { organisationId: agencyId } }) => {
      if (!mayBeSentAgain(state, { agencyId, sourceNumber })) {
        throw new CommandError("illegal-transition", "that referral stands");
      }
      return [{ type: "referral.sent_again", data: { agencyId, sourceNumber, caseId: as } }];
    },
  }),
};

/** Whether the agency has said already that it withdraws from a case with an agreement. */
const hasWithdrawn = (state: CaseState, { withdrawnAt }: Referral): boolean =>
  hasAgreement(state) && withdrawnAt !== undefined;

/** Whether the number of this referral may be sent again: it was recalled, or the case was not accepted. */
export const mayBeSentAgain = (state: CaseState, by: SentAs): boolean =>
  state.referrals.some(
    (sent) =>
      isAmong([by])(sent) &&
      sent.resentAs === undefined &&
      (sent.recalledAt !== undefined ||
        (isOver(state) && (state.outcome === "recalled" || state.outcome === "not_accepted"))),
  );

/** The schemas of the clocks and questions with which a case goes on without a referral. */
export const goesOn = () => ({
  clocks: z.array(caseClock()),
  senderClocks: z.array(caseClock()).min(1).exactOptional(),
  grounds: z.array(ground()).exactOptional(),
});

export const recallEvents = {
  "referral.recalled": event({
    words: { zh: "一家移送机关撤回", en: "Referral recalled" },
    data: () => ({
      agencyId: organisationId(),
      sourceNumber: z.string().exactOptional(),
      reason: recallReason(),
      note: z.string().max(500).exactOptional(),
      ...goesOn(),
    }),
    on: beforeClose,
    told: {
      who: { en: "The bodies of the case, and the agency that recalls it", zh: "本案有关单位及撤回的移送机关" },
      ids: ({ after, data }) => [...bodiesOf(after), data.agencyId],
    },
    evolve: (state, { at, data }) => goingOn(state, recalled(state.referrals, at, data), data),
  }),

  "referrer.withdrawn": event({
    words: { zh: "移送机关撤回移送（调解协议不受影响）", en: "Referrer withdrew; the agreement stands" },
    data: () => ({
      agencyId: organisationId(),
      sourceNumber: z.string().exactOptional(),
      reason: recallReason(),
      note: z.string().max(500).exactOptional(),
    }),
    on: beforeClose,
    evolve: (state, { at, data }) => ({ ...state, referrals: withdrawn(state.referrals, at, data) }),
  }),

  "referral.sent_again": event({
    words: { zh: "同一编号重新移送", en: "Sent again under its number" },
    data: () => ({ agencyId: organisationId(), sourceNumber: z.string(), caseId: z.uuid() }),
    on: everyState,
    told: bodiesAndCoordinator,
    evolve: (state, { data: { caseId, ...by } }) => ({
      ...state,
      referrals: sentAgain(state.referrals, by, caseId),
    }),
  }),

  "recall.acknowledged": event({
    words: { zh: "确认撤回", en: "Recall acknowledged" },
    data: () => ({ organisationId: organisationId() }),
    on: ["closed"],
    evolve: ({ recallOpen: _, ...state }) => state,
  }),
};
