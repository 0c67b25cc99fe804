import type { CaseClock, ClockKind } from "./case.ts";
import { workClock } from "./case-clocks.ts";
import {
  type CaseState,
  holderOf,
  isAcknowledged,
  isConcluded,
  isOver,
  isWithBody,
  openReferrals,
  sendingsOf,
} from "./case-state.ts";
import { channelDefinitions } from "./channels.ts";
import { given } from "./given.ts";
import type { Obligation } from "./obligations.ts";
import { correctable } from "./phases/correction.ts";
import { hasOwnPeriod } from "./sender-clocks.ts";

/**
 * Something that an organisation owes on a case, by when, and the clock that says so. Where no period runs `dueAt` is absent;
 * `since` says then since when it presses.
 */
export type Owed = { organisationId: string; what: Obligation; dueAt?: string; since?: string; clock?: CaseClock };

/** The clock of those kinds that ends first. */
const firstOf = ({ clocks }: CaseState, ...kinds: ClockKind[]): CaseClock | undefined =>
  clocks.filter(({ kind }) => kinds.includes(kind)).toSorted((one, other) => one.dueAt.localeCompare(other.dueAt))[0];

/** Something owed by one organisation, where there is one, within a clock, where one runs. */
const by = (organisationId: string | undefined, what: Obligation, clock?: CaseClock): Owed[] =>
  organisationId === undefined
    ? []
    : [{ organisationId, what, ...given("dueAt", clock?.dueAt), ...given("clock", clock) }];

/** All that anybody owes on a case as it stands, each thing once for each organisation. */
export function owedBy(state: CaseState): Owed[] {
  const owed = [...dangerOwed(state), ...referrersOwe(state), ...coordinatorOwes(state), ...bodiesOwe(state)];
  const isSame = (one: Owed, other: Owed): boolean =>
    one.organisationId === other.organisationId && one.what === other.what && one.clock?.kind === other.clock?.kind;
  return owed.filter((one, index) => owed.findIndex((other) => isSame(one, other)) === index);
}

const dangerOwed = ({ dangerReports = [] }: CaseState): Owed[] =>
  dangerReports.flatMap(({ policeId, unsignedSince }) =>
    unsignedSince === undefined ? [] : [{ organisationId: policeId, what: "acknowledge-danger", since: unsignedSince }],
  );

/** What the referrer was asked for, in the words of who asked, on which somebody owes this. */
export function askedFor(what: Obligation | undefined, state: CaseState): readonly string[] {
  if (what === "answer-question") return isCorrectable(state) ? (state.infoAsked ?? []) : [];
  const isForInfo = what === "supply-info" || what === "wait-for-info";
  return isForInfo && state.status === "needs_info" ? state.missing : [];
}

const isCorrectable = (state: CaseState): boolean => correctable.some((status) => status === state.status);

function referrersOwe(state: CaseState): Owed[] {
  const sent = openReferrals(state);
  const all = (what: Obligation, clock?: CaseClock) => sent.flatMap(({ agencyId }) => by(agencyId, what, clock));
  const results = sent
    .filter(({ channel, acknowledgedAt, agreementAcknowledgedAt }) =>
      isConcluded(state)
        ? channelDefinitions[channel].learnsOfAgreement && agreementAcknowledgedAt === undefined
        : state.status === "closed" && !isAcknowledged(state) && acknowledgedAt === undefined,
    )
    .flatMap(({ agencyId }) => by(agencyId, "acknowledge-result"));
  return [
    ...(state.status === "needs_info" ? all("supply-info", firstOf(state, "supply-info")) : []),
    ...(askedFor("answer-question", state).length > 0 ? all("answer-question") : []),
    ...results,
    ...ownPeriodsOf(state),
  ];
}

/** Once a case is over, a period that has passed is the referrer's own affair: nothing would ever end it here. */
const ownPeriodsOf = (state: CaseState): Owed[] =>
  state.senderClocks
    .filter(({ breached }) => breached !== true || !isOver(state))
    .flatMap((clock) =>
      openReferrals(state)
        .filter(({ channel }) => hasOwnPeriod(channel, clock.kind))
        .flatMap(({ agencyId }) => by(agencyId, "own-period", clock)),
    );

function coordinatorOwes(state: CaseState): Owed[] {
  const { coordinatorId, grounds, gradeProposal, meeting } = state;
  if (isOver(state)) return [];
  const until = (what: Obligation, dueAt: string): Owed[] => by(coordinatorId, what).map((one) => ({ ...one, dueAt }));
  return [
    ...(state.status === "triage" ? by(coordinatorId, "assign", firstOf(state, "triage")) : []),
    ...(state.status === "needs_info" ? by(coordinatorId, "wait-for-info", firstOf(state, "supply-info")) : []),
    ...(grounds !== undefined && isWithBody(state)
      ? by(coordinatorId, "decide-eligibility", firstOf(state, "triage"))
      : []),
    ...(gradeProposal === undefined ? [] : until("decide-grade", gradeProposal.dueAt)),
    ...(meeting === undefined ? [] : until("record-meeting", meeting.meetAt)),
  ];
}

function bodiesOwe(state: CaseState): Owed[] {
  const sendings = sendingsOf(state).flatMap(({ from, to, answer, acknowledgedAt }) => {
    if (answer === undefined) return by(to, "answer-sending", firstOf(state, "answer-sending"));
    return acknowledgedAt === undefined ? by(from, "acknowledge-sending") : [];
  });
  const recalled = state.status === "closed" ? by(state.recallOpen, "acknowledge-recall") : [];
  return [...sendings, ...recalled, ...courtOwes(state), ...holderOwes(state)];
}

function courtOwes(state: CaseState): Owed[] {
  if (state.status !== "confirming") return [];
  const { courtId, docketedAt } = state.confirmation;
  const what = docketedAt === undefined ? "docket-confirmation" : "decide-confirmation";
  return by(courtId, what, firstOf(state, "confirmation", "confirmation-outer"));
}

function holderOwes(state: CaseState): Owed[] {
  if (state.status === "offered") return by(holderOf(state), "answer-offer", workClock(state));
  if (isWithBody(state)) return by(holderOf(state), "mediate", workClock(state));
  return isConcluded(state) ? by(holderOf(state), "perform", workClock(state)) : [];
}

const withoutEnd = "9999-12-31T00:00:00.000Z";

/** Where something owed stands among all that its organisation owes: by when it is due, else since when it presses, else last. */
export const placeOf = ({ dueAt, since }: Pick<Owed, "dueAt" | "since">): string => dueAt ?? since ?? withoutEnd;

/** Who owes something on a case besides those in whose list the case itself lies, each with the earliest place. */
export function owedBeside(state: CaseState, listedFor: string | undefined): Map<string, string> {
  const places = new Map<string, string>();
  for (const owed of owedBy(state).filter(({ organisationId }) => organisationId !== listedFor)) {
    const known = places.get(owed.organisationId);
    const place = placeOf(owed);
    places.set(owed.organisationId, known === undefined || place < known ? place : known);
  }
  return places;
}
