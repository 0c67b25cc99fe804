import type { ClockKind } from "./case.ts";
import { type CaseState, holderOf, isOver, openReferrals, sendingsOf } from "./case-state.ts";
import { isOwnClock } from "./channels.ts";
import { given } from "./given.ts";

/** Who holds the case in these states. */
export const holders = (...states: (CaseState | undefined)[]): (string | undefined)[] =>
  states.map((state) => (state === undefined ? undefined : holderOf(state)));

const courtOf = (state: CaseState): string | undefined => state.confirmation?.courtId;

/** Who works on the case now: who holds it, the court that confirms, who was drawn in. */
const workersOf = (state: CaseState): (string | undefined)[] => [
  holderOf(state),
  courtOf(state),
  ...(state.informed ?? []),
  state.status === "closed" ? state.recallOpen : undefined,
];

/** All bodies that the case concerns now: who sent it, and who works on it. */
export const bodiesOf = (state: CaseState): (string | undefined)[] => [
  ...openReferrals(state).map((sent) => sent.agencyId),
  ...workersOf(state),
];

/** Whether the organisation works on the case or was drawn in, and did not only send it. */
export const isAtWork = (state: CaseState, organisationId: string): boolean =>
  workersOf(state).includes(organisationId);

/** Who besides the holder has something to do before a clock ends. */
export function whoElseOwes(kind: ClockKind, state: CaseState): (string | undefined)[] {
  if (kind === "answer-sending") {
    return sendingsOf(state).flatMap(({ to, answer }) => (answer === undefined ? [to] : []));
  }
  if (kind === "triage") return [state.coordinatorId];
  if (kind === "confirmation" || kind === "confirmation-outer") return [courtOf(state)];
  return kind === "supply-info" || isOwnClock(kind) ? openReferrals(state).map((sent) => sent.agencyId) : [];
}

/**
 * The case with all those remembered who are told of an event and have no part in the case after it: who is told can look.
 * Those who have a part again are forgotten, and so are those whom the case names as former anyway.
 */
export function remembering(before: CaseState | undefined, after: CaseState, told: readonly string[]): CaseState {
  const { former: known = [], ...state } = after;
  const named = [
    ...bodiesOf(after),
    ...after.refusedBy,
    ...after.referrals.map(({ agencyId }) => agencyId),
    // They look as the coordinators of their counties.
    before?.coordinatorId,
    after.coordinatorId,
  ];
  const had = before === undefined ? [] : [...bodiesOf(before), ...before.referrals.map(({ agencyId }) => agencyId)];
  const former = distinct([...known, ...had, ...told]).filter((id) => !named.includes(id));
  return { ...state, ...given("former", former.length === 0 ? undefined : former) };
}

/** Whether the case concerns the organisation now. */
export const isPresent = (state: CaseState, organisationId: string): boolean =>
  distinct(bodiesOf(state)).includes(organisationId);

/** Whether the organisation is, or was, a body of the case and so may read it. To all others the case does not exist. */
export const isBodyOf = (state: CaseState, organisationId: string): boolean =>
  isPresent(state, organisationId) ||
  state.refusedBy.includes(organisationId) ||
  state.former?.includes(organisationId) === true ||
  state.referrals.some((sent) => sent.agencyId === organisationId);

/**
 * The parties are read by the bodies the case concerns now, not by those that put it down, nor from a coordinator's desk. A
 * recalled case is its referrers' own again, even while the body that had it has yet to confirm that, and a merged one goes on
 * elsewhere.
 */
export const mayReadParties = (state: CaseState, organisationId: string): boolean =>
  isOver(state) && (state.outcome === "recalled" || state.outcome === "merged")
    ? openReferrals(state).some(({ agencyId }) => agencyId === organisationId)
    : isPresent(state, organisationId);

type Told = { audience: readonly string[]; by: { organisationId: string } };

/** How far one who put a case down reads its history: to the last event that it was told of, or caused itself. */
export const lastPartOf = <Event extends Told>(organisationId: string, history: readonly Event[]): number =>
  history.findLastIndex(
    ({ audience, by }) => audience.includes(organisationId) || by.organisationId === organisationId,
  );

/** Each once, without those that are absent. */
export const distinct = (ids: readonly (string | undefined)[]): string[] => [
  ...new Set(ids.filter((id) => id !== undefined)),
];
