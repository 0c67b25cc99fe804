import { type CaseState, type ClockKind, holderOf, openReferrals, sendingsOf } from "./case.ts";
import { isSenders } from "./sender-clocks.ts";

/** Who holds the case in these states. */
export const holders = (...states: (CaseState | undefined)[]): (string | undefined)[] =>
  states.map((state) => (state === undefined ? undefined : holderOf(state)));

const courtOf = (state: CaseState): string | undefined =>
  "confirmation" in state ? state.confirmation?.courtId : undefined;

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
  return kind === "supply-info" || isSenders(kind) ? openReferrals(state).map((sent) => sent.agencyId) : [];
}

/** Whether the organisation is, or was, a body of the case and so may read it. To all others the case does not exist. */
export const isBodyOf = (state: CaseState, organisationId: string): boolean =>
  distinct(bodiesOf(state)).includes(organisationId) ||
  state.refusedBy.includes(organisationId) ||
  state.referrals.some((sent) => sent.agencyId === organisationId);

/** The parties are read by the bodies the case concerns now, not by those that put it down, nor from a coordinator's desk. */
export const mayReadParties = (state: CaseState, organisationId: string): boolean =>
  distinct(bodiesOf(state)).includes(organisationId);

/** Each once, without those that are absent. */
export const distinct = (ids: readonly (string | undefined)[]): string[] => [
  ...new Set(ids.filter((id) => id !== undefined)),
];
