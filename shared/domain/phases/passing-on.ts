import * as z from "zod";
import { body, decisionNote, lateReason, reasonGiven, reasonNote } from "../body.ts";
import { organisationId } from "../case.ts";
import { holderOf } from "../case-state.ts";
import { preparation, reasonIfPreparationLate } from "../checks.ts";
import { track } from "../codes.ts";
import { CommandError } from "../command-error.ts";
import { event } from "../event.ts";
import { waiting } from "../evolution.ts";
import { given } from "../given.ts";
import { once } from "../once.ts";
import { escalationReason, transferReason } from "../reasons.ts";
import { verb } from "../verb.ts";
import { hasLeft } from "./answer.ts";
import { mandatoryReport } from "./danger.ts";
import { decided, refuseUndecided } from "./eligibility.ts";
import { offer, refuseUnfit } from "./routing.ts";

// A case goes up to town or county, or to another of the three kinds of mediation.

const floor = once(() => z.enum(["town", "county"]));
const text = once(() => z.string().max(500));

export const passingOnVerbs = {
  escalate: verb({
    words: { en: "Pass a case up to town or county", zh: "提交上级调委会调解" },
    transition: 19,
    by: ["holder", "former-holder", "coordinator"],
    from: ["accepted", "seeking_consent", "mediating"],
    within: preparation,
    foretells: {
      zh: "本案离开现承办单位，交由上级调委会。现承办单位不再承办，只能查看提交之前的内容。",
      en: "The case leaves the body that has it for one above. That body works on it no more and sees only what there was before.",
    },
    body: () =>
      reasonGiven(
        body({
          to: floor(),
          lateReason: lateReason(),
          partiesAgree: z.boolean().default(false),
          reason: escalationReason(),
          note: reasonNote(),
        }),
      ),
    isRepeat: ({ to }, state, context) =>
      hasLeft(state, context) || (state.status === "submitted" && state.floor === to),
    events: ({ to, reason, note, partiesAgree, lateReason: excuse }, state, context) => {
      if (state.status === "mediating" && !partiesAgree) {
        throw new CommandError("consent-missing", "a mediation under way goes up only if the parties agree", {
          path: "/partiesAgree",
        });
      }
      const { organisationId: leaving } = state.assignment;
      const late = reasonIfPreparationLate(state, excuse, context);
      return [
        {
          type: "assignment.escalated",
          data: { organisationId: leaving, floor: to, reason, ...given("note", note), partiesAgree, ...late },
        },
      ];
    },
  }),

  transfer: verb({
    words: { en: "Move a case to another kind of mediation", zh: "三调联动移交" },
    transition: 20,
    by: ["holder", "former-holder", "coordinator"],
    from: ["triage", "accepted", "seeking_consent", "mediating"],
    within: preparation,
    foretells: {
      zh: "本案离开现承办单位，转入另一类调解。现承办单位不再承办，只能查看移交之前的内容。",
      en: "The case leaves the body that has it for another kind of mediation. That body works on it no more and sees only what there was before.",
    },
    body: () =>
      reasonGiven(
        body({
          track: track(),
          organisationId: organisationId(),
          reason: transferReason(),
          note: decisionNote(),
          lateReason: lateReason(),
        }),
      ),
    names: { organisationId: "body-of-track" },
    looksUp: ["station", "chosen"],
    // A body that has passed the case on cannot take it from the body that has it now.
    isRepeat: ({ organisationId: chosen }, state, context) =>
      hasLeft(state, context) || (state.status === "offered" && state.assignment.organisationId === chosen),
    events: (command, state, context) => {
      const { track: way, organisationId: chosen, reason, note, facts } = command;
      if (state.status !== "triage" && way === state.track) {
        throw new CommandError("same-track", `the case is in ${way} mediation already`, { path: "/track" });
      }
      if (state.refusedBy.includes(chosen) || holderOf(state) === chosen) {
        throw new CommandError("refused-before", "that body declined, kept silent or passed the case on", {
          path: "/organisationId",
        });
      }
      refuseUnfit(facts.chosen.obstacle);
      const decides = context.by.role === "coordinator";
      if (!decides) refuseUndecided(state);
      const late = reasonIfPreparationLate(state, command.lateReason, context);
      return [
        ...mandatoryReport(state, facts.station),
        ...(decides ? decided(state, note, context) : []),
        {
          type: "case.transferred",
          data: { track: way, organisationId: chosen, reason, ...given("note", note), ...late },
        },
        offer(state, { organisationId: chosen, track: way, rule: "transfer" }, context),
      ];
    },
  }),
};

export const passingOnEvents = {
  "assignment.escalated": event({
    words: { zh: "提交上级调委会调解", en: "Escalated" },
    data: () => ({
      organisationId: organisationId(),
      floor: floor(),
      reason: escalationReason(),
      note: text().exactOptional(),
      partiesAgree: z.boolean(),
      lateReason: text().exactOptional(),
    }),
    on: ["accepted", "seeking_consent", "mediating"],
    asksForRouting: true,
    evolve: (state, { at, data }) => ({ ...waiting(state, at, data.organisationId), floor: data.floor }),
  }),

  "case.transferred": event({
    words: { zh: "三调联动移交", en: "Transferred" },
    data: () => ({
      track: track(),
      organisationId: organisationId(),
      reason: transferReason(),
      note: text().exactOptional(),
      lateReason: text().exactOptional(),
    }),
    on: ["triage", "accepted", "seeking_consent", "mediating"],
    evolve: (state, { at }) => waiting(state, at, "assignment" in state ? state.assignment.organisationId : undefined),
  }),
};
