import type { CaseState } from "./case-state.ts";
import { isOverdue } from "./clocks.ts";
import { asked, type CallerVerb } from "./verbs.ts";

/**
 * Of these steps, those whose time is over at an instant: each requires a reason for its lateness, unless it records what was done
 * in time.
 */
export const lateSteps = <Verb extends CallerVerb>(steps: readonly Verb[], state: CaseState, at: string): Verb[] =>
  steps.filter((step) =>
    state.clocks.some(
      ({ kind, dueAt, pausedSince }) =>
        asked[step].manners.within?.includes(kind) === true && pausedSince === undefined && isOverdue(dueAt, at),
    ),
  );
