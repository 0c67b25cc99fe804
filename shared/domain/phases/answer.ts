import * as z from "zod";
import { body, lateReason, mediatorId, reasonGiven, reasonNote } from "../body.ts";
import { missedDeadlines } from "../breach.ts";
import { caseClock, organisationId } from "../case.ts";
import { clockOf } from "../case-clocks.ts";
import { type CaseState, holderOf, isOver } from "../case-state.ts";
import { clockIn, reasonIfLate } from "../checks.ts";
import { event } from "../event.ts";
import { always, questioned, waiting } from "../evolution.ts";
import { given } from "../given.ts";
import { mediateClock, secondAttemptClock } from "../periods.ts";
import { declineReason } from "../reasons.ts";
import { rulesFor } from "../rule-pack.ts";
import { type DecisionContext, verb } from "../verb.ts";
import { coMediatorIds, namesEachOnce } from "./mediators.ts";

// The body that is asked answers, or keeps silent.

/** Whether the body has already put the case down, so that it only says again what it did. */
export const hasLeft = (state: CaseState, { by }: Pick<DecisionContext, "by">): boolean =>
  state.refusedBy.includes(by.organisationId) && holderOf(state) !== by.organisationId;

export const answerVerbs = {
  accept: verb({
    words: { en: "Accept an offered case", zh: "确认受理" },
    transition: 5,
    by: ["holder"],
    from: ["offered"],
    within: ["answer"],
    leadsOn: { offered: 1 },
    settles: "answer-offer",
    onMany: true,
    body: () =>
      body({
        mediatorId: mediatorId().exactOptional().describe("Who leads the mediation (主办)"),
        coMediatorIds: coMediatorIds(),
        lateReason: lateReason(),
      })
        .refine(({ coMediatorIds: helpers, mediatorId: lead }) => helpers === undefined || lead !== undefined, {
          path: ["mediatorId"],
          error: "required",
        })
        .refine(namesEachOnce, { path: ["coMediatorIds"], error: "mediator-twice" }),
    names: { mediatorId: "mediator", coMediatorIds: "mediator" },
    isRepeat: (_, state) => "assignment" in state && state.assignment?.acceptedAt !== undefined && !isOver(state),
    events: ({ mediatorId: lead, coMediatorIds: helpers, lateReason: excuse }, state, context) => {
      const late = reasonIfLate(clockIn(state, "answer"), excuse, context);
      const { contact } = rulesFor(context.rules, state.referrals[0].channel);
      const clocks = [mediateClock(state, context), ...secondAttemptClock(state, context)];
      if (contact !== null) clocks.push(clockOf("contact-parties", context.at, contact, context.calendars));
      const mediators = { ...given("mediatorId", lead), ...given("coMediatorIds", helpers) };
      return [{ type: "assignment.accepted", data: { clocks, ...mediators, ...late } }];
    },
  }),

  decline: verb({
    words: { en: "Decline an offered case with a reason", zh: "不予接受（退回，注明理由）" },
    transition: 6,
    by: ["holder", "former-holder"],
    from: ["offered"],
    setsBack: true,
    settles: "answer-offer",
    foretells: {
      zh: "本单位不再承办：本案退回平台，另行分派或转人工分派。此后除非再次分派给本单位，不能再受理。",
      en: "The case leaves you: the platform offers it to another body, or a person assigns it. You cannot accept it later unless it is offered to you again.",
    },
    body: () => reasonGiven(body({ reason: declineReason(), note: reasonNote() })),
    isRepeat: (_, state, context) => hasLeft(state, context),
    events: ({ reason, note }, state, context) => [
      ...missedDeadlines(state, context),
      {
        type: "assignment.declined",
        data: { organisationId: state.assignment.organisationId, reason, ...given("note", note) },
      },
    ],
  }),
};

export const answerEvents = {
  "assignment.accepted": event({
    words: { zh: "确认受理", en: "Accepted" },
    data: () => ({
      clocks: z.array(caseClock()),
      mediatorId: z.string().exactOptional(),
      coMediatorIds: z.array(z.string()).exactOptional(),
      lateReason: z.string().max(500).exactOptional(),
    }),
    on: ["offered"],
    deadline: ({ clocks }) => clocks.find(({ kind }) => kind === "mediate")?.dueAt,
    evolve: (state, { at, data: { clocks, lateReason: _, ...mediators } }) => {
      const { track = state.track, ...offered } = state.assignment;
      const assignment = { ...offered, acceptedAt: at, ...mediators };
      const accepted = { status: "accepted", ...always(state, clocks), track, assignment } as const;
      const clock = state.clocks.find(({ kind }) => kind === "triage");
      return questioned(accepted, at, { ...given("grounds", state.grounds), ...given("clock", clock) });
    },
  }),

  "assignment.declined": event({
    words: { zh: "不予接受（退回）", en: "Declined" },
    data: () => ({
      organisationId: organisationId(),
      reason: declineReason(),
      note: z.string().max(500).exactOptional(),
    }),
    on: ["offered"],
    asksForRouting: true,
    figures: "check",
    refusal: ({ organisationId: id }) => ({ organisationId: id, how: "declined" }),
    evolve: (state, { at, data }) => waiting(state, at, data.organisationId),
  }),

  "assignment.lapsed": event({
    words: { zh: "逾期未确认", en: "Offer lapsed" },
    data: () => ({ organisationId: organisationId() }),
    on: ["offered"],
    asksForRouting: true,
    figures: "check",
    refusal: ({ organisationId: id }) => ({ organisationId: id, how: "lapsed" }),
    evolve: (state, { at, data }) => waiting(state, at, data.organisationId),
  }),
};
