import { type ExcludedDays, isAmong, type Referral, type SentAs } from "./case.ts";
import { type CaseState, openReferrals } from "./case-state.ts";
import { isOwnPeriod } from "./channels.ts";
import { given } from "./given.ts";
import { extendedFromRequest, knowsInsistence, lastingExtensions } from "./sender-clocks.ts";
import { isSameNumber } from "./source-number.ts";

// The changes that events make to the referrals of a case.

type Referrals = CaseState["referrals"];

const each = ([first, ...others]: Referrals, change: (sent: Referral) => Referral): Referrals => [
  change(first),
  ...others.map(change),
];

/** The first referral decides the clocks of a case: never one that its agency has recalled while another has not. */
export function openFirst(referrals: readonly Referral[], caseId: string): Referrals {
  const recalled = referrals.filter((sent) => sent.recalledAt !== undefined);
  const [first, ...others] = [...openReferrals({ referrals }), ...recalled];
  if (first === undefined) throw new Error(`history is damaged: ${caseId} is left without a referral`);
  return [first, ...others];
}

/** Recalled by an agency: all its own, or the one of that number. */
export const recalled = (
  referrals: Referrals,
  at: string,
  by: { agencyId: string; sourceNumber?: string },
): Referrals =>
  each(referrals, (sent) =>
    sent.agencyId === by.agencyId && (by.sourceNumber === undefined || isSameNumber(by.sourceNumber, sent.sourceNumber))
      ? { recalledAt: at, ...sent }
      : sent,
  );

/** Withdrawn by an agency after an agreement: all its own, or the one of that number. */
export const withdrawn = (
  referrals: Referrals,
  at: string,
  by: { agencyId: string; sourceNumber?: string },
): Referrals =>
  each(referrals, (sent) =>
    sent.agencyId === by.agencyId && (by.sourceNumber ?? sent.sourceNumber) === sent.sourceNumber
      ? { withdrawnAt: at, ...sent }
      : sent,
  );

/** Sent again under its number, as another case. */
export const sentAgain = (referrals: Referrals, by: SentAs, resentAs: string): Referrals =>
  each(referrals, (sent) => (isAmong([by])(sent) ? { ...sent, resentAs } : sent));

/** Back from a merge, unacknowledged, with what their agencies did there meanwhile. */
export const backFromMerge = (
  referrals: Referrals,
  at: string,
  { recalled: gone = [], extended = [] }: { recalled?: readonly SentAs[]; extended?: readonly SentAs[] },
): Referrals =>
  each(referrals, ({ acknowledgedAt: _, ...sent }) => ({
    ...given("recalledAt", isAmong(gone)(sent) ? at : undefined),
    ...(isAmong(extended)(sent) ? extendedFromRequest(sent) : sent),
  }));

/** With the period that their agency has extended at its own house. */
export function withLongerPeriod(referrals: Referrals, agencyId: string, kind: string): Referrals {
  return each(referrals, (sent) =>
    sent.agencyId === agencyId && isOwnPeriod(kind)
      ? { ...sent, extendedPeriods: [...(sent.extendedPeriods ?? []), kind] }
      : sent,
  );
}

/** Without the days that do not count in a period of their agency's own house. */
export const withoutDays = (referrals: Referrals, agencyId: string, days: ExcludedDays): Referrals =>
  each(referrals, (sent) =>
    sent.agencyId === agencyId ? { ...sent, excludedDays: [...(sent.excludedDays ?? []), days] } : sent,
  );

/** With the day since which a party insists on suing, where that begins a period of the referrer's. */
export const insisted = (referrals: Referrals, insistedOn: string): Referrals =>
  each(referrals, (sent) => (knowsInsistence(sent.channel) ? { insistedOn, ...sent } : sent));

/** The agreement acknowledged by their agency, while the case goes on. */
export const agreementAcknowledged = (referrals: Referrals, at: string, agencyId: string): Referrals =>
  each(referrals, (sent) => (sent.agencyId === agencyId ? { ...sent, agreementAcknowledgedAt: at } : sent));

/** With an agreement that nobody has acknowledged yet. */
export const withNewAgreement = (referrals: Referrals): Referrals =>
  each(referrals, ({ agreementAcknowledgedAt: _, ...sent }) => sent);

/** Acknowledged by their agency. */
export const acknowledged = (referrals: Referrals, at: string, agencyId: string): Referrals =>
  each(referrals, (sent) => (sent.agencyId === agencyId ? { ...sent, acknowledgedAt: at } : sent));

/**
 * A case that is taken up again will have a new result, which all who have not recalled it must acknowledge again. A referral that was sent
 * again under its number goes on in another case, and so counts as recalled in this one.
 */
export function takenUp(referrals: Referrals, at: string): Referrals {
  const nobody = openReferrals({ referrals }).every(({ resentAs }) => resentAs !== undefined);
  return each(referrals, (sent) => {
    const {
      acknowledgedAt: _acknowledged,
      agreementAcknowledgedAt: _agreement,
      insistedOn: _insisted,
      extendedPeriods: _extended,
      excludedDays: _excluded,
      recalledAt,
      ...referral
    } = sent;
    const gone = sent.resentAs === undefined ? (nobody ? undefined : recalledAt) : (recalledAt ?? at);
    return { ...referral, ...lastingExtensions(sent), ...given("recalledAt", gone) };
  });
}
