import * as z from "zod";
import { bodiesOf } from "../audience.ts";
import { body, documentNumber, lateReason, plainBody, reasonGiven, reasonNote } from "../body.ts";
import { type Actor, type CaseClock, caseClock, organisationId, type Sending } from "../case.ts";
import { clockOf, withClock, withoutClocks } from "../case-clocks.ts";
import { type CaseState, holderOf, isOver, type StateIn, sendingsOf } from "../case-state.ts";
import { preparation, reasonIfLate, reasonIfPreparationLate } from "../checks.ts";
import { isOverdue } from "../clocks.ts";
import { CommandError } from "../command-error.ts";
import { event } from "../event.ts";
import { informing, waiting } from "../evolution.ts";
import { given } from "../given.ts";
import { once } from "../once.ts";
import { returningReason, type SendingReason, sendingReason } from "../reasons.ts";
import { sendingRule } from "../rule-pack.ts";
import { type DecisionContext, verb } from "../verb.ts";
import { hasLeft } from "./answer.ts";
import { mandatoryReport } from "./danger.ts";
import { refuseUndecided } from "./eligibility.ts";
import { offer, refuseUnfit } from "./routing.ts";

// A case goes on to another body, which answers it as a committee answers a referral: a case without success to a court,
// arbitration, the police or an administrative body, a case under way to a body of another county.

const endedWithoutSuccess = (state: CaseState): state is StateIn<"closed"> =>
  state.status === "closed" &&
  (state.outcome === "failed" || state.outcome === "defaulted" || state.outcome === "not_accepted");

type By = Pick<Actor, "organisationId">;
/** The last sending to the body. */
const lastTo = (state: CaseState, { organisationId: id }: By): Sending | undefined =>
  sendingsOf(state).findLast(({ to }) => to === id);
/** The sending that waits for the body's answer. Throws `CommandError` when there is none. */
function openTo(state: CaseState, by: By): Sending {
  const last = lastTo(state, by);
  if (last === undefined || last.answer !== undefined) {
    throw new CommandError("illegal-transition", "nothing that was sent waits for an answer");
  }
  return last;
}
const isAnswered = (state: CaseState, by: By, answer: Sending["answer"]): boolean =>
  answer !== undefined && lastTo(state, by)?.answer === answer;
const hasOpen = (state: CaseState): boolean => sendingsOf(state).some(({ answer }) => answer === undefined);
/** The answers that the body which sent the case on has yet to take note of. */
const unacknowledged = (state: CaseState, { organisationId: id }: By): Sending[] =>
  sendingsOf(state).filter((one) => one.from === id && one.answer !== undefined && one.acknowledgedAt === undefined);

/** The time to answer a sending, where the rule pack sets one; else that for any other answer, as the house's own. */
function answerClock(sentAt: string, { at, rules, calendars }: DecisionContext): CaseClock {
  const clock = clockOf("answer-sending", sentAt, sendingRule(rules), calendars);
  return { ...clock, ...given("breached", isOverdue(clock.dueAt, at) ? true : undefined) };
}

/** The clock of the sending that waits longest once one is answered. */
function clockAfter(state: CaseState, answered: Sending, context: DecisionContext): { clock?: CaseClock } {
  const [next] = sendingsOf(state).filter(({ answer, number }) => answer === undefined && number !== answered.number);
  return given("clock", next && answerClock(next.sentAt, context));
}

