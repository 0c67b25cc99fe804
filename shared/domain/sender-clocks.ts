import { addCalendarDays, type Calendars, startOfShanghaiDay } from "./calendar.ts";
import type { CaseClock, ClockKind, Referral } from "./case.ts";
import { clockOf, withPauses } from "./case-clocks.ts";
import { type CaseState, openReferrals } from "./case-state.ts";
import type { OwnStart } from "./channel.ts";
import { channelDefinitions, isOwnPeriod, type OwnClockKind, type OwnPeriod, ownPeriods } from "./channels.ts";
import type { Channel } from "./codes.ts";
import { given } from "./given.ts";
import type { OwnDay } from "./result-fields.ts";
import { type ChannelRules, type RulePack, rulesFor } from "./rule-pack.ts";
import type { DecisionContext } from "./verb.ts";

// Periods that run at the referrer's own house (移送机关自身期限). The platform warns of them and does nothing else:
// nobody's mediation is late because of them, and no pause or transfer stops them.
const ownPeriodsOf = (channel: Channel) => channelDefinitions[channel].ownPeriods;
const kindOf = (channel: Channel, what: string): ClockKind | undefined => ownPeriodsOf(channel)[what]?.kind;
const kindsFromRequest = (channel: Channel): OwnClockKind[] =>
  Object.values(ownPeriodsOf(channel)).flatMap(({ kind, from }) => (from === "request" ? [kind] : []));

/** Whether a period of that kind runs at the referrers of a channel. */
export const hasOwnPeriod = (channel: Channel, kind: ClockKind): boolean =>
  Object.values(ownPeriodsOf(channel)).some((own) => own.kind === kind);

/** Whether a clock of its referrer runs from the request on, so that a new case needs the calendars. */
export const startsWithRequest = (channel: Channel): boolean => kindsFromRequest(channel).length > 0;

/** From when a period of its own runs at a referrer that a request has reached. */
const takenUpAt = ({ takenUpOn, requestedAt }: Referral): string =>
  takenUpOn === undefined ? requestedAt : startOfShanghaiDay(takenUpOn);

/** The clocks that run at these referrers from the request on; those that are over already are left out. */
export const clocksFromRequest = (referrals: readonly Referral[], context: DecisionContext): CaseClock[] =>
  referrals
    .flatMap((referral) => ownClocks(referral, ["request"], takenUpAt(referral), context))
    .filter(({ dueAt }) => dueAt > context.at);

/** The clocks that begin at these referrers because the case ended, by a failure or by a default on that day. */
export const clocksFromEnd = (
  referrals: readonly Referral[],
  end: Parameters<typeof periodsAfter>[0],
  context: DecisionContext,
): CaseClock[] =>
  referrals.flatMap((referral) =>
    periodsAfter(end, referral).flatMap(({ from, startedAt }) => ownClocks(referral, [from], startedAt, context)),
  );

/** The clocks that begin at these referrers because a party insists on suing after that end. */
export const clocksFromInsistence = (
  referrals: readonly Referral[],
  end: WithoutSuccess,
  context: DecisionContext,
): CaseClock[] =>
  referrals.flatMap((referral) =>
    periodsAfter(end, referral)
      .filter(({ from }) => from === "insistence")
      .flatMap(({ from, startedAt }) => ownClocks(referral, [from], startedAt, context)),
  );

/** How a case ended without success: when, whether an agreement stands, and whether the parties settled by themselves. */
export type WithoutSuccess = { endedAt: string; defaultedOn?: string; agreement?: unknown; settlement?: unknown };

/** Which periods of its own an end without success begins at a referrer, and from when. */
export function periodsAfter(
  { endedAt, defaultedOn, agreement, settlement }: WithoutSuccess,
  { channel, insistedOn }: Referral,
): { from: OwnStart; startedAt: string }[] {
  if (settlement !== undefined && channelDefinitions[channel].countsOwnSettlement) return [];
  const startedAt = defaultedOn === undefined ? endedAt : startOfShanghaiDay(defaultedOn);
  const begun: { from: OwnStart; startedAt: string }[] = [{ from: "failure-or-default", startedAt }];
  if (agreement !== undefined) return begun;
  if (insistedOn !== undefined) begun.push({ from: "insistence", startedAt: startOfShanghaiDay(insistedOn) });
  return [...begun, { from: "failure", startedAt }];
}

/** Whether the channel has a period that begins when a party insists on suing. */
export const knowsInsistence = (channel: Channel): boolean =>
  Object.values(ownPeriodsOf(channel)).some(({ from }) => from === "insistence");

/** The rule of a clock that runs at the agency that asks, and the clock; undefined when none runs that is its own. */
export function ownRunning({ senderClocks, referrals }: CaseState, kind: OwnPeriod, { by, rules }: DecisionContext) {
  const running = senderClocks.find((clock) => clock.kind === kind);
  const [rule] = openReferrals({ referrals })
    .filter(({ agencyId }) => agencyId === by.organisationId)
    .flatMap(({ channel }) => rulesFor(rules, channel).alsoShow.filter(({ what }) => kindOf(channel, what) === kind));
  return running === undefined || rule === undefined ? undefined : { running, rule };
}

