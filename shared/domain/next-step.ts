import type { CaseState } from "./case-state.ts";
import { type CallerVerb, callerVerbs } from "./verbs.ts";

/** In each state the steps that lead on, the likeliest first. The page shows the first that is open to the person. */
const ranked: Readonly<Record<CaseState["status"], readonly CallerVerb[]>> = {
  submitted: [],
  needs_info: ["supply-info"],
  triage: ["allow-mediation", "assign"],
  offered: ["accept"],
  accepted: ["seek-consent"],
  seeking_consent: ["record-consent"],
  mediating: ["record-session", "record-agreement"],
  suspended: ["resume"],
  agreed: ["complete-performance", "start-performance", "file-confirmation"],
  confirming: ["docket-confirmation", "grant-confirmation"],
  performing: ["record-instalment", "complete-performance"],
  archived: [],
  closed: ["acknowledge-result", "acknowledge-recall", "archive"],
};
/** These end or set back a case, so they stand last. */
const grave: readonly string[] = ["not-accept", "fail", "withdraw", "recall", "decline", "record-default", "merge"];

/** The one step that a page offers first, and the others in the order of a case's life; both only of those that are possible. */
export function stepsFor(state: CaseState, possible: readonly string[]): { next?: CallerVerb; others: CallerVerb[] } {
  const open = callerVerbs.filter((verb) => possible.includes(verb));
  const order = rankedFor(state);
  const next = order.find((verb) => open.includes(verb));
  const others = open.filter((verb) => verb !== next);
  const calm = others.filter((verb) => !grave.includes(verb));
  return {
    ...(next === undefined ? {} : { next }),
    others: [...calm, ...others.filter((verb) => grave.includes(verb))],
  };
}

function rankedFor(state: CaseState): readonly CallerVerb[] {
  const order = ranked[state.status];
  const hasMet = state.status === "mediating" && "sessions" in state && Number(state.sessions) > 0;
  if (hasMet) return order.toReversed();
  const isDocketed = state.status === "confirming" && state.confirmation.docketedAt !== undefined;
  return isDocketed ? order.toReversed() : order;
}
