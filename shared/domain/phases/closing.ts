import * as z from "zod";
import { body, lateReason, reasonGiven, reasonNote } from "../body.ts";
import { type CaseClock, caseClock, day, instant, organisationId, type Settlement, settlement } from "../case.ts";
import { beforeClose, type CaseState, hasAgreement, openReferrals } from "../case-state.ts";
import { channelDefinitions } from "../channels.ts";
import { dayNotInFuture, preparation, reasonIfPreparationLate } from "../checks.ts";
import { type ClosingOutcome, closingOutcome } from "../codes.ts";
import { CommandError } from "../command-error.ts";
import { event } from "../event.ts";
import type { NewEvent } from "../events.ts";
import { always } from "../evolution.ts";
import { insisted } from "../evolve-referrals.ts";
import { hasFailed } from "../failed.ts";
import { given } from "../given.ts";
import { once } from "../once.ts";
import { remindAt, some } from "../periods.ts";
import { failureReason, recallReason, withdrawalReason } from "../reasons.ts";
import { clocksFromEnd, knowsInsistence } from "../sender-clocks.ts";
import { type DecisionContext, verb } from "../verb.ts";

// A case ends; several phases end one, the body itself when mediation fails or the applicant withdraws.

type Ending = Omit<Extract<NewEvent, { type: "case.closed" }>["data"], "outcome" | "remindAt" | "senderClocks">;

/** The end of a case; its result is chased until every referrer has acknowledged it. */
export function closed(
  outcome: ClosingOutcome,
  state: CaseState,
  context: DecisionContext,
  ending: Ending = {},
): NewEvent {
  const senderClocks = some(senderClocksAfter(outcome, state, context, ending));
  return { type: "case.closed", data: { outcome, ...ending, ...senderClocks, remindAt: remindAt(context) } };
}

function senderClocksAfter(
  outcome: ClosingOutcome,
  state: CaseState,
  context: DecisionContext,
  ending: Ending,
): CaseClock[] {
  // Merged, the case goes on elsewhere; recalled, it is the referrer's own again.
  if (outcome === "merged" || outcome === "recalled") return [];
  const wasHeld = "assignment" in state && state.status !== "offered";
  if (!hasFailed(outcome, wasHeld)) return [...state.senderClocks];
  const { defaultedOn, settlement: own, insistedOn } = ending;
  const sent = insistedOn === undefined ? state.referrals : insisted(state.referrals, insistedOn);
  const end = {
    endedAt: context.at,
    ...given("defaultedOn", defaultedOn),
    ...given("agreement", state.agreement),
    ...given("settlement", own),
  };
  return [...state.senderClocks, ...clocksFromEnd(openReferrals({ referrals: sent }), end, context)];
}

/** What parties who settled by themselves have done, where a referrer counts that as a success; else it could have no effect. */
function settlementFor(
  reason: string,
  said: Settlement | undefined,
  state: CaseState,
  { at }: DecisionContext,
): { settlement?: Settlement } {
  if (said === undefined) return {};
  const counts = openReferrals(state).some(({ channel }) => channelDefinitions[channel].countsOwnSettlement);
  if (!counts || reason !== "settled_privately") {
    throw new CommandError(
      "illegal-transition",
      "no referrer of this case counts what the parties settle by themselves",
    );
  }
  dayNotInFuture(said.performedOn, "/settlement/performedOn", at);
  dayNotInFuture(said.appliedOn, "/settlement/appliedOn", at);
  return { settlement: said };
}

const settlementField = () =>
  settlement()
    .exactOptional()
    .describe(
      "For the police: when parties who settled by themselves performed, and applied in writing for no penalty",
    );

/** Throws where nobody's time to docket could begin: no court sent the case before docketing, or an agreement stands. */
export function refuseIdleInsistence(state: CaseState, insistedOn: string, { at }: DecisionContext): void {
  const courts = openReferrals(state).filter(({ channel }) => knowsInsistence(channel));
  if (hasAgreement(state) || courts.length === 0) {
    throw new CommandError(
      "illegal-transition",
      "no court has to docket the case: none sent it before docketing, or an agreement stands",
    );
  }
  dayNotInFuture(insistedOn, "/insistedOn", at);
}

const text = once(() => z.string().max(500));