type OwnRule = ChannelRules["alsoShow"][number];

/** How often the law lets a period be extended. */
export const extensionsAllowed = ({ extendableByDays, extendableTimes = 1 }: OwnRule): number =>
  extendableByDays === undefined ? 0 : extendableTimes;

/** A period of a referrer's own house, as its agency has extended it, and without the days that do not count. */
function ownClock(
  kind: ClockKind,
  { days, unit, extendableByDays = 0 }: OwnRule,
  { extendedPeriods = [], excludedDays = [] }: Referral,
  { startedAt, calendars }: { startedAt: string; calendars: Calendars },
): CaseClock {
  const extensions = extendedPeriods.filter((extended) => extended === kind).length;
  const pauses = excludedDays
    .filter((excluded) => excluded.clock === kind)
    .map(({ from, to }) => ({ from: addCalendarDays(from, -1), to }));
  const clock = clockOf(kind, startedAt, { days: days + extensions * extendableByDays, unit }, calendars);
  return {
    ...withPauses(clock, pauses, calendars),
    ...given("extensions", extensions === 0 ? undefined : extensions),
  };
}

/** A period that begins again with each failure is not extended any more once a case is taken up again. */
export const lastingExtensions = ({
  channel,
  extendedPeriods = [],
  excludedDays = [],
}: Referral): Pick<Referral, "extendedPeriods" | "excludedDays"> => {
  const lasting = extendedPeriods.filter((kind) => kindsFromRequest(channel).includes(kind));
  const excluded = excludedDays.filter(({ clock }) => kindsFromRequest(channel).includes(clock));
  return {
    ...given("extendedPeriods", lasting.length === 0 ? undefined : lasting),
    ...given("excludedDays", excluded.length === 0 ? undefined : excluded),
  };
};

/** A referral of which the period from the request was extended elsewhere meanwhile, where it has one. */
export function extendedFromRequest(sent: Referral): Referral {
  const extendedPeriods = kindsFromRequest(sent.channel).filter(isOwnPeriod);
  return extendedPeriods.length === 0 ? sent : { ...sent, extendedPeriods };
}

/** Of the clocks that run, those that these referrers have. */
export const clocksThatStay = (
  running: readonly CaseClock[],
  referrals: readonly Referral[],
  rules: RulePack,
): CaseClock[] => {
  const theirs: (ClockKind | undefined)[] = referrals.flatMap(({ channel }) =>
    rulesFor(rules, channel).alsoShow.map(({ what }) => kindOf(channel, what)),
  );
  return running.filter(({ kind }) => theirs.includes(kind));
};

function ownClocks(
  referral: Referral,
  startsFrom: readonly OwnStart[],
  startedAt: string,
  { rules, calendars }: Pick<DecisionContext, "rules" | "calendars">,
): CaseClock[] {
  return rulesFor(rules, referral.channel).alsoShow.flatMap((rule) => {
    const own = ownPeriodsOf(referral.channel)[rule.what];
    return own !== undefined && startsFrom.includes(own.from)
      ? [ownClock(own.kind, rule, referral, { startedAt, calendars })]
      : [];
  });
}

/** The clock whose last day goes back in that field, which runs at a referrer after the case has ended, or from its request on. */
export const ownClockFor = (
  field: OwnDay,
  referral: Referral,
  end: WithoutSuccess | undefined,
  context: Pick<DecisionContext, "rules" | "calendars">,
): CaseClock | undefined =>
  [
    { from: "request" as const, startedAt: takenUpAt(referral) },
    ...(end === undefined ? [] : periodsAfter(end, referral)),
  ]
    .flatMap(({ from, startedAt }) => ownClocks(referral, [from], startedAt, context))
    .find(({ kind }) => ownPeriods.some((own) => own.kind === kind && own.shownAs === field));

/** Two referrers may have the same kind of clock: the one that ends first is watched. */
export const earliestOfEach = (clocks: readonly CaseClock[]): CaseClock[] => [
  ...new Map(clocks.toSorted((a, b) => b.dueAt.localeCompare(a.dueAt)).map((clock) => [clock.kind, clock])).values(),
];

/**
 * A clock that runs from the request ends once each referrer that has it acknowledges the result, and leaves the case with
 * its referrer.
 */
export function withoutAnswered<State extends CaseState>(state: State): State & { senderClocks: CaseClock[] } {
  const waiting = openReferrals(state).filter(({ acknowledgedAt }) => acknowledgedAt === undefined);
  const unanswered: ClockKind[] = waiting.flatMap(({ channel }) => kindsFromRequest(channel));
  const isAnswered = ({ kind }: CaseClock): boolean =>
    ownPeriods.some((own) => own.kind === kind && own.from === "request") && !unanswered.includes(kind);
  return { ...state, senderClocks: state.senderClocks.filter((clock) => !isAnswered(clock)) };
}
