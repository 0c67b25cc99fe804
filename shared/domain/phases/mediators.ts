import * as z from "zod";
import { body, mediatorId, note } from "../body.ts";
import { mediatorsOf } from "../case.ts";
import { isOver } from "../case-state.ts";
import { event } from "../event.ts";
import { given } from "../given.ts";
import { verb } from "../verb.ts";

// The mediator who leads a case, and those who help.

const heldStates = [
  "accepted",
  "seeking_consent",
  "mediating",
  "suspended",
  "agreed",
  "confirming",
  "performing",
] as const;

/** The fields that name the mediators of a case. */
export const coMediatorIds = () =>
  z.array(mediatorId()).min(1).max(5).exactOptional().describe("Who helps the one who leads (协办)");

/** Nobody is named twice. */
export const namesEachOnce = ({ mediatorId: lead, coMediatorIds: helpers = [] }: Named): boolean =>
  new Set([lead, ...helpers]).size > helpers.length;
type Named = { mediatorId?: string; coMediatorIds?: string[] };

const same = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((id, index) => id === other[index]);

export const mediatorVerbs = {
  "assign-mediator": verb({
    words: { en: "Name or change the mediators", zh: "指定或更换调解员" },
    transition: 5,
    by: ["holder"],
    from: heldStates,
    corrects: "accept",
    body: () =>
      body({
        mediatorId: mediatorId().describe("Who leads the mediation from now on (主办)"),
        coMediatorIds: coMediatorIds(),
        note: note().exactOptional(),
      }).refine(namesEachOnce, { path: ["coMediatorIds"], error: "mediator-twice" }),
    names: { mediatorId: "mediator", coMediatorIds: "mediator" },
    isRepeat: (command, state) =>
      "assignment" in state && same(mediatorsOf(state.assignment), mediatorsOf(command)) && !isOver(state),
    events: ({ mediatorId: lead, coMediatorIds: helpers, note: said }) => [
      {
        type: "mediators.assigned",
        data: { mediatorId: lead, ...given("coMediatorIds", helpers), ...given("note", said) },
      },
    ],
  }),
};

export const mediatorEvents = {
  "mediators.assigned": event({
    words: { zh: "指定调解员", en: "Mediators named" },
    data: () => ({
      mediatorId: z.string(),
      coMediatorIds: z.array(z.string()).exactOptional(),
      note: z.string().max(500).exactOptional(),
    }),
    on: heldStates,
    evolve: (state, { data: { mediatorId: lead, coMediatorIds: helpers } }) => {
      const { mediatorId: _, coMediatorIds: __, ...assignment } = state.assignment;
      return { ...state, assignment: { ...assignment, mediatorId: lead, ...given("coMediatorIds", helpers) } };
    },
  }),
};
