import type { ClockKind } from "./case.ts";
import type { CaseState } from "./case-state.ts";
import { isOverdue } from "./clocks.ts";
import type { CallerVerb } from "./verbs.ts";

const preparation = ["contact-parties", "second-attempt"] as const;

/** Within which periods a step must be taken, so that one that comes later requires a reason. */
const periodsOf: { readonly [Verb in CallerVerb]?: readonly ClockKind[] } = {
  accept: ["answer"],
  "seek-consent": ["contact-parties"],
  "record-agreement": ["mediate", "second-attempt"],
  fail: preparation,
  withdraw: preparation,
  transfer: preparation,
  escalate: preparation,
  "send-on": preparation,
  "docket-confirmation": ["confirmation"],
  "grant-confirmation": ["confirmation"],
  "refuse-confirmation": ["confirmation"],
  "record-instalment": ["perform"],
  "complete-performance": ["perform"],
  "accept-sending": ["answer-sending"],
  "return-sending": ["answer-sending"],
};

/**
 * Of these steps, those whose time is over at an instant: each requires a reason for its lateness, unless it records what was done
 * in time.
 */
export const lateSteps = <Verb extends CallerVerb>(steps: readonly Verb[], state: CaseState, at: string): Verb[] =>
  steps.filter((step) =>
    state.clocks.some(
      ({ kind, dueAt, pausedSince }) =>
        periodsOf[step]?.includes(kind) === true && pausedSince === undefined && isOverdue(dueAt, at),
    ),
  );
