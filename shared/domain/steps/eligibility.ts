import { type CaseClock, type CaseState, type Ground, isOver, isWithBody, withBody } from "../case.ts";
import { resumed, withoutClocks } from "../case-clocks.ts";
import { assess, withCircumstances } from "../eligibility.ts";
import type { CaseHappening } from "../events.ts";
import { Refusal } from "../refusal.ts";
import { type DecisionContext, given, type Steps, step } from "../step.ts";
import { mandatoryReport } from "./danger.ts";
import { beforeClose, clockIn, closed, triageClock } from "./happenings.ts";

/**
 * By giving a case to a body although something speaks against mediation, a person decides that it may be mediated. Throws
 * `reason-required` unless it is said why.
 */
export function decided(state: CaseState, note: string | undefined, { rules }: DecisionContext): CaseHappening[] {
  const grounds = state.eligibilityDecided === true ? [] : assess(state, rules);
  if (grounds.length === 0) return [];
  if (note === undefined) {
    throw new Refusal(
      "reason-required",
      "something speaks against mediation: say why it may be mediated all the same",
      {
        path: "/note",
        grounds,
      },
    );
  }
  return [{ type: "eligibility.decided", data: { grounds, reason: note } }];
}

/**
 * What a person has to decide on when something new is known of a case, and by when. Before a body has it, the router or the
 * coordinator's desk looks at all there is; once the parties have agreed, nothing is asked any more.
 */
export function questionOf(
  before: CaseState,
  after: CaseState,
  context: DecisionContext,
): { grounds?: Ground[]; clock?: CaseClock } {
  const { grounds: open = [] } = before;
  const known = [...assess(before, context.rules), ...open].map(({ circumstance }) => circumstance);
  const found = assess(after, context.rules).filter(({ circumstance }) => !known.includes(circumstance));
  if (found.length === 0 || isConcluded(after)) return {};
  const runs = !isWithBody(after) || clockIn(after, "triage") !== undefined;
  return { grounds: [...open, ...found], ...given("clock", runs ? undefined : triageClock(context)) };
}

const isConcluded = (state: CaseState): boolean => "agreement" in state || isOver(state);

/** The clocks of a case that a body has once nothing is left to decide: the parties' time has not run meanwhile. */
export function released(state: CaseState, { at, calendars }: DecisionContext): CaseClock[] {
  const clocks = withoutClocks(state.clocks, "triage");
  return state.status === "suspended" ? clocks : resumed(clocks, at, calendars);
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
    from: beforeClose,
    // A report that could be made to nobody is made when it is said again.
    isRepeat: ({ circumstances, policeId }, state) =>
      circumstances.every((one) => state.dispute.circumstances?.includes(one)) &&
      (policeId === undefined || mandatoryReport(state).length === 0),
    happenings: ({ circumstances, policeId }, state, context) => {
      const fresh = [...new Set(circumstances)].filter((one) => !state.dispute.circumstances?.includes(one));
      const after = withCircumstances(state, fresh);
      const data = { circumstances: fresh, ...questionOf(state, after, context) };
      return [
        ...(fresh.length === 0 ? [] : [{ type: "circumstances.noted", data } as const]),
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
    happenings: ({ reason }, state, context) => {
      const { grounds } = state;
      if (grounds === undefined) throw new Refusal("illegal-transition", "nothing is to be decided");
      return [{ type: "eligibility.decided", data: { grounds, reason, clocks: released(state, context) } }];
    },
  }),
};
