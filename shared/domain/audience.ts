import { type CaseState, type ClockKind, holderOf, openReferrals } from "./case.ts";
import type { CaseHappening } from "./events.ts";
import { isSenders } from "./sender-clocks.ts";

const holders = (...states: (CaseState | undefined)[]): (string | undefined)[] =>
  states.map((state) => (state === undefined ? undefined : holderOf(state)));

const courtOf = (state: CaseState): string | undefined =>
  "confirmation" in state ? state.confirmation?.courtId : undefined;

/** All bodies that the case concerns now: who sent it, who holds it, the court that confirms, who was drawn in. */
const bodiesOf = (state: CaseState): (string | undefined)[] => [
  ...openReferrals(state).map((sent) => sent.agencyId),
  holderOf(state),
  courtOf(state),
  ...(state.informed ?? []),
  state.status === "closed" ? state.recallOpen : undefined,
];

/** Who learns of an event: all bodies of the case, the holder before and after it, and whom the event names. */
export function audienceOf(before: CaseState | undefined, after: CaseState, happening: CaseHappening): string[] {
  return distinct(told(before, after, happening));
}

function told(before: CaseState | undefined, after: CaseState, happening: CaseHappening): (string | undefined)[] {
  switch (happening.type) {
    // These concern whoever has the work; the others learn of what comes of it.
    case "deadline.warned":
      return [...whoElseOwes(happening.data.clock, after), ...holders(after)];
    case "clocks.recomputed":
      return holders(after);
    case "routing.requested":
      return [];
    case "deadline.breached":
      return [
        ...bodiesOf(after),
        ...holders(before),
        ...whoElseOwes(happening.data.clock, after),
        ...(happening.data.supervised ?? []),
      ];
    case "referral.recalled":
      return [...bodiesOf(after), happening.data.agencyId];
    case "danger.reminded":
      return [...happening.data.policeIds, ...holders(after), after.coordinatorId];
    case "danger.reported":
    case "danger.acknowledged":
    case "circumstances.noted":
    case "referral.joined":
    case "case.reopened":
    case "repeat.found":
      return [...bodiesOf(after), ...holders(before), after.coordinatorId];
    default:
      return [...bodiesOf(after), ...holders(before)];
  }
}

/** Who besides the holder has something to do before a clock ends. */
function whoElseOwes(kind: ClockKind, state: CaseState): (string | undefined)[] {
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

const distinct = (ids: readonly (string | undefined)[]): string[] => [...new Set(ids.filter((id) => id !== undefined))];
