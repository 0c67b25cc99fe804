import { startOfShanghaiDay } from "./calendar.ts";
import type { CaseClock, ClockKind, Referral } from "./case.ts";
import { clockOf } from "./case-clocks.ts";
import type { DecisionContext } from "./step.ts";

// Periods that run at the referrer's own house (移送机关自身期限). The platform warns of them and does nothing else:
// nobody's mediation is late because of them, and no pause or transfer stops them.
const fromTheRequest = { petition_answered: "petition-answer" } as const;
const fromTheFailure = {
  court_dockets_after_failure: "court-docketing",
  police_case_after_failure_or_default: "police-case",
  joint_request_to_traffic_police_after_termination: "joint-request",
} as const;

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

function started(
  { channel }: Referral,
  kindOf: Readonly<Record<string, ClockKind>>,
  startedAt: string,
  { rules, calendars }: DecisionContext,
): CaseClock[] {
  return rules.channels[channel].alsoShow.flatMap((rule) => {
    const kind = kindOf[rule.what];
    return kind === undefined ? [] : [clockOf(kind, startedAt, rule, calendars)];
  });
}
