import {
  type CaseClock,
  type CaseState,
  type CaseStatus,
  type Ground,
  isAmong,
  isWithBody,
  type Referral,
  type StateIn,
} from "./case.ts";
import { withClock, withoutClocks } from "./case-clocks.ts";
import { withCircumstances } from "./eligibility.ts";
import type { CaseEvent } from "./events.ts";
import { backFromMerge, openFirst, recalled, signedFor, takenUp, withLongerPeriod } from "./evolve-referrals.ts";
import { earliestOfEach, withoutAnswered } from "./sender-clocks.ts";
import { given } from "./step.ts";

/** Narrows the state to what the event needs; anything else means a damaged history, never a caller's mistake. */
const expect = <Status extends CaseStatus>(
  state: CaseState,
  event: CaseEvent,
  ...statuses: Status[]
): StateIn<Status> => {
  const is = (candidate: CaseState): candidate is StateIn<Status> =>
    statuses.some((status) => status === candidate.status);
  if (!is(state)) throw new Error(`history is damaged: ${event.type} at ${event.sequence} on ${state.status}`);
  return state;
};

/** What every state holds, with the clocks it goes on with. */
const always = (state: CaseState, clocks: readonly CaseClock[] = []) => ({
  caseId: state.caseId,
  rulePack: state.rulePack,
  submittedAt: state.submittedAt,
  track: state.track,
  referrals: state.referrals,
  dispute: state.dispute,
  refusedBy: state.refusedBy,
  attempts: state.attempts,
  clocks: [...clocks],
  senderClocks: state.senderClocks,
  ...given("coordinatorId", state.coordinatorId),
  ...given("linked", state.linked),
  ...given("informed", state.informed),
  ...given("eligibilityDecided", state.eligibilityDecided),
  ...given("dangerReports", state.dangerReports),
  ...given("floor", state.floor),
  ...given("papersSince", state.papersSince),
  ...given("reopened", state.reopened),
});

/** With something new that speaks against mediation, a person has to decide anew; the parties' time waits for that. */
function questioned(
  state: CaseState,
  { at, data: { grounds, clock } }: { at: string; data: { grounds?: Ground[]; clock?: CaseClock } },
): CaseState {
  if (grounds === undefined) return state;
  const { eligibilityDecided: _, ...open } = state;
  const clocks = state.clocks.map((each) => (each.kind === "mediate" ? paused(each, at) : each));
  return { ...open, grounds, clocks: clock === undefined ? clocks : withClock(clocks, clock) };
}

const paused = (clock: CaseClock, at: string): CaseClock => ({ pausedSince: at, ...clock });

/** Back to waiting for a body, without the one that had it. */
const waiting = (state: CaseState, event: CaseEvent, organisationId?: string): StateIn<"submitted"> => ({
  status: "submitted",
  ...always(state),
  refusedBy: organisationId === undefined ? state.refusedBy : [...new Set([...state.refusedBy, organisationId])],
  waitingSince: event.at,
});

const informing = (state: CaseState, organisationId: string | undefined): CaseState =>
  organisationId === undefined || state.informed?.includes(organisationId) === true
    ? state
    : { ...state, informed: [...(state.informed ?? []), organisationId] };

type DangerReport = NonNullable<CaseState["dangerReports"]>[number];
const markReports = (state: CaseState, mark: (report: DangerReport) => DangerReport): CaseState => ({
  ...state,
  ...given(
    "dangerReports",
    state.dangerReports?.map((report) => (report.unsignedSince === undefined ? report : mark(report))),
  ),
});

function markClock(state: CaseState, kind: CaseClock["kind"], mark: Partial<CaseClock>): CaseState {
  const marked = (clocks: readonly CaseClock[]) =>
    clocks.map((clock) => (clock.kind === kind ? { ...clock, ...mark } : clock));
  return { ...state, clocks: marked(state.clocks), senderClocks: marked(state.senderClocks) };
}

