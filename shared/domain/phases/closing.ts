import * as z from "zod";
import { body, lateReason, reasonGiven, reasonNote } from "../body.ts";
import {
  beforeClose,
  type CaseClock,
  type CaseState,
  caseClock,
  day,
  instant,
  openReferrals,
  organisationId,
} from "../case.ts";
import { reasonIfPreparationLate } from "../checks.ts";
import { type ClosingOutcome, closingOutcome } from "../codes.ts";
import { event } from "../event.ts";
import type { NewEvent } from "../events.ts";
import { always } from "../evolution.ts";
import { given } from "../given.ts";
import { once } from "../once.ts";
import { remindAt, some } from "../periods.ts";
import { failureReason, recallReason, withdrawalReason } from "../reasons.ts";
import { clocksFromFailure } from "../sender-clocks.ts";
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
  // A case that was never mediated has not failed either.
  const failed =
    outcome !== "performed" && (outcome !== "not_accepted" || ("assignment" in state && state.status !== "offered"));
  const begun = failed ? clocksFromFailure(openReferrals(state), context, defaultedOn) : [];
  return [...state.senderClocks, ...begun];
}

const text = once(() => z.string().max(500));

export const closingVerbs = {
  fail: verb({
    words: { en: "Close a case whose mediation failed", zh: "调解不成并结案" },
    transition: 8,
    by: ["holder"],
    from: ["accepted", "seeking_consent", "mediating", "suspended"],
    body: () => reasonGiven(body({ reason: failureReason(), note: reasonNote(), lateReason: lateReason() })),
    isRepeat: ({ reason }, state) => state.status === "closed" && state.failureReason === reason,
    events: ({ reason, note, lateReason: excuse }, state, context) => {
      const late = reasonIfPreparationLate(state, excuse, context);
      return [closed("failed", state, context, { failureReason: reason, ...given("note", note), ...late })];
    },
  }),

  withdraw: verb({
    words: { en: "Close a case whose applicant withdrew", zh: "撤回申请并结案" },
    transition: 12,
    by: ["holder"],
    from: ["accepted", "seeking_consent", "mediating", "suspended"],
    body: () => reasonGiven(body({ reason: withdrawalReason(), note: reasonNote(), lateReason: lateReason() })),
    isRepeat: (_, state) => state.status === "closed" && state.outcome === "withdrawn",
    events: ({ reason, note, lateReason: excuse }, state, context) => {
      const late = reasonIfPreparationLate(state, excuse, context);
      return [closed("withdrawn", state, context, { reason, ...given("note", note), ...late })];
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
      const { outcome, failureReason: reason, mergedInto, recallOpen, senderClocks = [], defaultedOn } = data;
      const accepted = "assignment" in state && state.status !== "offered" ? state.assignment : undefined;
      return {
        status: "closed",
        ...always(state),
        ...given("coordinatorId", data.coordinatorId ?? state.coordinatorId),
        senderClocks,
        ...given("assignment", accepted),
        ...("agreement" in state ? { agreement: state.agreement } : {}),
        ...("confirmation" in state ? given("confirmation", state.confirmation) : {}),
        outcome,
        ...given("failureReason", reason),
        ...given("defaultedOn", defaultedOn),
        ...given("mergedInto", mergedInto),
        ...given("recallOpen", recallOpen),
        closedAt: at,
        remindAt: data.remindAt,
      };
    },
  }),
};