export const sendingVerbs = {
  "send-on": verb({
    words: { en: "Send the case on", zh: "引导转送" },
    transition: 12,
    by: ["holder", "former-holder", "coordinator"],
    from: ["accepted", "seeking_consent", "mediating", "closed"],
    within: preparation,
    body: () =>
      reasonGiven(
        body({
          organisationId: organisationId(),
          reason: sendingReason(),
          note: reasonNote(),
          lateReason: lateReason(),
        }),
      ),
    names: { organisationId: "next-body" },
    looksUp: ["station", "next"],
    isOpen: (state) => !isOver(state) || endedWithoutSuccess(state),
    isRepeat: ({ organisationId: target }, state, context) =>
      hasLeft(state, context) ||
      (state.status === "offered" && state.assignment.organisationId === target) ||
      (isOver(state) &&
        state.sentOn?.includes(target) === true &&
        !isAnswered(state, { organisationId: target }, "returned")),
    events: (command, state, context) =>
      state.status === "closed" ? sentOn(command, state, context) : sentAcross(command, state, context),
  }),

  "accept-sending": verb({
    words: { en: "Accept a case that was sent on to you", zh: "接收转送" },
    transition: 12,
    by: ["target"],
    from: ["closed"],
    within: ["answer-sending"],
    settles: "answer-sending",
    body: () =>
      body({
        ownNumber: documentNumber().exactOptional().describe("The number under which it goes on with you"),
        lateReason: lateReason(),
      }),
    isOpen: hasOpen,
    isRepeat: (_, state, { by }) => isAnswered(state, by, "accepted"),
    events: ({ ownNumber, lateReason: excuse }, state, context) => {
      const { number, sentAt } = openTo(state, context.by);
      const late = reasonIfLate(answerClock(sentAt, context), excuse, context);
      const clock = clockAfter(state, openTo(state, context.by), context);
      return [{ type: "sending.accepted", data: { number, ...given("ownNumber", ownNumber), ...clock, ...late } }];
    },
  }),

  "return-sending": verb({
    words: { en: "Return a case that was sent on to you", zh: "退回转送" },
    transition: 12,
    by: ["target"],
    from: ["closed"],
    within: ["answer-sending"],
    settles: "answer-sending",
    body: () => reasonGiven(body({ reason: returningReason(), note: reasonNote(), lateReason: lateReason() })),
    isOpen: hasOpen,
    isRepeat: (_, state, { by }) => isAnswered(state, by, "returned"),
    events: ({ reason, note, lateReason: excuse }, state, context) => {
      const { number, sentAt } = openTo(state, context.by);
      const late = reasonIfLate(answerClock(sentAt, context), excuse, context);
      const clock = clockAfter(state, openTo(state, context.by), context);
      return [{ type: "sending.returned", data: { number, reason, ...given("note", note), ...clock, ...late } }];
    },
  }),

  "acknowledge-sending": verb({
    words: { en: "Acknowledge the answers to what you sent on", zh: "转送反馈签收" },
    transition: 23,
    by: ["sending-body"],
    from: ["closed"],
    settles: "acknowledge-sending",
    body: plainBody(),
    isOpen: (state) => sendingsOf(state).some((one) => one.answer !== undefined && one.acknowledgedAt === undefined),
    isRepeat: (_, state, { by }) =>
      unacknowledged(state, by).length === 0 &&
      sendingsOf(state).some((one) => one.from === by.organisationId && one.acknowledgedAt !== undefined),
    events: (_, state, { by }) => {
      const numbers = unacknowledged(state, by).map(({ number }) => number);
      if (numbers.length === 0) throw new CommandError("illegal-transition", "nothing that you sent on is answered");
      return [{ type: "sending.acknowledged", data: { numbers } }];
    },
  }),
};

type SendOn = {
  organisationId: string;
  reason: SendingReason;
  note?: string;
  lateReason?: string;
  facts: { station: string | undefined; next: NextBody };
};
/** What is known of a body to which a case is sent on. */
export type NextBody = { isAgency: boolean; isOfAnotherCounty: boolean; obstacle?: Parameters<typeof refuseUnfit>[0] };

/** An ended case goes on to an agency, which has a time to answer. */
function sentOn(
  { organisationId: target, reason, note, facts }: SendOn,
  state: StateIn<"closed">,
  context: DecisionContext,
) {
  if (!endedWithoutSuccess(state))
    throw new CommandError("illegal-transition", "only a case without success is sent on");
  if (holderOf(state) === target) throw new CommandError("illegal-transition", "that body has the case already");
  if (!facts.next.isAgency) throw new CommandError("illegal-transition", "an ended case goes on to an agency");
  const number = (state.sendings ?? []).length + 1;
  // The clock is that of the sending that waits longest.
  const clock = given("clock", hasOpen(state) ? undefined : answerClock(context.at, context));
  return [
    {
      type: "case.sent_on",
      data: { organisationId: target, reason, ...given("note", note), number, ...clock },
    } as const,
  ];
}

