import * as z from "zod";
import { bodiesOf, holders, whoElseOwes } from "../audience.ts";
import { breach } from "../breach.ts";
import { type CaseClock, type ClockKind, caseClock, clockKind, instant, organisationId } from "../case.ts";
import { allClocks, guardOf, recomputed, unsignedReports, warningsPast, withClock } from "../case-clocks.ts";
import { type CaseState, everyState, holderOf, isOver, isWithBody } from "../case-state.ts";
import { isOwnClock, type OwnClockKind } from "../channels.ts";
import { isOverdue } from "../clocks.ts";
import { event } from "../event.ts";
import type { NewEvent } from "../events.ts";
import { markClock } from "../evolution.ts";
import { given } from "../given.ts";
import { remindAt, some, triageClock } from "../periods.ts";
import { released } from "../released.ts";
import type { Obstacle } from "../routing-rules.ts";
import { holderOfCase } from "../told.ts";
import { type DecisionContext, inner } from "../verb.ts";
import { closed } from "./closing.ts";

// Deadlines pass, and calendars are published.

export const clockVerbs = {
  "pass-deadline": inner<{ unfit?: Unfit }>()({
    transition: 6,
    by: ["platform"],
    from: everyState,
    isRepeat: () => false,
    events: passDeadline,
  }),

  "recompute-clocks": inner<unknown>()({
    transition: 10,
    by: ["platform"],
    from: everyState,
    isRepeat: (_, state, { calendars }) => same(recomputed(allClocks(state), calendars), allClocks(state)),
    events: (_, { clocks, senderClocks }, { calendars }) => {
      const data = { clocks: recomputed(clocks, calendars), ...some(recomputed(senderClocks, calendars)) };
      return [{ type: "clocks.recomputed", data }];
    },
  }),
};

/** Recomputing changes the end of a clock and whether it is provisional, nothing else. */
const same = (one: readonly CaseClock[], other: readonly CaseClock[]): boolean =>
  one.every((clock, index) => clock.dueAt === other[index]?.dueAt && clock.provisional === other[index].provisional);

/** The body that would not be given the case at the grade that is proposed, and why. */
type Unfit = { organisationId: string; obstacle: Obstacle };

/** A timer that is early, late or repeated finds nothing due and changes nothing. */
function passDeadline({ unfit }: { unfit?: Unfit }, state: CaseState, context: DecisionContext): readonly NewEvent[] {
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
  const { gradeProposal } = state;
  if (gradeProposal !== undefined && !isOver(state) && isOverdue(gradeProposal.dueAt, context.at)) {
    const gone = isWithBody(state) && state.assignment.organisationId === unfit?.organisationId;
    return [
      { type: "grade.raised", data: { riskGrade: gradeProposal.riskGrade } },
      ...(gone ? released(state, { unfit: unfit.obstacle }) : []),
    ];
  }
  const running = allClocks(state).filter((clock) => clock.breached !== true && clock.pausedSince === undefined);
  const over = running.find((clock) => isOverdue(clock.dueAt, context.at));
  if (over !== undefined) {
    const consequence = isOwnClock(over.kind) ? onlyWarns : consequences[over.kind];
    return [breach(over, state, context), ...consequence(state, context)];
  }
  return running.flatMap((clock) => warning(clock, context));
}

/** One warning for however many were passed over, so that a clock that stood still does not flood anyone. */
function warning(clock: CaseClock, { at, rules }: DecisionContext): NewEvent[] {
  const past = warningsPast(clock, at, rules);
  if (past <= (clock.warned ?? 0)) return [];
  return [{ type: "deadline.warned", data: { clock: clock.kind, dueAt: clock.dueAt, warning: past } }];
}

type Consequence = (state: CaseState, context: DecisionContext) => NewEvent[];
const onlyWarns: Consequence = () => [];
/** What the end of each clock brings about by itself. A period at a referrer's own house only warns. */
const consequences: Readonly<Record<Exclude<ClockKind, OwnClockKind>, Consequence>> = {
  "supply-info": ({ coordinatorId }, context) => [
    {
      type: "case.triaged",
      data: { reason: "info-not-supplied", clock: triageClock(context), ...given("coordinatorId", coordinatorId) },
    },
  ],
  answer: (state) =>
    [holderOf(state)]
      .filter((id) => id !== undefined)
      .map((id) => ({ type: "assignment.lapsed", data: { organisationId: id } })),
  mediate: (state, context) => [closed("failed", state, context, { failureReason: "period_over" })],
  triage: onlyWarns,
  "answer-sending": onlyWarns,
  "contact-parties": onlyWarns,
  "second-attempt": onlyWarns,
  "confirmation-window": onlyWarns,
  confirmation: onlyWarns,
  "confirmation-outer": onlyWarns,
  perform: onlyWarns,
};

export const clockEvents = {
  // Warnings concern those who have the work; the others learn of what comes of it.
  "deadline.warned": event({
    words: { zh: "期限预警", en: "Deadline near" },
    isNote: true,
    data: () => ({ clock: clockKind(), dueAt: instant(), warning: z.int().min(1) }),
    on: everyState,
    told: {
      who: { en: "The holder, and who else has to act before the deadline", zh: "承办单位及须在期限内办理的单位" },
      ids: ({ after, data }) => [...whoElseOwes(data.clock, after), ...holders(after)],
    },
    deadline: ({ dueAt }) => dueAt,
    evolve: (state, { data }) => markClock(state, data.clock, { warned: data.warning }),
  }),

  "deadline.breached": event({
    words: { zh: "已逾期", en: "Deadline missed" },
    data: () => ({
      clock: clockKind(),
      dueAt: instant(),
      supervised: z.array(organisationId()).exactOptional(),
      /** The clock that runs in its place. */
      renewed: caseClock().exactOptional(),
    }),
    on: everyState,
    told: {
      who: {
        en: "The bodies of the case, the one that held it before, who else had to act, and their supervisors",
        zh: "本案有关单位、原承办单位、其他须办理的单位及其督办机构",
      },
      ids: ({ before, after, data }) => [
        ...bodiesOf(after),
        ...holders(before),
        ...whoElseOwes(data.clock, after),
        ...(data.supervised ?? []),
      ],
    },
    deadline: ({ dueAt }) => dueAt,
    evolve: (state, { data }) =>
      data.renewed === undefined
        ? markClock(state, data.clock, { breached: true })
        : { ...state, clocks: withClock(state.clocks, data.renewed) },
  }),

  "clocks.recomputed": event({
    words: { zh: "期限重新计算", en: "Deadlines recomputed" },
    data: () => ({ clocks: z.array(caseClock()), senderClocks: z.array(caseClock()).min(1).exactOptional() }),
    on: everyState,
    told: holderOfCase,
    evolve: (state, { data }) => ({ ...state, clocks: data.clocks, senderClocks: data.senderClocks ?? [] }),
  }),
};
