import type { CaseState } from "./case-state.ts";
import type { Obligation } from "./obligations.ts";
import { asked, type CallerVerb, callerVerbs } from "./verbs.ts";

/**
 * The one step that a page offers first, and the others in the order of a case's life, those last that end it or set it back; all
 * of them only of those that are possible.
 */
export function stepsFor(state: CaseState, possible: readonly string[]): { next?: CallerVerb; others: CallerVerb[] } {
  const open = callerVerbs.filter((verb) => possible.includes(verb));
  const [next] = open
    .flatMap((verb) => {
      const rank = rankOf(verb, state);
      return rank === undefined ? [] : [{ verb, rank }];
    })
    .toSorted((one, other) => one.rank - other.rank);
  const others = calmFirst(open.filter((verb) => verb !== next?.verb));
  return next === undefined ? { others } : { next: next.verb, others };
}

function rankOf(verb: CallerVerb, state: CaseState): number | undefined {
  const { leadsOn = {} } = asked[verb].manners;
  const ranks = typeof leadsOn === "function" ? leadsOn(state) : leadsOn;
  return ranks[state.status];
}

const calmFirst = (verbs: readonly CallerVerb[]): CallerVerb[] => [
  ...verbs.filter((verb) => asked[verb].manners.setsBack === undefined),
  ...verbs.filter((verb) => asked[verb].manners.setsBack !== undefined),
];

/** The steps by which one does what one owes; none where no single step does. */
export const stepsThatSettle = (what: Obligation): CallerVerb[] =>
  calmFirst(callerVerbs.filter((verb) => asked[verb].manners.settles === what));
