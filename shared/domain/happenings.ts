import { type Calendars, endOfShanghaiDay, shanghaiDate } from "./calendar.ts";
import type { Actor, Agreement, CaseState, Consent } from "./case.ts";
import { dueAt, isOverdue } from "./clocks.ts";
import type { FailureReason } from "./codes.ts";
import type { LaterCommand, Signing } from "./commands.ts";
import type { CaseHappening, TraceStep } from "./events.ts";
import { Refusal } from "./refusal.ts";
import type { RulePack } from "./rule-pack.ts";

/** What a decision rests on besides command and state: the time, who asks, and the law in force for the case. */
export type DecisionContext = { at: string; by: Actor; rules: RulePack; calendars: Calendars };

type Of<Status extends CaseState["status"]> = Extract<CaseState, { status: Status }>;

/** Narrows a state that `decide` has already found possible for the command. */
const inState = <Status extends CaseState["status"]>(state: CaseState, ...statuses: Status[]): Of<Status> => {
  const is = (candidate: CaseState): candidate is Of<Status> => statuses.some((status) => status === candidate.status);
  if (!is(state)) throw new Error(`possibleCommands lets a command reach ${state.status} that has no step there`);
  return state;
};

/** What follows from a command that the actor may issue, that is possible in this state, and that is no repeat. */
export function happenings(
  command: LaterCommand,
  state: CaseState,
  context: DecisionContext,
): readonly CaseHappening[] {
  const { at } = context;
  switch (command.type) {
    case "route": {
      const before = inState(state, "submitted");
      const { decision, coordinatorId } = command;
      const trace = [...decision.trace];
      if (decision.outcome === "triage") {
        const { reason } = decision;
        return [{ type: "case.triaged", data: { reason, ...given("coordinatorId", coordinatorId), trace } }];
      }
      return [offer(before, { organisationId: decision.organisationId, rule: decision.rule, trace }, context)];
    }
    case "assign": {
      const before = inState(state, "submitted", "triage");
      if (before.refusedBy.includes(command.organisationId)) {
        throw new Refusal("refused-before", "that body declined or kept silent", { path: "/organisationId" });
      }
      const { organisationId, reason } = command;
      return [offer(before, { organisationId, rule: "by-hand", trace: [], reason }, context)];
    }
    case "accept":
      return [
        {
          type: "assignment.accepted",
          data: { mediateDueAt: mediateDueAt(state, context), ...given("mediatorId", command.mediatorId) },
        },
      ];
    case "decline": {
      const { organisationId } = inState(state, "offered").assignment;
      const { reason, note } = command;
      return [{ type: "assignment.declined", data: { organisationId, reason, ...given("note", note) } }];
    }
    case "seek-consent":
      return [{ type: "consent.sought", data: {} }];
    case "record-consent":
      return recordConsent(inState(state, "seeking_consent"), command.consents, context);
    case "record-session":
      notInFuture(command.heldAt, "/heldAt", at);
      return [{ type: "session.held", data: { heldAt: command.heldAt } }];
    case "record-agreement": {
      const { signing, documentNumber, amountFen, performBy } = command;
      const agreement: Agreement = {
        form: signing.form,
        documentNumber,
        effectiveAt: effectiveAt(signing, state.dispute.partyCount, at),
        ...given("amountFen", amountFen),
        ...given("performBy", performBy),
      };
      return [{ type: "agreement.reached", data: { agreement } }];
    }
    case "start-performance":
      return [{ type: "performance.started", data: given("performBy", inState(state, "agreed").agreement.performBy) }];
    case "complete-performance": {
      if (endOfShanghaiDay(command.performedOn) > endOfShanghaiDay(shanghaiDate(at))) {
        throw new Refusal("time-in-future", "the day of performance is yet to come", { path: "/performedOn" });
      }
      const { performedOn, proof } = command;
      return [
        { type: "performance.proved", data: { performedOn, proof } },
        { type: "case.closed", data: { outcome: "performed", remindAt: remindAt(context) } },
      ];
    }
    case "fail":
      return [failed(command.reason, context, command.note)];
    case "acknowledge-result":
      return [{ type: "result.acknowledged", data: { agencyId: context.by.organisationId } }];
    case "pass-deadline":
      return passDeadline(
        inState(state, "submitted", "offered", "accepted", "seeking_consent", "mediating", "closed"),
        context,
      );
  }
}

/** The next instant at which the clock has something to do on the case; undefined when nothing is open. */
export function nextDueAt(state: CaseState, rules: RulePack): string | undefined {
  switch (state.status) {
    case "submitted":
      return later(state.waitingSince, rules.routingGuardMinutes * 60);
    case "offered":
      return state.assignment.answerDueAt;
    case "accepted":
    case "seeking_consent":
    case "mediating":
      return state.assignment.mediateDueAt;
    case "closed":
      return state.referrals.every((sent) => sent.acknowledgedAt !== undefined) ? undefined : state.remindAt;
    case "triage":
    case "agreed":
    case "performing":
      return undefined;
  }
}

