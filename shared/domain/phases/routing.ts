import * as z from "zod";
import { body, decisionNote, reasonGiven } from "../body.ts";
import { caseClock, ground, organisationId, routingRule } from "../case.ts";
import { clockOf } from "../case-clocks.ts";
import type { CaseState } from "../case-state.ts";
import { type Track, track } from "../codes.ts";
import { CommandError } from "../command-error.ts";
import { assess } from "../eligibility.ts";
import { event } from "../event.ts";
import type { NewEvent } from "../events.ts";
import { always } from "../evolution.ts";
import { given } from "../given.ts";
import { triageClock } from "../periods.ts";
import { assignmentReason, triageReason } from "../reasons.ts";
import type { RoutingDecision } from "../routing.ts";
import type { Obstacle } from "../routing-rules.ts";
import { rulesFor } from "../rule-pack.ts";
import { nobody } from "../told.ts";
import { type DecisionContext, inner, verb } from "../verb.ts";
import { mandatoryReport } from "./danger.ts";
import { decided } from "./eligibility.ts";
import { proposeGrade } from "./grade.ts";

// A case finds its body: by the rules, or by the coordinator's hand.

type Offered = Omit<Extract<NewEvent, { type: "assignment.offered" }>["data"], "number" | "clock" | "track"> & {
  track: Track;
};

/** A new assignment, with the clock that its channel gives for an answer. It changes the track only by being accepted. */
export function offer(
  state: CaseState,
  { track: way, ...offered }: Offered,
  { at, rules, calendars }: DecisionContext,
): NewEvent {
  const rule = rulesFor(rules, state.referrals[0].channel).accept ?? rules.acceptOtherwise;
  const clock = clockOf("answer", at, rule, calendars);
  const change = given("track", way === state.track ? undefined : way);
  return { type: "assignment.offered", data: { number: state.attempts + 1, ...offered, ...change, clock } };
}

/**
 * Throws `body-unfit` when something speaks against the body that a person chose. Nobody overrides a suspension: such a body
 * could not accept.
 */
export function refuseUnfit(obstacle: Obstacle | undefined, override = false): void {
  if (obstacle !== undefined && (!override || obstacle === "suspended"))
    throw new CommandError("body-unfit", `that body is passed over: ${obstacle}`, { obstacle });
}

export const routingVerbs = {
  route: inner<{ decision: RoutingDecision | undefined; coordinatorId?: string; station: string | undefined }>()({
    transition: 4,
    by: ["platform"],
    from: ["submitted"],
    // A decision made before its body declined is as late as one made before the case was offered.
    isRepeat: ({ decision }, state) =>
      state.status !== "submitted" ||
      (decision?.outcome === "offered" && state.refusedBy.includes(decision.organisationId)),
    events: ({ decision, coordinatorId, station }, state, context) => {
      const grounds = waitingGrounds(state, context);
      const { circumstances = [] } = state.dispute;
      const report = [...mandatoryReport(state, station), ...proposeGrade(state, { circumstances }, context)];
      const desk = given("coordinatorId", coordinatorId);
      const clock = triageClock(context);
      if (grounds.length > 0) {
        return [...report, { type: "case.triaged", data: { reason: "eligibility", clock, ...desk, grounds } }];
      }
      if (decision === undefined) throw new Error("a case that nothing speaks against is routed by a decision");
      const trace = [...decision.trace];
      if (decision.outcome === "triage") {
        return [...report, { type: "case.triaged", data: { reason: decision.reason, clock, ...desk, trace } }];
      }
      const { organisationId: body, rule } = decision;
      return [...report, offer(state, { organisationId: body, track: "people", rule, trace, ...desk }, context)];
    },
  }),

  assign: verb({
    words: { en: "Offer a case to a body by hand", zh: "人工分派" },
    transition: 4,
    by: ["coordinator"],
    from: ["submitted", "triage"],
    leadsOn: { triage: 1 },
    settles: "assign",
    body: () =>
      reasonGiven(
        body({
          organisationId: organisationId(),
          reason: assignmentReason(),
          note: decisionNote(),
          override: z.boolean().exactOptional().describe("Offer it again to a body that declined or kept silent"),
        }),
      ),
    names: { organisationId: "mediation-body" },
    looksUp: ["station", "chosen"],
    isRepeat: ({ organisationId: chosen }, state) =>
      "assignment" in state && state.assignment?.organisationId === chosen && state.status === "offered",
    events: ({ organisationId: chosen, reason, note, override, facts }, state, context) => {
      if (state.refusedBy.includes(chosen) && override !== true) {
        throw new CommandError("refused-before", "that body declined, kept silent or passed the case on", {
          path: "/organisationId",
        });
      }
      refuseUnfit(facts.chosen.obstacle, override);
      const { organisationId: coordinatorId } = context.by;
      const why = { reason, ...given("note", note) };
      return [
        ...mandatoryReport(state, facts.station),
        ...decided(state, note, context),
        offer(
          state,
          { organisationId: chosen, track: facts.chosen.track, rule: "by-hand", ...why, coordinatorId },
          context,
        ),
      ];
    },
  }),
};

/** What speaks against mediation and no person has decided on yet: then no body is looked for. */
export const waitingGrounds = (state: CaseState, { rules }: Pick<DecisionContext, "rules">) =>
  state.eligibilityDecided === undefined ? assess(state, rules) : [];

/** One step of a routing decision, short enough to be stored with the event. */
export const traceStep = () =>
  z.strictObject({
    rule: z.string(),
    organisationId: organisationId().exactOptional(),
    verdict: z.enum(["chosen", "passed-over", "no-candidate"]),
    why: z.string().exactOptional(),
  });

export const routingEvents = {
  "routing.requested": event({
    words: { zh: "请求分派", en: "Routing requested" },
    isNote: true,
    data: () => ({}),
    on: ["submitted"],
    // It concerns the platform alone.
    told: nobody,
    asksForRouting: true,
    evolve: (state, { at }) => ({ ...state, waitingSince: at }),
  }),

  "case.triaged": event({
    words: { zh: "转人工分派", en: "Left to the coordinator" },
    data: () => ({
      reason: triageReason(),
      clock: caseClock(),
      coordinatorId: organisationId().exactOptional(),
      grounds: z.array(ground()).exactOptional(),
      trace: z.array(traceStep()).exactOptional(),
    }),
    on: ["submitted", "needs_info"],
    evolve: (state, { data: { reason, clock, coordinatorId, grounds } }) => ({
      status: "triage",
      ...always(state, [clock]),
      ...given("coordinatorId", coordinatorId ?? state.coordinatorId),
      reason,
      ...given("grounds", grounds),
    }),
  }),

  "assignment.offered": event({
    words: { zh: "分派", en: "Offered" },
    data: () => ({
      number: z.int(),
      organisationId: organisationId(),
      rule: routingRule(),
      clock: caseClock(),
      track: track().exactOptional(),
      coordinatorId: organisationId().exactOptional(),
      trace: z.array(traceStep()).exactOptional(),
      reason: assignmentReason().exactOptional(),
      note: z.string().max(500).exactOptional(),
    }),
    on: ["submitted", "triage"],
    deadline: ({ clock }) => clock.dueAt,
    evolve: (state, { at, data }) => {
      const { number, organisationId: body, rule, clock, track: way, coordinatorId } = data;
      return {
        status: "offered",
        ...always(state, [clock]),
        ...given("coordinatorId", coordinatorId ?? state.coordinatorId),
        attempts: number,
        assignment: { number, organisationId: body, rule, offeredAt: at, ...given("track", way) },
      };
    },
  }),
};
