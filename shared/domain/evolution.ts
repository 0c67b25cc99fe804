import type { CaseClock, Ground, Referral } from "./case.ts";
import { withClock } from "./case-clocks.ts";
import { type CaseState, isWithBody, type StateIn } from "./case-state.ts";
import { openFirst } from "./evolve-referrals.ts";
import { given } from "./given.ts";

// The changes to a case that several kinds of event share.

type Always = Omit<StateIn<"submitted">, "status" | "waitingSince">;

/** What every state holds, with the clocks it goes on with. */
export const always = (state: Always, clocks: readonly CaseClock[] = []) => ({
  caseId: state.caseId,
  county: state.county,
  ...given("formerCounties", state.formerCounties),
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
  ...given("former", state.former),
  ...given("eligibilityDecided", state.eligibilityDecided),
  ...given("dangerReports", state.dangerReports),
  ...given("floor", state.floor),
  ...given("papersSince", state.papersSince),
  ...given("reopened", state.reopened),
  ...given("infoAsked", state.infoAsked),
  ...given("corrected", state.corrected),
  ...given("linksToCheck", state.linksToCheck),
  ...given("gradeProposal", state.gradeProposal),
  ...given("meeting", state.meeting),
  ...given("agreement", state.agreement),
  ...given("confirmation", state.confirmation),
});

/** With nothing agreed: for an agreement that is void. */
export function withoutAgreement(state: CaseState): Omit<CaseState, "agreement" | "confirmation"> {
  const { agreement: _agreement, confirmation: _confirmation, ...rest } = state;
  return rest;
}

/** Back to waiting for a body, without the one that had it. */
export const waiting = (state: CaseState, at: string, organisationId?: string): StateIn<"submitted"> => ({
  status: "submitted",
  ...always(state),
  refusedBy: organisationId === undefined ? state.refusedBy : [...new Set([...state.refusedBy, organisationId])],
  waitingSince: at,
});

/** With these parties left to ask, by number. */
export function withUnasked(state: StateIn<"mediating" | "suspended">, parties: readonly number[]): CaseState {
  const { unasked: _, ...rest } = state;
  return { ...rest, ...given("unasked", parties.length === 0 ? undefined : [...parties]) };
}

/** With one more body that was drawn in. */
export const informing = <State extends CaseState>(state: State, organisationId: string | undefined): State =>
  organisationId === undefined || state.informed?.includes(organisationId) === true
    ? state
    : { ...state, informed: [...(state.informed ?? []), organisationId] };

export const paused = (clock: CaseClock, at: string): CaseClock => ({ pausedSince: at, ...clock });

/** With something new that speaks against mediation, a person has to decide again; the parties' time waits for that. */
export function questioned(
  state: CaseState,
  at: string,
  { grounds, clock }: { grounds?: Ground[]; clock?: CaseClock },
): CaseState {
  if (grounds === undefined) return state;
  const { eligibilityDecided: _, ...open } = state;
  const clocks = state.clocks.map((each) => (each.kind === "mediate" ? paused(each, at) : each));
  return { ...open, grounds, clocks: clock === undefined ? clocks : withClock(clocks, clock) };
}

/** With these marks on the clocks of that kind, the case's own and the referrers'. */
export function markClock(state: CaseState, kind: CaseClock["kind"], mark: Partial<CaseClock>): CaseState {
  const marked = (clocks: readonly CaseClock[]) =>
    clocks.map((clock) => (clock.kind === kind ? { ...clock, ...mark } : clock));
  return { ...state, clocks: marked(state.clocks), senderClocks: marked(state.senderClocks) };
}

/** The case as it goes on for these referrals, with what is still to be decided. */
export function goingOn(
  state: CaseState,
  referrals: readonly Referral[],
  { clocks, senderClocks = [], grounds = [] }: { clocks: CaseClock[]; senderClocks?: CaseClock[]; grounds?: Ground[] },
): CaseState {
  const { grounds: open, ...before } = state;
  const after = { ...before, referrals: openFirst(referrals, state.caseId), clocks, senderClocks };
  if (open === undefined) return after;
  if (grounds.length > 0) return { ...after, grounds };
  // The question has left with the referral; the decision before it stands again.
  return isWithBody(state) ? { ...after, eligibilityDecided: true } : after;
}
