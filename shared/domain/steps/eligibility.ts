import { type CaseClock, type CaseState, type Ground, isWithBody } from "../case.ts";
import { assess, circumstancesOf, withCircumstances } from "../eligibility.ts";
import type { CaseHappening } from "../events.ts";
import { Refusal } from "../refusal.ts";
import { type DecisionContext, given, type Steps, step } from "../step.ts";
import { mandatoryReport } from "./danger.ts";
import { closed, triageClock } from "./happenings.ts";

const withBody = ["offered", "accepted", "seeking_consent", "mediating", "suspended"] as const;

/** By giving a case to a body although eligibility had set it aside, a person decides that it may be mediated. */
export function decided(state: CaseState, reason: string, { rules }: DecisionContext): CaseHappening[] {
  const grounds = state.eligibilityDecided === true ? [] : assess(state, rules);
  return grounds.length === 0 ? [] : [{ type: "eligibility.decided", data: { grounds, reason } }];
}

/**
 * What a person has to decide on when something new is known of a case, and by when. Before a body has it, the router or the
 * coordinator's desk looks at all there is.
 */
export function questionOf(
  before: CaseState,
  after: CaseState,
  context: DecisionContext,
): { grounds?: Ground[]; clock?: CaseClock } {
  const known = assess(before, context.rules).map(({ circumstance }) => circumstance);
  const found = assess(after, context.rules).filter(({ circumstance }) => !known.includes(circumstance));
  if (found.length === 0) return {};
  const clock = isWithBody(after) ? triageClock(context) : undefined;
  return { grounds: [...(after.grounds ?? []), ...found], ...given("clock", clock) };
}

/** Throws `eligibility-open` while a person has yet to decide whether the case may be mediated. */
export function refuseUndecided({ grounds }: CaseState): void {
  if (grounds === undefined) return;
  throw new Refusal("eligibility-open", "a coordinator has yet to decide whether this may be mediated", { grounds });
}

/** Whether a dispute may be mediated: the rules propose, a person decides, before a body has the case and later. */
export const eligibilitySteps: Steps<"not-accept" | "note-circumstances" | "allow-mediation"> = {
  "not-accept": step({
    transition: 3,
    by: ["coordinator"],
    from: ["submitted", "triage", "needs_info", ...withBody],
    isOpen: (state) => !isWithBody(state) || state.grounds !== undefined,
    isRepeat: (_, state) => state.status === "closed" && state.outcome === "not_accepted",
    happenings: ({ article, note, policeId }, state, context) => {
      if (isWithBody(state) && state.grounds === undefined) {
        throw new Refusal("illegal-transition", "nothing speaks against mediation that has not been decided on");
      }
      return [
        ...mandatoryReport(state, policeId),
        closed("not_accepted", state, context, { article, note, coordinatorId: context.by.organisationId }),
      ];
    },
  }),

  "note-circumstances": step({
    transition: 3,
    by: ["holder", "referrer", "coordinator"],
    from: ["submitted", "triage", ...withBody],
    isRepeat: ({ circumstances }, state) => circumstances.every((known) => circumstancesOf(state).includes(known)),
    happenings: ({ circumstances, policeId }, state, context) => {
      const fresh = [...new Set(circumstances)].filter((one) => !circumstancesOf(state).includes(one));
      const after = withCircumstances(state, fresh);
      return [
        { type: "circumstances.noted", data: { circumstances: fresh, ...questionOf(state, after, context) } },
        ...mandatoryReport(after, policeId),
      ];
    },
  }),

  "allow-mediation": step({
    transition: 3,
    by: ["coordinator"],
    from: withBody,
    isOpen: ({ grounds }) => grounds !== undefined,
    isRepeat: (_, { grounds, eligibilityDecided }) => grounds === undefined && eligibilityDecided === true,
    happenings: ({ reason }, { grounds }) => {
      if (grounds === undefined) throw new Refusal("illegal-transition", "nothing is to be decided");
      return [{ type: "eligibility.decided", data: { grounds, reason } }];
    },
  }),
};
