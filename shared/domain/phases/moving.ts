import * as z from "zod";
import { body, decisionNote, reasonGiven, reasonNote } from "../body.ts";
import { organisationId } from "../case.ts";
import { type CaseState, isOver, isWithBody, withBody } from "../case-state.ts";
import { CommandError } from "../command-error.ts";
import { event } from "../event.ts";
import type { NewEvent } from "../events.ts";
import { waiting } from "../evolution.ts";
import { given } from "../given.ts";
import { once } from "../once.ts";
import { movingReason } from "../reasons.ts";
import { verb } from "../verb.ts";
import { mandatoryReport } from "./danger.ts";
import { decided } from "./eligibility.ts";
import { offer, refuseUnfit } from "./routing.ts";

// The coordinator takes an offer back, or moves an open case to another body of the same kind of mediation.

const concluded = ["agreed", "confirming", "performing"] as const;

export const movingVerbs = {
  "take-back": verb({
    words: { en: "Take the offer back", zh: "收回分派" },
    transition: 4,
    // The platform takes back what is offered to a body that is suspended.
    by: ["coordinator", "platform"],
    from: ["offered"],
    body: () => reasonGiven(body({ reason: movingReason(), note: reasonNote() })),
    isRepeat: (_, state) => state.status === "submitted",
    events: ({ reason, note }, { assignment }) => [
      {
        type: "assignment.taken_back",
        data: { organisationId: assignment.organisationId, reason, ...given("note", note) },
      },
    ],
  }),

  move: verb({
    words: { en: "Move an open case to another body of the same track", zh: "改派承办单位" },
    transition: 4,
    by: ["coordinator"],
    from: [...withBody, ...concluded],
    foretells: {
      zh: "现承办单位不再承办，只能查看改派之前的内容；本案由新的单位承办。",
      en: "The body that has the case works on it no more and sees only what there was before; the new one has it.",
    },
    body: () =>
      reasonGiven(
        body({
          organisationId: organisationId(),
          reason: movingReason(),
          note: decisionNote(),
          override: z.boolean().exactOptional().describe("Move it to a body that declined or kept silent all the same"),
        }),
      ),
    names: { organisationId: "mediation-body" },
    looksUp: ["station", "chosen"],
    isRepeat: ({ organisationId: chosen }, state) =>
      "assignment" in state && state.assignment?.organisationId === chosen && !isOver(state),
    events: ({ organisationId: chosen, reason, note, override, facts }, state, context) => {
      const { track = state.track, organisationId: leaving } = state.assignment;
      if (facts.chosen.track !== track) {
        const message = `the case is in ${track} mediation: transfer changes the kind`;
        throw new CommandError("other-track", message, { path: "/organisationId" });
      }
      refuseUnfit(facts.chosen.obstacle, override);
      if (state.refusedBy.includes(chosen) && override !== true) {
        throw new CommandError("refused-before", "that body declined, kept silent or passed the case on", {
          path: "/organisationId",
        });
      }
      const moved: NewEvent = {
        type: "assignment.moved",
        data: { organisationId: leaving, to: chosen, reason, ...given("note", note) },
      };
      // The agreement stands: the other body sees to it, and need not be asked.
      if (!isWithBody(state)) return [moved];
      return [
        ...mandatoryReport(state, facts.station),
        ...decided(state, note, context),
        moved,
        offer(
          state,
          { organisationId: chosen, track, rule: "by-hand", coordinatorId: context.by.organisationId },
          context,
        ),
      ];
    },
  }),
};

const text = once(() => z.string().max(500));

export const movingEvents = {
  "assignment.taken_back": event({
    words: { zh: "收回分派", en: "Offer taken back" },
    data: () => ({ organisationId: organisationId(), reason: movingReason(), note: text().exactOptional() }),
    on: ["offered"],
    asksForRouting: true,
    evolve: (state, { at, data }) => waiting(state, at, data.organisationId),
  }),

  "assignment.moved": event({
    words: { zh: "改派", en: "Moved to another body" },
    data: () => ({
      organisationId: organisationId(),
      to: organisationId(),
      reason: movingReason(),
      note: text().exactOptional(),
    }),
    on: [...withBody, ...concluded],
    evolve: (state, { at, data }) => {
      if (isWithBody(state)) return waiting(state, at, data.organisationId);
      const number = state.attempts + 1;
      const assignment = { number, organisationId: data.to, rule: "by-hand", offeredAt: at, acceptedAt: at } as const;
      return { ...state, attempts: number, assignment, refusedBy: without(state, data) };
    },
  }),
};

/** Those who put the case down: the body it leaves is one of them, the one it comes to no more. */
const without = (state: CaseState, { organisationId: leaving, to }: { organisationId: string; to: string }): string[] =>
  [...new Set([...state.refusedBy, leaving])].filter((id) => id !== to);
