import { startOfShanghaiDay } from "./calendar.ts";
import {
  type CaseClock,
  type CaseState,
  type ClockKind,
  type OwnPeriod,
  openReferrals,
  type Referral,
} from "./case.ts";
import { clockOf, withoutClocks } from "./case-clocks.ts";
import type { Channel } from "./codes.ts";
import { given } from "./given.ts";
import type { RulePack } from "./rule-pack.ts";
import type { DecisionContext } from "./verb.ts";

// Periods that run at the referrer's own house (移送机关自身期限). The platform warns of them and does nothing else:
// nobody's mediation is late because of them, and no pause or transfer stops them.
const fromTheRequest = { petition_answered: "petition-answer" } as const;
const fromTheFailure = {
  court_dockets_after_failure: "court-docketing",
  police_case_after_failure_or_default: "police-case",
  joint_request_to_traffic_police_after_termination: "joint-request",
} as const;

const kindsByName: Readonly<Record<string, ClockKind>> = { ...fromTheRequest, ...fromTheFailure };
const kindOf = (what: string): ClockKind | undefined => kindsByName[what];
const kinds: ReadonlySet<ClockKind> = new Set([
  ...Object.values(fromTheRequest),
  ...Object.values(fromTheFailure),
] satisfies ClockKind[]);

/** Whether it is a referrer's own clock. */
export const isSenders = (kind: ClockKind): boolean => kinds.has(kind);

/** The clocks that run at these referrers from the request on; those that are over already are left out. */
export const clocksFromRequest = (referrals: readonly Referral[], context: DecisionContext): CaseClock[] =>
  referrals
    .flatMap((referral) => started(referral, fromTheRequest, referral.requestedAt, context))
    .filter(({ dueAt }) => dueAt > context.at);

/** The clocks that begin at these referrers because the case ended without success, now or by a default on that day. */
export const clocksFromFailure = (
  referrals: readonly Referral[],
  context: DecisionContext,
  defaultedOn?: string,
): CaseClock[] => {
  const startedAt = defaultedOn === undefined ? context.at : startOfShanghaiDay(defaultedOn);
  return referrals.flatMap((referral) => started(referral, fromTheFailure, startedAt, context));
};

/** The clock of that kind, as the law lets the agency extend it; undefined when none runs that is its own to extend. */
export function extendedFor(
  { senderClocks, referrals }: CaseState,
  kind: OwnPeriod,
  { by, rules, calendars }: DecisionContext,
): CaseClock | undefined {
  const running = senderClocks.find((clock) => clock.kind === kind);
  const [rule] = openReferrals({ referrals })
    .filter(({ agencyId }) => agencyId === by.organisationId)
    .flatMap(({ channel }) => rules.channels[channel].alsoShow.filter(({ what }) => kindOf(what) === kind));
  if (running === undefined || rule?.extendableByDays === undefined) return undefined;
  const longer = { days: rule.days + rule.extendableByDays, unit: rule.unit };
  return { ...clockOf(kind, running.startedAt, longer, calendars), extensions: 1 };
}

/** The period of a rule for a referrer, with what its agency has extended it by. */
export function periodFor(
  { what, days, unit, extendableByDays = 0 }: RulePack["channels"][Channel]["alsoShow"][number],
  { extendedPeriods = [] }: Pick<Referral, "extendedPeriods">,
): { days: number; unit: "calendar" | "working"; extensions?: number } {
  const isExtended = extendedPeriods.some((kind) => kind === kindOf(what));
  return isExtended ? { days: days + extendableByDays, unit, extensions: 1 } : { days, unit };
}

/** A period that begins anew with each failure is not extended any more once a case is taken up again. */
export const lastingExtensions = ({ extendedPeriods = [] }: Referral): { extendedPeriods?: OwnPeriod[] } => {
  const lasting = extendedPeriods.filter((kind) => Object.values(fromTheRequest).some((own) => own === kind));
  return lasting.length === 0 ? {} : { extendedPeriods: lasting };
};

/** Of the clocks that run, those that these referrers have. */
export const clocksThatStay = (
  running: readonly CaseClock[],
  referrals: readonly Referral[],
  rules: RulePack,
): CaseClock[] => {
  const theirs = referrals.flatMap(({ channel }) => rules.channels[channel].alsoShow.map(({ what }) => kindOf(what)));
  return running.filter(({ kind }) => theirs.includes(kind));
};

function started(
  referral: Referral,
  kindsFrom: Readonly<Record<string, ClockKind>>,
  startedAt: string,
  { rules, calendars }: DecisionContext,
): CaseClock[] {
  return rules.channels[referral.channel].alsoShow.flatMap((rule) => {
    const kind = kindsFrom[rule.what];
    if (kind === undefined) return [];
    const { extensions, ...length } = periodFor(rule, referral);
    return [{ ...clockOf(kind, startedAt, length, calendars), ...given("extensions", extensions) }];
  });
}

/** Two referrers may have the same kind of clock: the one that ends first is watched. */
export const earliestOfEach = (clocks: readonly CaseClock[]): CaseClock[] => [
  ...new Map(clocks.toSorted((a, b) => b.dueAt.localeCompare(a.dueAt)).map((clock) => [clock.kind, clock])).values(),
];

/** A petition is answered once its office has signed for the result, and not of this case's concern once it has left. */
export function withoutAnswered<State extends CaseState>(state: State): State & { senderClocks: CaseClock[] } {
  const waits = openReferrals(state).some(({ channel, acknowledgedAt }) => channel === "petition" && !acknowledgedAt);
  return waits ? state : { ...state, senderClocks: withoutClocks(state.senderClocks, "petition-answer") };
}
