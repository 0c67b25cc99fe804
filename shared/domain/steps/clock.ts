import { type CaseClock, type CaseState, holderOf, isWithBody } from "../case.ts";
import { allClocks, guardOf, recomputed, unsignedReports, warningsPast } from "../case-clocks.ts";
import { isOverdue } from "../clocks.ts";
import type { CaseHappening } from "../events.ts";
import { gravest } from "../gravest.ts";
import { isSenders } from "../sender-clocks.ts";
import { type DecisionContext, given, type Steps, step } from "../step.ts";
import { beforeClose, closed, remindAt, some, triageClock } from "./happenings.ts";

const everyState = [...beforeClose, "closed", "archived"] as const;

export const clockSteps: Steps<"pass-deadline" | "recompute-clocks"> = {
  "pass-deadline": step({
    transition: 6,
    by: ["platform"],
    from: everyState,
    isRepeat: () => false,
    happenings: passDeadline,
  }),

  "recompute-clocks": step({
    transition: 10,
    by: ["platform"],
    from: everyState,
    isRepeat: (_, state, { calendars }) => same(recomputed(allClocks(state), calendars), allClocks(state)),
    happenings: (_, { clocks, senderClocks }, { calendars }) => {
      const data = { clocks: recomputed(clocks, calendars), ...some(recomputed(senderClocks, calendars)) };
      return [{ type: "clocks.recomputed", data }];
    },
  }),
};

/** Recomputing changes the end of a clock and whether it is provisional, nothing else. */
const same = (one: readonly CaseClock[], other: readonly CaseClock[]): boolean =>
  one.every((clock, index) => clock.dueAt === other[index]?.dueAt && clock.provisional === other[index].provisional);

/** A timer that is early, late or repeated finds nothing due and changes nothing. */
function passDeadline(_: unknown, state: CaseState, context: DecisionContext): readonly CaseHappening[] {
  const waiting = unsignedReports(state, context.rules).filter(({ remindAt: due }) => isOverdue(due, context.at));
  if (waiting.length > 0) {
    return [{ type: "danger.reminded", data: { policeIds: [...new Set(waiting.map(({ policeId }) => policeId))] } }];
  }
  const guard = guardOf(state, context.rules);
  if (guard !== undefined && isOverdue(guard, context.at)) {
    return state.status === "submitted"
      ? [{ type: "routing.requested", data: {} }]
      : [{ type: "result.reminded", data: { remindAt: remindAt(context) } }];
  }
  const running = allClocks(state).filter((clock) => clock.breached !== true && clock.pausedSince === undefined);
  const over = running.find((clock) => isOverdue(clock.dueAt, context.at));
  if (over !== undefined) return [breach(over, state, context), ...consequence(over, state, context)];
  return running.flatMap((clock) => warning(clock, context));
}

/** One warning for however many were passed over, so that a clock that stood still does not flood anyone. */
function warning(clock: CaseClock, { at, rules }: DecisionContext): CaseHappening[] {
  const past = warningsPast(clock, at, rules);
  if (past <= (clock.warned ?? 0)) return [];
  return [{ type: "deadline.warned", data: { clock: clock.kind, dueAt: clock.dueAt, warning: past } }];
}

/** On red and orange a breach is a supervision letter (督办函) to the body and the coordinator. */
function breach(clock: CaseClock, state: CaseState, context: DecisionContext): CaseHappening {
  const { supervision } = context.rules;
  const grave = !isSenders(clock.kind) && supervision.grades.includes(gravest(state).riskGrade);
  // What the coordinator has to decide is asked again until it is decided, and is no fault of the body's.
  const asked = clock.kind === "triage" && isWithBody(state);
  const told = [asked ? undefined : holderOf(state), state.coordinatorId].filter((id) => id !== undefined);
  const supervised = grave ? [...new Set(told)] : undefined;
  const renewed = asked ? triageClock(context) : undefined;
  return {
    type: "deadline.breached",
    data: { clock: clock.kind, dueAt: clock.dueAt, ...given("supervised", supervised), ...given("renewed", renewed) },
  };
}

/** What a breach brings about by itself; other clocks only warn. */
function consequence({ kind }: CaseClock, state: CaseState, context: DecisionContext): CaseHappening[] {
  switch (kind) {
    case "supply-info":
      return [
        {
          type: "case.triaged",
          data: {
            reason: "info-not-supplied",
            clock: triageClock(context),
            ...given("coordinatorId", state.coordinatorId),
          },
        },
      ];
    case "answer":
      return [holderOf(state)]
        .filter((organisationId) => organisationId !== undefined)
        .map((organisationId) => ({ type: "assignment.lapsed", data: { organisationId } }));
    case "mediate":
      return [closed("failed", state, context, { failureReason: "period_over" })];
    case "triage":
    case "contact-parties":
    case "second-attempt":
    case "confirmation-window":
    case "confirmation":
    case "confirmation-outer":
    case "perform":
    case "petition-answer":
    case "police-case":
    case "court-docketing":
    case "joint-request":
      return [];
  }
}
