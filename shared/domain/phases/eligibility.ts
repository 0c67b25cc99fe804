import * as z from "zod";
import { body, note } from "../body.ts";
import { type CaseClock, caseClock, type Ground, ground } from "../case.ts";
import { resumed, withoutClocks } from "../case-clocks.ts";
import { beforeClose, type CaseState, everyState, isConcluded, isOver, isWithBody, withBody } from "../case-state.ts";
import { clockIn } from "../checks.ts";
import { circumstance } from "../codes.ts";
import { CommandError } from "../command-error.ts";
import { assess, withCircumstances } from "../eligibility.ts";
import { event } from "../event.ts";
import type { NewEvent } from "../events.ts";
import { questioned } from "../evolution.ts";
import { given } from "../given.ts";
import { once } from "../once.ts";
import { triageClock } from "../periods.ts";
import { bodiesAndCoordinator } from "../told.ts";
import { type DecisionContext, verb } from "../verb.ts";
import { closed } from "./closing.ts";
import { mandatoryReport } from "./danger.ts";
import { proposeGrade } from "./grade.ts";

// Whether a dispute may be mediated: the rules propose, a person decides, before a body has the case and later.

/**
 * By giving a case to a body although something speaks against mediation, a person decides that it may be mediated. Throws
 * `reason-required` unless it is said why.
 */
export function decided(state: CaseState, why: string | undefined, { rules }: DecisionContext): NewEvent[] {
  const grounds = state.eligibilityDecided === true ? [] : assess(state, rules);
  if (grounds.length === 0) return [];
  if (why === undefined) {
    const message = "something speaks against mediation: say why it may be mediated all the same";
    throw new CommandError("reason-required", message, { path: "/note", grounds });
  }
  return [{ type: "eligibility.decided", data: { grounds, reason: why } }];
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
  const known = [...assess(before, context.rules), ...open].map((each) => each.circumstance);
  const found = assess(after, context.rules).filter((each) => !known.includes(each.circumstance));
  if (found.length === 0 || isConcluded(after) || isOver(after)) return {};
  const runs = !isWithBody(after) || clockIn(after, "triage") !== undefined;
  return { grounds: [...open, ...found], ...given("clock", runs ? undefined : triageClock(context)) };
}

/** The clocks of a case that a body has once nothing is left to decide: the parties' time has not run meanwhile. */
export function released(state: CaseState, { at, calendars }: DecisionContext): CaseClock[] {
  const clocks = withoutClocks(state.clocks, "triage");
  return state.status === "suspended" ? clocks : resumed(clocks, at, calendars);
}

/** Throws `eligibility-open` while a person has yet to decide whether the case may be mediated. */
export function refuseUndecided({ grounds }: CaseState): void {
  if (grounds === undefined) return;
  throw new CommandError("eligibility-open", "a coordinator has yet to decide whether this may be mediated", {
    grounds,
  });
}

/** The schemas of what a person has to decide on, and by when where it is not on the coordinator's desk already. */
export const question = () => ({
  grounds: z.array(ground()).min(1).exactOptional(),
  clock: caseClock().exactOptional(),
});

const text = once(() => z.string().max(500));

export const eligibilityVerbs = {
  "not-accept": verb({
    words: { en: "Refuse the referral, or end its mediation", zh: "不予受理或终止调解" },
    transition: 3,
    by: ["coordinator"],
    from: ["submitted", "triage", "needs_info", ...withBody],
    setsBack: true,
    settles: "decide-eligibility",
    foretells: {
      zh: "本案结案，结果为不予受理或终止调解：移送机关收到结果和依据，调解期限停止。此后只有重新受理，本案才能再办。",
      en: "The case ends as not accepted: its referrers get the result with the article, and its mediation stops. It goes on only if it is reopened.",
    },
    body: () =>
      body({
        article: z.string().trim().min(1).max(500).describe("The article of law it rests on"),
        note: note().describe("Why, and which other routes the parties have"),
      }),
    looksUp: ["station"],
    isOpen: (state) => !isWithBody(state) || state.grounds !== undefined,
    isRepeat: (_, state) => state.status === "closed" && state.outcome === "not_accepted",
    events: ({ article, note: why, facts }, state, context) => {
      if (isWithBody(state) && state.grounds === undefined) {
        throw new CommandError("illegal-transition", "nothing speaks against mediation that has not been decided on");
      }
      const { organisationId: coordinatorId } = context.by;
      return [
        ...mandatoryReport(state, facts.station),
        closed("not_accepted", state, context, { article, note: why, coordinatorId }),
      ];
    },
  }),

  "note-circumstances": verb({
    words: { en: "Note circumstances against mediation", zh: "登记不宜调解或应报告的情形" },
    transition: 3,
    by: ["holder", "referrer", "coordinator"],
    from: beforeClose,
    body: () => body({ circumstances: z.array(circumstance()).min(1).max(circumstance().options.length) }),
    looksUp: ["station"],
    // A report that could be made to nobody is made when it is said again.
    isRepeat: ({ circumstances, facts }, state) =>
      circumstances.every((one) => state.dispute.circumstances?.includes(one)) &&
      (facts.station === undefined || mandatoryReport(state).length === 0),
    events: ({ circumstances, facts }, state, context) => {
      const fresh = [...new Set(circumstances)].filter((one) => !state.dispute.circumstances?.includes(one));
      const after = withCircumstances(state, fresh);
      const data = { circumstances: fresh, ...questionOf(state, after, context) };
      return [
        ...(fresh.length === 0 ? [] : [{ type: "circumstances.noted", data } as const]),
        ...mandatoryReport(after, facts.station),
        ...proposeGrade(after, { circumstances: fresh }, context),
      ];
    },
  }),

  "allow-mediation": verb({
    words: { en: "Allow mediation all the same", zh: "准予继续调解" },
    transition: 3,
    by: ["coordinator"],
    from: withBody,
    settles: "decide-eligibility",
    body: () => body({ reason: note().describe("Why the dispute may be mediated all the same") }),
    isOpen: ({ grounds }) => grounds !== undefined,
    isRepeat: (_, { grounds, eligibilityDecided }) => grounds === undefined && eligibilityDecided === true,
    events: ({ reason }, state, context) => {
      const { grounds } = state;
      if (grounds === undefined) throw new CommandError("illegal-transition", "nothing is to be decided");
      return [{ type: "eligibility.decided", data: { grounds, reason, clocks: released(state, context) } }];
    },
  }),
};

export const eligibilityEvents = {
  "circumstances.noted": event({
    words: { zh: "登记有关情形", en: "Circumstances noted" },
    data: () => ({ circumstances: z.array(circumstance()).min(1), ...question() }),
    on: everyState,
    told: bodiesAndCoordinator,
    evolve: (state, { at, data }) => questioned(withCircumstances(state, data.circumstances), at, data),
  }),

  "eligibility.decided": event({
    words: { zh: "认定可以调解", en: "Found fit for mediation" },
    data: () => ({ grounds: z.array(ground()), reason: text(), clocks: z.array(caseClock()).exactOptional() }),
    on: everyState,
    evolve: (state, { data }) => {
      const { grounds: _, ...before } = state;
      return { ...before, clocks: data.clocks ?? state.clocks, eligibilityDecided: true };
    },
  }),
};