/** The state after one event. `undefined` in is a case that does not exist yet. Throws only when the history is damaged. */
export function evolve(state: CaseState | undefined, event: CaseEvent): CaseState {
  if (event.type === "case.submitted") {
    const { caseId, rulePack, track, referral, dispute, senderClocks = [] } = event.data;
    return {
      status: "submitted",
      caseId,
      rulePack,
      submittedAt: event.at,
      track,
      referrals: [referral],
      dispute,
      refusedBy: [],
      attempts: 0,
      clocks: [],
      senderClocks,
      waitingSince: event.at,
    };
  }
  if (state === undefined) throw new Error(`history is damaged: ${event.type} at ${event.sequence} on nothing`);
  switch (event.type) {
    case "repeat.found":
      return { ...state, linked: [...new Set([...(state.linked ?? []), ...event.data.caseIds])] };
    case "info.requested": {
      const { missing, coordinatorId, clock } = event.data;
      const before = expect(state, event, "submitted", "triage");
      return { status: "needs_info", ...always(before, [clock]), ...given("coordinatorId", coordinatorId), missing };
    }
    case "info.supplied": {
      const before = expect(state, event, "needs_info");
      const { note: _, ...supplied } = event.data;
      const { eligibilityDecided, ...goesOn } = waiting(before, event);
      return {
        ...goesOn,
        // What is ticked now has not been decided on yet.
        ...given("eligibilityDecided", supplied.circumstances === undefined ? eligibilityDecided : undefined),
        dispute: { ...before.dispute, ...supplied },
      };
    }
    case "routing.requested":
      return { ...expect(state, event, "submitted"), waitingSince: event.at };
    case "case.triaged": {
      const before = expect(state, event, "submitted", "needs_info");
      const { reason, clock, coordinatorId, grounds } = event.data;
      return {
        status: "triage",
        ...always(before, [clock]),
        ...given("coordinatorId", coordinatorId ?? before.coordinatorId),
        reason,
        ...given("grounds", grounds),
      };
    }
    case "circumstances.noted":
      return questioned(withCircumstances(state, event.data.circumstances), event);
    case "eligibility.decided": {
      const { grounds: _, ...before } = state;
      return { ...before, clocks: event.data.clocks ?? state.clocks, eligibilityDecided: true };
    }
    case "assignment.offered": {
      const { number, organisationId, rule, clock, track, coordinatorId } = event.data;
      const before = expect(state, event, "submitted", "triage");
      return {
        status: "offered",
        ...always(before, [clock]),
        ...given("coordinatorId", coordinatorId ?? before.coordinatorId),
        attempts: number,
        assignment: { number, organisationId, rule, offeredAt: event.at, ...given("track", track) },
      };
    }
    case "assignment.accepted": {
      const { clocks, ...mediators } = event.data;
      const before = expect(state, event, "offered");
      const { track = before.track, ...offered } = before.assignment;
      const assignment = { ...offered, acceptedAt: event.at, ...mediators };
      const accepted = { status: "accepted", ...always(before, clocks), track, assignment } as const;
      const clock = before.clocks.find(({ kind }) => kind === "triage");
      const question = { ...given("grounds", before.grounds), ...given("clock", clock) };
      return questioned(accepted, { at: event.at, data: question });
    }
    case "assignment.declined":
    case "assignment.lapsed":
      return waiting(expect(state, event, "offered"), event, event.data.organisationId);
    case "assignment.escalated": {
      const before = expect(state, event, "accepted", "seeking_consent", "mediating");
      return { ...waiting(before, event, event.data.organisationId), floor: event.data.floor };
    }
    case "case.transferred": {
      const before = expect(state, event, "triage", "accepted", "seeking_consent", "mediating");
      const leaving = "assignment" in before ? before.assignment.organisationId : undefined;
      return waiting(before, event, leaving);
    }
    case "consent.sought": {
      const before = expect(state, event, "accepted");
      const clocks = withoutClocks(before.clocks, "contact-parties");
      return { ...before, status: "seeking_consent", clocks, consents: [] };
    }
    case "consent.recorded": {
      const before = expect(state, event, "seeking_consent");
      const latest = new Map([...before.consents, ...event.data.consents].map((consent) => [consent.party, consent]));
      return { ...before, consents: [...latest.values()] };
    }
    case "mediation.started": {
      const { consents: _, ...before } = expect(state, event, "seeking_consent");
      return { ...before, status: "mediating", sessions: 0 };
    }
    case "session.held": {
      const before = expect(state, event, "mediating");
      return { ...before, sessions: before.sessions + 1, lastSessionAt: event.data.heldAt };
    }
    case "mediation.suspended": {
      const before = expect(state, event, "mediating");
      const clocks = before.clocks.map((clock) => (clock.kind === "triage" ? clock : paused(clock, event.at)));
      return { ...before, status: "suspended", clocks, reason: event.data.reason, since: event.at };
    }
    case "mediation.resumed": {
      const { reason: _reason, since: _since, ...before } = expect(state, event, "suspended");
      return { ...before, status: "mediating", clocks: event.data.clocks };
    }
    case "mediation.extended":
      return { ...state, clocks: withClock(state.clocks, event.data.clock) };
    case "danger.reported": {
      const { kind, policeId } = event.data;
      // Told to nobody it is still to be made, as soon as a station is known.
      if (policeId === undefined) return state;
      const others = (state.dangerReports ?? []).filter((one) => one.kind !== kind || one.policeId !== policeId);
      // A station that has found it out itself need not sign for it.
      const unsignedSince = event.by.organisationId === policeId ? undefined : event.at;
      const dangerReports = [...others, { kind, policeId, ...given("unsignedSince", unsignedSince) }];
      return { ...informing(state, policeId), dangerReports };
    }
    case "danger.reminded": {
      const { policeIds } = event.data;
      return markReports(state, (report) =>
        policeIds.includes(report.policeId) ? { ...report, remindedAt: event.at } : report,
      );
    }
    case "danger.acknowledged": {
      const { policeId } = event.data;
      return markReports(state, (report) => (report.policeId === policeId ? { kind: report.kind, policeId } : report));
    }
    case "agreement.reached": {
      const { confirmation: _refused, ...before } = expect(state, event, "mediating");
      const { agreement, clocks } = event.data;
      return { ...before, status: "agreed", agreement, clocks };
    }
    case "confirmation.filed": {
      const { courtId, filedAt, clock } = event.data;
      return {
        ...expect(state, event, "agreed"),
        status: "confirming",
        confirmation: { courtId, filedAt },
        clocks: [clock],
      };
    }
    case "confirmation.docketed": {
      const before = expect(state, event, "confirming");
      const { docketedAt, clocks } = event.data;
      return { ...before, confirmation: { ...before.confirmation, docketedAt }, clocks };
    }
    case "confirmation.extended": {
      const before = expect(state, event, "confirming");
      return { ...before, clocks: withClock(before.clocks, event.data.clock) };
    }
    case "confirmation.granted": {
      const before = expect(state, event, "confirming");
      const { documentNumber, decidedAt, clock } = event.data;
      const confirmation = { ...before.confirmation, documentNumber, decidedAt };
      return { ...before, status: "performing", confirmation, clocks: [clock], instalments: [] };
    }
    case "confirmation.refused": {
      const { agreement: _, confirmation, ...before } = expect(state, event, "confirming");
      const { decidedAt, clocks } = event.data;
      return {
        ...before,
        status: "mediating",
        clocks,
        confirmation: { ...confirmation, decidedAt },
        papersSince: event.at,
      };
    }
    case "performance.started": {
      const before = expect(state, event, "agreed", "performing");
      const { instalments, clock } = event.data;
      return { ...before, status: "performing", clocks: [clock], instalments };
    }
    case "instalment.paid": {
      const before = expect(state, event, "performing");
      const { number, paidOn, clock } = event.data;
      const instalments = before.instalments.map((part) => (part.number === number ? { ...part, paidOn } : part));
      return { ...before, instalments, clocks: withClock(withoutClocks(before.clocks, "perform"), clock) };
    }
    case "visit.made":
      return { ...expect(state, event, "performing"), lastVisitOn: event.data.visitedOn };
    case "performance.proved":
      return expect(state, event, "agreed", "performing");
    case "agreement.defaulted":
      return expect(state, event, "performing");
    case "case.closed":
      return close(state, event);
    case "recall.acknowledged": {
      const { recallOpen: _, ...before } = expect(state, event, "closed");
      return before;
    }
    case "case.sent_on": {
      const { organisationId } = event.data;
      const before = expect(state, event, "closed");
      const { informed } = informing(before, organisationId);
      return { ...before, ...given("informed", informed), sentOn: [...(before.sentOn ?? []), organisationId] };
    }
    case "referral.recalled":
      return goingOn(state, recalled(state.referrals, event), event);
    case "referral.joined": {
      const { referral, senderClocks = [] } = event.data;
      return {
        ...questioned(state, event),
        referrals: [...state.referrals, referral],
        senderClocks: earliestOfEach([...state.senderClocks, ...senderClocks]),
      };
    }
    case "referrals.parted": {
      const stay = state.referrals.filter((sent) => !isAmong(event.data.referrals)(sent));
      return goingOn(state, stay, event);
    }
    case "case.unmerged": {
      const before = expect(state, event, "closed", "archived");
      const referrals = openFirst(backFromMerge(before.referrals, event), event, state.caseId);
      return { ...waiting(before, event), referrals, senderClocks: event.data.senderClocks ?? [] };
    }
    case "own_period.extended":
      return {
        ...state,
        referrals: withLongerPeriod(state.referrals, event),
        senderClocks: withClock(state.senderClocks, event.data.clock),
      };
    case "deadline.warned":
      return markClock(state, event.data.clock, { warned: event.data.warning });
    case "deadline.breached":
      return event.data.renewed === undefined
        ? markClock(state, event.data.clock, { breached: true })
        : { ...state, clocks: withClock(state.clocks, event.data.renewed) };
    case "clocks.recomputed":
      return { ...state, clocks: event.data.clocks, senderClocks: event.data.senderClocks ?? [] };
    case "result.reminded":
      return { ...expect(state, event, "closed"), remindAt: event.data.remindAt };
    case "result.acknowledged": {
      const before = expect(state, event, "closed");
      return withoutAnswered({ ...before, referrals: signedFor(before.referrals, event) });
    }
    case "case.archived":
      // What runs at the referrers runs on: their files are not put away with this one.
      return { ...expect(state, event, "closed"), status: "archived", archivedAt: event.at };
    case "case.reopened": {
      const before = expect(state, event, "closed", "archived");
      const { clock, coordinatorId, mediateBy, senderClocks = [] } = event.data;
      const [first, ...others] = takenUp(before.referrals);
      return {
        status: "triage",
        ...always(before, [clock]),
        senderClocks,
        ...given("coordinatorId", coordinatorId ?? before.coordinatorId),
        reason: "reopened",
        referrals: [{ ...first, ...given("mediateBy", mediateBy) }, ...others],
        papersSince: event.at,
        reopened: { at: event.at, ...given("failedAt", before.outcome === "failed" ? before.closedAt : undefined) },
      };
    }
  }
}

