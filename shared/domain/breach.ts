import type { CaseClock, ClockKind } from "./case.ts";
import { type CaseState, holderOf, isWithBody } from "./case-state.ts";
import { isOwnClock } from "./channels.ts";
import { isOverdue } from "./clocks.ts";
import type { NewEvent } from "./events.ts";
import { given } from "./given.ts";
import { gravest } from "./gravest.ts";
import { triageClock } from "./periods.ts";
import type { DecisionContext } from "./verb.ts";

/** To apply for confirmation is the right of the parties: nobody is late with it. */
const ofTheParties: ClockKind = "confirmation-window";

/** On red and orange a breach is a supervision letter (督办函) to the body and the coordinator. */
export function breach(clock: CaseClock, state: CaseState, context: DecisionContext): NewEvent {
  const { supervision } = context.rules;
  const grave =
    !isOwnClock(clock.kind) && clock.kind !== ofTheParties && supervision.grades.includes(gravest(state).riskGrade);
  // The coordinator's own decision is asked for again until it is made, and is no fault of the body's.
  const asked = clock.kind === "triage" && isWithBody(state);
  const told = [asked ? undefined : holderOf(state), state.coordinatorId].filter((id) => id !== undefined);
  const supervised = grave ? [...new Set(told)] : undefined;
  const renewed = asked ? triageClock(context) : undefined;
  return {
    type: "deadline.breached",
    data: { clock: clock.kind, dueAt: clock.dueAt, ...given("supervised", supervised), ...given("renewed", renewed) },
  };
}

/**
 * The deadlines of the case that are over and that the clock has not come to yet. A step that comes too late puts them into the
 * history itself, because the clock finds nothing to do afterwards.
 */
export const missedDeadlines = (state: CaseState, context: DecisionContext): NewEvent[] =>
  state.clocks
    .filter(
      ({ kind, breached, pausedSince }) => kind !== ofTheParties && breached !== true && pausedSince === undefined,
    )
    .filter(({ dueAt }) => isOverdue(dueAt, context.at))
    .map((clock) => breach(clock, state, context));
