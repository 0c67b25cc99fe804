import { type CaseState, holderOf, isOver } from "../case.ts";
import { clockOf } from "../case-clocks.ts";
import { Refusal } from "../refusal.ts";
import { rulesFor } from "../rule-pack.ts";
import { type DecisionContext, given, type Steps, step } from "../step.ts";
import { mandatoryReport } from "./danger.ts";
import { decided, refuseUndecided } from "./eligibility.ts";
import { mediateClock, offer, reasonIfPreparationLate, refuseUnfit, secondAttemptClock } from "./happenings.ts";

/** Whether the body has already put the case down, so that it only says again what it did. */
const hasLeft = (state: CaseState, { by }: DecisionContext): boolean =>
  state.refusedBy.includes(by.organisationId) && holderOf(state) !== by.organisationId;

export const assignmentSteps: Steps<"accept" | "decline" | "escalate" | "transfer"> = {
  accept: step({
    transition: 5,
    by: ["holder"],
    from: ["offered"],
    isRepeat: (_, state) => "assignment" in state && state.assignment?.acceptedAt !== undefined && !isOver(state),
    happenings: ({ mediatorId, coMediatorIds }, state, context) => {
      const { contact } = rulesFor(context.rules, state.referrals[0].channel);
      const clocks = [mediateClock(state, context), ...secondAttemptClock(state, context)];
      if (contact !== null) clocks.push(clockOf("contact-parties", context.at, contact, context.calendars));
      const mediators = { ...given("mediatorId", mediatorId), ...given("coMediatorIds", coMediatorIds) };
      return [{ type: "assignment.accepted", data: { clocks, ...mediators } }];
    },
  }),

  decline: step({
    transition: 6,
    by: ["holder", "former-holder"],
    from: ["offered"],
    isRepeat: (_, state, context) => hasLeft(state, context),
    happenings: ({ reason, note }, state) => [
      {
        type: "assignment.declined",
        data: { organisationId: state.assignment.organisationId, reason, ...given("note", note) },
      },
    ],
  }),

  escalate: step({
    transition: 19,
    by: ["holder", "former-holder", "coordinator"],
    from: ["accepted", "seeking_consent", "mediating"],
    isRepeat: ({ to }, state, context) =>
      hasLeft(state, context) || (state.status === "submitted" && state.floor === to),
    happenings: ({ to, reason, note, partiesAgree, lateReason }, state, context) => {
      if (state.status === "mediating" && !partiesAgree) {
        throw new Refusal("consent-missing", "a mediation under way goes up only if the parties agree", {
          path: "/partiesAgree",
        });
      }
      const { organisationId } = state.assignment;
      const late = reasonIfPreparationLate(state, lateReason, context);
      return [
        {
          type: "assignment.escalated",
          data: { organisationId, floor: to, reason, ...given("note", note), partiesAgree, ...late },
        },
      ];
    },
  }),

  transfer: step({
    transition: 20,
    by: ["holder", "former-holder", "coordinator"],
    from: ["triage", "accepted", "seeking_consent", "mediating"],
    // Whoever has passed the case on cannot take it from the body that has it now.
    isRepeat: ({ organisationId }, state, context) =>
      hasLeft(state, context) || (state.status === "offered" && state.assignment.organisationId === organisationId),
    happenings: ({ track, organisationId, reason, note, lateReason, obstacle, policeId }, state, context) => {
      if (state.status !== "triage" && track === state.track) {
        throw new Refusal("same-track", `the case is in ${track} mediation already`, { path: "/track" });
      }
      if (state.refusedBy.includes(organisationId) || holderOf(state) === organisationId) {
        throw new Refusal("refused-before", "that body declined, kept silent or passed the case on", {
          path: "/organisationId",
        });
      }
      refuseUnfit(obstacle);
      const decides = context.by.role === "coordinator";
      if (!decides) refuseUndecided(state);
      const late = reasonIfPreparationLate(state, lateReason, context);
      return [
        ...mandatoryReport(state, policeId),
        ...(decides ? decided(state, note, context) : []),
        { type: "case.transferred", data: { track, organisationId, reason, ...given("note", note), ...late } },
        offer(state, { organisationId, track, rule: "transfer" }, context),
      ];
    },
  }),
};