export const closingVerbs = {
  fail: verb({
    words: { en: "Close a case whose mediation failed", zh: "调解不成并结案" },
    transition: 8,
    by: ["holder"],
    from: ["accepted", "seeking_consent", "mediating", "suspended"],
    within: preparation,
    setsBack: true,
    foretells: {
      zh: "本案以调解不成结案：移送机关收到结果，调解期限停止，当事人可另寻诉讼等途径。此后只有重新受理，本案才能再办。",
      en: "The case ends without an agreement: its referrers get the result, and its mediation stops. It goes on only if it is reopened.",
    },
    body: () =>
      reasonGiven(
        body({
          reason: failureReason(),
          note: reasonNote(),
          lateReason: lateReason(),
          settlement: settlementField(),
          insistedOn: day()
            .exactOptional()
            .describe(
              "For a court before docketing: since when a party insists on suing, which begins its time to docket",
            ),
        }),
      ),
    isRepeat: ({ reason }, state) => state.status === "closed" && state.failureReason === reason,
    events: ({ reason, note, lateReason: excuse, settlement: own, insistedOn }, state, context) => {
      const late = reasonIfPreparationLate(state, excuse, context);
      const settled = settlementFor(reason, own, state, context);
      if (insistedOn !== undefined) refuseIdleInsistence(state, insistedOn, context);
      const why = { failureReason: reason, ...given("note", note), ...given("insistedOn", insistedOn) };
      return [closed("failed", state, context, { ...why, ...settled, ...late })];
    },
  }),

  withdraw: verb({
    words: { en: "Close a case whose applicant withdrew", zh: "撤回申请并结案" },
    transition: 12,
    by: ["holder"],
    from: ["accepted", "seeking_consent", "mediating", "suspended"],
    within: preparation,
    setsBack: true,
    foretells: {
      zh: "本案以撤回申请结案：移送机关收到结果，调解期限停止。此后只有重新受理，本案才能再办。",
      en: "The case ends as withdrawn: its referrers get the result, and its mediation stops. It goes on only if it is reopened.",
    },
    body: () =>
      reasonGiven(
        body({
          reason: withdrawalReason(),
          note: reasonNote(),
          lateReason: lateReason(),
          settlement: settlementField(),
        }),
      ),
    isRepeat: (_, state) => state.status === "closed" && state.outcome === "withdrawn",
    events: ({ reason, note, lateReason: excuse, settlement: own }, state, context) => {
      const late = reasonIfPreparationLate(state, excuse, context);
      const settled = settlementFor(reason, own, state, context);
      return [closed("withdrawn", state, context, { reason, ...given("note", note), ...settled, ...late })];
    },
  }),
};

export const closingEvents = {
  "case.closed": event({
    words: { zh: "结案", en: "Closed" },
    data: () => ({
      outcome: closingOutcome(),
      failureReason: failureReason().exactOptional(),
      defaultedOn: day().exactOptional(),
      settlement: settlement().exactOptional(),
      insistedOn: day().exactOptional(),
      coordinatorId: organisationId().exactOptional(),
      article: text().exactOptional(),
      reason: z.union([withdrawalReason(), recallReason()]).exactOptional(),
      note: text().exactOptional(),
      lateReason: text().exactOptional(),
      mergedInto: z.uuid().exactOptional(),
      recallOpen: organisationId().exactOptional(),
      senderClocks: z.array(caseClock()).min(1).exactOptional(),
      remindAt: instant(),
    }),
    on: beforeClose,
    figures: "change",
    evolve: (state, { at, data }) => {
      const {
        outcome,
        failureReason: reason,
        mergedInto,
        recallOpen,
        senderClocks = [],
        defaultedOn,
        insistedOn,
      } = data;
      const accepted = "assignment" in state && state.status !== "offered" ? state.assignment : undefined;
      return {
        status: "closed",
        ...always(state),
        referrals: insistedOn === undefined ? state.referrals : insisted(state.referrals, insistedOn),
        ...given("coordinatorId", data.coordinatorId ?? state.coordinatorId),
        senderClocks,
        ...given("assignment", accepted),
        outcome,
        ...given("failureReason", reason),
        ...given("defaultedOn", defaultedOn),
        ...given("settlement", data.settlement),
        ...given("mergedInto", mergedInto),
        ...given("recallOpen", recallOpen),
        closedAt: at,
        remindAt: data.remindAt,
      };
    },
  }),
};