/** The case as it goes on for these referrals. */
const goingOn = (
  state: CaseState,
  referrals: readonly Referral[],
  event: Extract<CaseEvent, { type: "referral.recalled" | "referrals.parted" }>,
): CaseState => {
  const { clocks, senderClocks = [], grounds = [] } = event.data;
  const { grounds: open, ...before } = state;
  const after = { ...before, referrals: openFirst(referrals, event, state.caseId), clocks, senderClocks };
  if (open === undefined) return after;
  if (grounds.length > 0) return { ...after, grounds };
  // What was asked has left with the referral; the decision before it stands again.
  return isWithBody(state) ? { ...after, eligibilityDecided: true } : after;
};

function close(state: CaseState, event: Extract<CaseEvent, { type: "case.closed" }>): CaseState {
  if (state.status === "closed" || state.status === "archived") {
    throw new Error(`history is damaged: ${event.type} at ${event.sequence} on ${state.status}`);
  }
  const { outcome, failureReason, mergedInto, recallOpen, senderClocks = [], remindAt, defaultedOn } = event.data;
  const accepted = "assignment" in state && state.status !== "offered" ? state.assignment : undefined;
  // Whoever was asked and had not answered yet is told that it is over, and may read why.
  const ended = state.status === "offered" ? informing(state, state.assignment.organisationId) : state;
  return {
    status: "closed",
    ...always(ended),
    ...given("coordinatorId", event.data.coordinatorId ?? ended.coordinatorId),
    senderClocks,
    ...given("assignment", accepted),
    ...("agreement" in state ? { agreement: state.agreement } : {}),
    ...("confirmation" in state ? given("confirmation", state.confirmation) : {}),
    outcome,
    ...given("failureReason", failureReason),
    ...given("defaultedOn", defaultedOn),
    ...given("mergedInto", mergedInto),
    ...given("recallOpen", recallOpen),
    closedAt: event.at,
    remindAt,
  };
}

/** The state that a history adds up to. */
export const replay = (events: readonly CaseEvent[]): CaseState | undefined =>
  events.reduce<CaseState | undefined>(evolve, undefined);
