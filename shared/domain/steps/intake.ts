import { type CaseState, type Ground, isOver, linksAtMost } from "../case.ts";
import { clockOf } from "../case-clocks.ts";
import { assess } from "../eligibility.ts";
import { Refusal } from "../refusal.ts";
import { type DecisionContext, given, type Steps, step } from "../step.ts";
import { mandatoryReport } from "./danger.ts";
import { decided } from "./eligibility.ts";
import { offer, refuseUnfit, triageClock } from "./happenings.ts";

export const intakeSteps: Steps<"note-repeat" | "ask-for-info" | "supply-info" | "route" | "assign"> = {
  "note-repeat": step({
    transition: 1,
    by: ["platform"],
    from: ["submitted", "needs_info", "triage", "offered", "accepted", "seeking_consent", "mediating", "suspended"],
    // Found after the case was over, it is late.
    isRepeat: ({ caseIds }, state) =>
      isOver(state) || (state.linked ?? []).length >= linksAtMost || caseIds.every((id) => state.linked?.includes(id)),
    happenings: ({ caseIds }) => [{ type: "repeat.found", data: { caseIds: [...caseIds] } }],
  }),

  "ask-for-info": step({
    transition: 2,
    by: ["coordinator"],
    from: ["submitted", "triage"],
    isRepeat: (_, state) => state.status === "needs_info",
    happenings: ({ missing, policeId }, state, { at, by, rules, calendars }) => [
      ...mandatoryReport(state, policeId),
      {
        type: "info.requested",
        data: {
          missing: [...missing],
          coordinatorId: by.organisationId,
          clock: clockOf("supply-info", at, rules.supplyInfo, calendars),
        },
      },
    ],
  }),

  "supply-info": step({
    transition: 2,
    by: ["referrer"],
    from: ["needs_info"],
    isRepeat: (_, state) => state.status === "submitted",
    happenings: ({ type: _, circumstances, ...supplied }, { dispute }) => {
      const ticked = circumstances && [...new Set([...(dispute.circumstances ?? []), ...circumstances])];
      return [{ type: "info.supplied", data: { ...supplied, ...given("circumstances", ticked) } }];
    },
  }),

  route: step({
    transition: 4,
    by: ["platform"],
    from: ["submitted"],
    // A decision made before its body declined is as late as one made before the case was offered.
    isRepeat: ({ decision }, state) =>
      state.status !== "submitted" ||
      (decision?.outcome === "offered" && state.refusedBy.includes(decision.organisationId)),
    happenings: ({ decision, coordinatorId, policeId }, state, context) => {
      const grounds = waitingGrounds(state, context);
      const report = mandatoryReport(state, policeId);
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
      const { organisationId, rule } = decision;
      return [...report, offer(state, { organisationId, track: "people", rule, trace, ...desk }, context)];
    },
  }),

  assign: step({
    transition: 4,
    by: ["coordinator"],
    from: ["submitted", "triage"],
    isRepeat: ({ organisationId }, state) =>
      "assignment" in state && state.assignment?.organisationId === organisationId && state.status === "offered",
    happenings: ({ organisationId, track = "people", reason, note, override, obstacle, policeId }, state, context) => {
      if (state.refusedBy.includes(organisationId) && override !== true) {
        throw new Refusal("refused-before", "that body declined, kept silent or passed the case on", {
          path: "/organisationId",
        });
      }
      if (override !== true) refuseUnfit(obstacle);
      const { organisationId: coordinatorId } = context.by;
      return [
        ...mandatoryReport(state, policeId),
        ...decided(state, note, context),
        offer(
          state,
          { organisationId, track, rule: "by-hand", reason, ...given("note", note), coordinatorId },
          context,
        ),
      ];
    },
  }),
};

/** What speaks against mediation and no person has decided on yet: then no body is looked for. */
export const waitingGrounds = (state: CaseState, { rules }: Pick<DecisionContext, "rules">): Ground[] =>
  state.eligibilityDecided === undefined ? assess(state, rules) : [];
