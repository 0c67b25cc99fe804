import type { CaseState } from "./case.ts";
import type { CaseEvent } from "./events.ts";

type Of<Status extends CaseState["status"]> = Extract<CaseState, { status: Status }>;

/** Narrows the state to what the event needs; anything else means a damaged history, never a caller's mistake. */
const expect = <Status extends CaseState["status"]>(
  state: CaseState | undefined,
  event: CaseEvent,
  ...statuses: Status[]
): Of<Status> => {
  const is = (candidate: CaseState): candidate is Of<Status> => statuses.some((status) => status === candidate.status);
  if (state === undefined || !is(state)) {
    throw new Error(`history is damaged: ${event.type} at ${event.sequence} on ${state?.status ?? "nothing"}`);
  }
  return state;
};

const always = (state: CaseState) => ({
  caseId: state.caseId,
  rulePack: state.rulePack,
  submittedAt: state.submittedAt,
  referrals: state.referrals,
  dispute: state.dispute,
  refusedBy: state.refusedBy,
  attempts: state.attempts,
});

const withoutAssignment = (state: Of<"offered">, event: CaseEvent, organisationId: string): CaseState => ({
  status: "submitted",
  ...always(state),
  refusedBy: [...state.refusedBy, organisationId],
  waitingSince: event.at,
});

/** The state after one event. `undefined` in is a case that does not exist yet. Throws only when the history is damaged. */
export function evolve(state: CaseState | undefined, event: CaseEvent): CaseState {
  switch (event.type) {
    case "case.submitted":
      return {
        status: "submitted",
        caseId: event.data.caseId,
        rulePack: event.data.rulePack,
        submittedAt: event.at,
        referrals: [event.data.referral],
        dispute: event.data.dispute,
        refusedBy: [],
        attempts: 0,
        waitingSince: event.at,
      };
    case "routing.requested":
      return { ...expect(state, event, "submitted"), waitingSince: event.at };
    case "case.triaged": {
      const before = expect(state, event, "submitted");
      const { reason, coordinatorId } = event.data;
      return { status: "triage", ...always(before), reason, ...(coordinatorId === undefined ? {} : { coordinatorId }) };
    }
    case "assignment.offered": {
      const before = expect(state, event, "submitted", "triage");
      const { number, organisationId, rule, answerDueAt } = event.data;
      return {
        status: "offered",
        ...always(before),
        attempts: number,
        assignment: { number, organisationId, rule, offeredAt: event.at, answerDueAt },
      };
    }
    case "assignment.accepted": {
      const before = expect(state, event, "offered");
      return {
        status: "accepted",
        ...always(before),
        assignment: { ...before.assignment, acceptedAt: event.at, ...event.data },
      };
    }
    case "assignment.declined":
    case "assignment.lapsed":
      return withoutAssignment(expect(state, event, "offered"), event, event.data.organisationId);
    case "consent.sought":
      return { ...expect(state, event, "accepted"), status: "seeking_consent", consents: [] };
    case "consent.recorded": {
      const before = expect(state, event, "seeking_consent");
      const latest = new Map([...before.consents, ...event.data.consents].map((consent) => [consent.party, consent]));
      return { ...before, consents: [...latest.values()] };
    }
    case "mediation.started":
      return { ...expect(state, event, "seeking_consent"), status: "mediating", sessions: 0 };
    case "session.held": {
      const before = expect(state, event, "mediating");
      return { ...before, sessions: before.sessions + 1, lastSessionAt: event.data.heldAt };
    }
    case "agreement.reached":
      return { ...expect(state, event, "mediating"), status: "agreed", agreement: event.data.agreement };
    case "performance.started":
      return { ...expect(state, event, "agreed"), status: "performing" };
    case "performance.proved":
      return expect(state, event, "agreed", "performing");
    case "case.closed": {
      const before = expect(state, event, "accepted", "seeking_consent", "mediating", "agreed", "performing");
      const { outcome, failureReason, remindAt } = event.data;
      return {
        status: "closed",
        ...always(before),
        assignment: before.assignment,
        ...("agreement" in before ? { agreement: before.agreement } : {}),
        outcome,
        ...(failureReason === undefined ? {} : { failureReason }),
        closedAt: event.at,
        remindAt,
      };
    }
    case "result.reminded":
      return { ...expect(state, event, "closed"), remindAt: event.data.remindAt };
    case "result.acknowledged": {
      const before = expect(state, event, "closed");
      const [first, ...others] = before.referrals;
      const sign = (referral: typeof first) =>
        referral.agencyId === event.data.agencyId ? { ...referral, acknowledgedAt: event.at } : referral;
      return { ...before, referrals: [sign(first), ...others.map(sign)] };
    }
  }
}

/** The state that a history adds up to. */
export const replay = (events: readonly CaseEvent[]): CaseState | undefined =>
  events.reduce<CaseState | undefined>(evolve, undefined);
