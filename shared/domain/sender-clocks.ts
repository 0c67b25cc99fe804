import { startOfShanghaiDay } from "./calendar.ts";
import {
  type CaseClock,
  type CaseState,
  type ClockKind,
  type OwnPeriod,
  openReferrals,
  type Referral,
} from "./case.ts";
import { clockOf } from "./case-clocks.ts";
import type { ChannelDefinition } from "./channel.ts";
import { channelDefinitions, channelNames } from "./channels.ts";
import type { Channel } from "./codes.ts";
import { given } from "./given.ts";
import { type ChannelRules, type RulePack, rulesFor } from "./rule-pack.ts";
import type { DecisionContext } from "./verb.ts";

// Periods that run at the referrer's own house (移送机关自身期限). The platform warns of them and does nothing else:
// nobody's mediation is late because of them, and no pause or transfer stops them.
const ownPeriodsOf = (channel: Channel): ChannelDefinition["ownPeriods"] => channelDefinitions[channel].ownPeriods;
const kindOf = (channel: Channel, what: string): ClockKind | undefined => ownPeriodsOf(channel)[what]?.kind;
const kindsFromRequest = (channel: Channel): ClockKind[] =>
  Object.values(ownPeriodsOf(channel)).flatMap(({ kind, from }) => (from === "request" ? [kind] : []));

const everyPeriod = channelNames.flatMap((channel) => Object.values(ownPeriodsOf(channel)));
const kinds: ReadonlySet<ClockKind> = new Set(everyPeriod.map(({ kind }) => kind));

/** Whether a clock of its referrer runs from the request on, so that a new case needs the calendars. */
export const startsWithRequest = (channel: Channel): boolean => kindsFromRequest(channel).length > 0;

/** Whether it is a referrer's own clock. */
export const isSenders = (kind: ClockKind): boolean => kinds.has(kind);

/** The clocks that run at these referrers from the request on; those that are over already are left out. */
export const clocksFromRequest = (referrals: readonly Referral[], context: DecisionContext): CaseClock[] =>
  referrals
    .flatMap((referral) => started(referral, "request", referral.requestedAt, context))
    .filter(({ dueAt }) => dueAt > context.at);

/** The clocks that begin at these referrers because the case ended without success, now or by a default on that day. */
export const clocksFromFailure = (
  referrals: readonly Referral[],
  context: DecisionContext,
  defaultedOn?: string,
): CaseClock[] => {
  const startedAt = defaultedOn === undefined ? context.at : startOfShanghaiDay(defaultedOn);
  return referrals.flatMap((referral) => started(referral, "failure", startedAt, context));
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
    .flatMap(({ channel }) => rulesFor(rules, channel).alsoShow.filter(({ what }) => kindOf(channel, what) === kind));
  if (running === undefined || rule?.extendableByDays === undefined) return undefined;
  const longer = { days: rule.days + rule.extendableByDays, unit: rule.unit };
  return { ...clockOf(kind, running.startedAt, longer, calendars), extensions: 1 };
}

/** The period of a rule for a referrer, with what its agency has extended it by. */
export function periodFor(
  { what, days, unit, extendableByDays = 0 }: ChannelRules["alsoShow"][number],
  { channel, extendedPeriods = [] }: Pick<Referral, "channel" | "extendedPeriods">,
): { days: number; unit: "calendar" | "working"; extensions?: number } {
  const isExtended = extendedPeriods.some((kind) => kind === kindOf(channel, what));
  return isExtended ? { days: days + extendableByDays, unit, extensions: 1 } : { days, unit };
}

/** A period that begins anew with each failure is not extended any more once a case is taken up again. */
export const lastingExtensions = ({ channel, extendedPeriods = [] }: Referral): { extendedPeriods?: OwnPeriod[] } => {
  const lasting = extendedPeriods.filter((kind) => kindsFromRequest(channel).includes(kind));
  return lasting.length === 0 ? {} : { extendedPeriods: lasting };
};

/** Of the clocks that run, those that these referrers have. */
export const clocksThatStay = (
  running: readonly CaseClock[],
  referrals: readonly Referral[],
  rules: RulePack,
): CaseClock[] => {
  const theirs = referrals.flatMap(({ channel }) =>
    rulesFor(rules, channel).alsoShow.map(({ what }) => kindOf(channel, what)),
  );
  return running.filter(({ kind }) => theirs.includes(kind));
};

function started(
  referral: Referral,
  startsFrom: "request" | "failure",
  startedAt: string,
  { rules, calendars }: DecisionContext,
): CaseClock[] {
  return rulesFor(rules, referral.channel).alsoShow.flatMap((rule) => {
    const own = ownPeriodsOf(referral.channel)[rule.what];
    if (own?.from !== startsFrom) return [];
    const { extensions, ...length } = periodFor(rule, referral);
    return [{ ...clockOf(own.kind, startedAt, length, calendars), ...given("extensions", extensions) }];
  });
}

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
  const unanswered = waiting.flatMap(({ channel }) => kindsFromRequest(channel));
  const isAnswered = ({ kind }: CaseClock): boolean =>
    everyPeriod.some((own) => own.kind === kind && own.from === "request") && !unanswered.includes(kind);
  return { ...state, senderClocks: state.senderClocks.filter((clock) => !isAnswered(clock)) };
}