/** A timer that is early, late or repeated finds nothing due and changes nothing. */
function passDeadline(
  state: Of<"submitted" | "offered" | "accepted" | "seeking_consent" | "mediating" | "closed">,
  context: DecisionContext,
): CaseHappening[] {
  const due = nextDueAt(state, context.rules);
  if (due === undefined || !isOverdue(due, context.at)) return [];
  switch (state.status) {
    case "submitted":
      return [{ type: "routing.requested", data: {} }];
    case "offered":
      return [{ type: "assignment.lapsed", data: { organisationId: state.assignment.organisationId } }];
    case "accepted":
    case "seeking_consent":
    case "mediating":
      return [failed("period_over", context)];
    case "closed":
      return [{ type: "result.reminded", data: { remindAt: remindAt(context) } }];
  }
}

type Offer = { organisationId: string; rule: Of<"offered">["assignment"]["rule"]; trace: TraceStep[]; reason?: string };

function offer(state: CaseState, offered: Offer, { at, rules, calendars }: DecisionContext): CaseHappening {
  const accept = rules.channels[state.referrals[0].channel].accept ?? rules.acceptOtherwise;
  const answerDueAt = dueAt({ startedAt: at, days: accept.days, unit: accept.unit }, calendars).dueAt;
  return { type: "assignment.offered", data: { number: state.attempts + 1, answerDueAt, ...offered } };
}

/** The end of mediation: the channel's period from acceptance or receipt, or the prosecutor's own date. */
function mediateDueAt(state: CaseState, { at, rules, calendars }: DecisionContext): string {
  const [{ channel, mediateBy }] = state.referrals;
  const { mediate, mediateFrom } = rules.channels[channel];
  if (mediateBy !== undefined) return endOfShanghaiDay(mediateBy);
  if (mediate === null) throw new Error(`${state.caseId} was submitted on ${channel} without a date to mediate by`);
  const startedAt = mediateFrom === "receipt" ? state.submittedAt : at;
  return dueAt({ startedAt, days: mediate.days, unit: mediate.unit }, calendars).dueAt;
}

/** All parties must agree, each with time and channel; one refusal ends the case at once (人民调解法 第23条). */
function recordConsent(
  state: Of<"seeking_consent">,
  consents: readonly Consent[],
  context: DecisionContext,
): CaseHappening[] {
  consents.forEach((consent, index) => {
    notInFuture(consent.at, `/consents/${index}/at`, context.at);
    if (consent.party > state.dispute.partyCount) {
      const details = { path: `/consents/${index}/party`, partyCount: state.dispute.partyCount };
      throw new Refusal("unknown-party", `the case has ${state.dispute.partyCount} parties`, details);
    }
  });
  const recorded: CaseHappening = { type: "consent.recorded", data: { consents: [...consents] } };
  if (consents.some((consent) => consent.answer === "refused")) return [recorded, failed("refused_by_party", context)];
  const consented = new Set([...state.consents, ...consents].map((consent) => consent.party));
  return consented.size === state.dispute.partyCount ? [recorded, { type: "mediation.started", data: {} }] : [recorded];
}

/** Written: the last of the signatures and the seal; oral: the day agreed (人民调解法 第29、30条). */
function effectiveAt(signing: Signing, partyCount: number, now: string): string {
  if (signing.form === "oral") {
    notInFuture(signing.agreedAt, "/agreedAt", now);
    return signing.agreedAt;
  }
  signing.signedAt.forEach((signedAt, index) => {
    notInFuture(signedAt, `/signedAt/${index}`, now);
  });
  notInFuture(signing.sealedAt, "/sealedAt", now);
  if (signing.signedAt.length !== partyCount) {
    throw new Refusal("unsigned", `all ${partyCount} parties must sign`, { path: "/signedAt", partyCount });
  }
  return [...signing.signedAt, signing.sealedAt].reduce((last, time) =>
    Date.parse(time) > Date.parse(last) ? time : last,
  );
}

const failed = (failureReason: FailureReason, context: DecisionContext, note?: string): CaseHappening => ({
  type: "case.closed",
  data: { outcome: "failed", failureReason, ...given("note", note), remindAt: remindAt(context) },
});

const later = (instant: string, seconds: number): string =>
  new Date(Date.parse(instant) + seconds * 1000).toISOString();

const remindAt = ({ at, rules }: DecisionContext): string => later(at, rules.resultGuardHours * 3600);

function notInFuture(time: string, path: string, now: string): void {
  if (Date.parse(time) > Date.parse(now)) throw new Refusal("time-in-future", `${time} is yet to come`, { path });
}

/** An object with the field, or without it: absent and undefined are not the same in what is stored. */
const given = <Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } => {
  const fields: { [K in Key]?: Value } = {};
  if (value !== undefined) fields[key] = value;
  return fields;
};