/** A case under way is offered to a body of another county, which accepts or declines it like any other. */
function sentAcross(
  { organisationId: target, reason, note, lateReason: excuse, facts }: SendOn,
  state: StateIn<"accepted" | "seeking_consent" | "mediating">,
  context: DecisionContext,
) {
  const { isAgency, isOfAnotherCounty, obstacle } = facts.next;
  if (isAgency || !isOfAnotherCounty) {
    throw new CommandError(
      "illegal-transition",
      "a case under way is sent on to a mediation body of another county alone",
    );
  }
  if (state.refusedBy.includes(target)) {
    throw new CommandError("refused-before", "that body declined, kept silent or passed the case on", {
      path: "/organisationId",
    });
  }
  refuseUnfit(obstacle);
  refuseUndecided(state);
  const late = reasonIfPreparationLate(state, excuse, context);
  return [
    ...mandatoryReport(state, facts.station),
    { type: "case.sent_on", data: { organisationId: target, reason, ...given("note", note), ...late } } as const,
    offer(state, { organisationId: target, track: state.track, rule: "transfer" }, context),
  ];
}

const text = once(() => z.string().max(500));
const answerShape = () => ({
  number: z.int().min(1),
  clock: caseClock().exactOptional(),
  lateReason: text().exactOptional(),
});

/** The state with one sending answered, and the clock of the next that waits. */
function answered(
  state: StateIn<"closed">,
  { number, clock }: { number: number; clock?: CaseClock },
  answer: Pick<Sending, "answer" | "ownNumber">,
): StateIn<"closed"> {
  const left = withoutClocks(state.clocks, "answer-sending");
  return {
    ...state,
    clocks: clock === undefined ? left : withClock(left, clock),
    ...given(
      "sendings",
      state.sendings?.map((one) => (one.number === number ? { ...one, ...answer } : one)),
    ),
  };
}

export const sendingEvents = {
  "case.sent_on": event({
    words: { zh: "引导转送", en: "Sent on" },
    data: () => ({
      organisationId: organisationId(),
      reason: sendingReason(),
      note: text().exactOptional(),
      /** Of an ended case: its number among the sendings, and the time to answer. */
      number: z.int().min(1).exactOptional(),
      clock: caseClock().exactOptional(),
      lateReason: text().exactOptional(),
    }),
    on: ["accepted", "seeking_consent", "mediating", "closed"],
    deadline: ({ clock }) => clock?.dueAt,
    evolve: (state, { at, by, data: { organisationId: target, number, clock } }) => {
      if (state.status !== "closed") return waiting(state, at, state.assignment.organisationId);
      const made: Sending[] = number === undefined ? [] : [{ number, from: by.organisationId, to: target, sentAt: at }];
      const sendings = [...(state.sendings ?? []), ...made];
      return {
        ...informing(state, target),
        sentOn: [...new Set([...(state.sentOn ?? []), target])],
        clocks: clock === undefined ? state.clocks : withClock(state.clocks, clock),
        ...given("sendings", sendings.length === 0 ? undefined : sendings),
      };
    },
  }),

  "sending.accepted": event({
    words: { zh: "接收转送", en: "Sending accepted" },
    data: () => ({ ...answerShape(), ownNumber: z.string().max(80).exactOptional() }),
    on: ["closed"],
    told: {
      who: { en: "The bodies of the case, and who sent it", zh: "本案有关单位及移交单位" },
      ids: ({ after }) => [...bodiesOf(after), ...sendingsOf(after).map(({ from }) => from)],
    },
    evolve: (state, { data }) => answered(state, data, { answer: "accepted", ...given("ownNumber", data.ownNumber) }),
  }),

  "sending.returned": event({
    words: { zh: "退回转送", en: "Sending returned" },
    data: () => ({ ...answerShape(), reason: returningReason(), note: text().exactOptional() }),
    on: ["closed"],
    told: {
      who: { en: "The bodies of the case, who sent it, and the coordinator", zh: "本案有关单位、移交单位及协调机构" },
      ids: ({ after }) => [...bodiesOf(after), ...sendingsOf(after).map(({ from }) => from), after.coordinatorId],
    },
    evolve: (state, { data }) => answered(state, data, { answer: "returned" }),
  }),

  "sending.acknowledged": event({
    words: { zh: "转送反馈签收", en: "Answer to a sending acknowledged" },
    data: () => ({ numbers: z.array(z.int().min(1)).min(1) }),
    on: ["closed"],
    evolve: (state, { at, data: { numbers } }) => ({
      ...state,
      ...given(
        "sendings",
        state.sendings?.map((one) => (numbers.includes(one.number) ? { ...one, acknowledgedAt: at } : one)),
      ),
    }),
  }),
};
