import {
  type CaseState,
  isAmong,
  type OwnPeriod,
  openReferrals,
  ownPeriod,
  type Referral,
  type SentAs,
} from "./case.ts";
import { given } from "./given.ts";
import { lastingExtensions } from "./sender-clocks.ts";
import { isSameNumber } from "./source-number.ts";

// What events make of the referrals of a case.

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

/** Sent anew under its number, as another case. */
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
    ...sent,
    ...(isAmong(extended)(sent) ? { extendedPeriods: ["petition-answer"] } : {}),
  }));

/** With the period that their agency has extended at its own house. */
export function withLongerPeriod(referrals: Referrals, agencyId: string, kind: string): Referrals {
  const more: OwnPeriod[] = ownPeriod().options.filter((own) => own === kind);
  return each(referrals, (sent) =>
    sent.agencyId === agencyId && more.length > 0
      ? { ...sent, extendedPeriods: [...(sent.extendedPeriods ?? []), ...more] }
      : sent,
  );
}

/** Acknowledged by their agency. */
export const acknowledged = (referrals: Referrals, at: string, agencyId: string): Referrals =>
  each(referrals, (sent) => (sent.agencyId === agencyId ? { ...sent, acknowledgedAt: at } : sent));

/**
 * A case that is taken up anew will have a new result, which all who have not recalled it must acknowledge anew. What was sent
 * again under its number goes on in another case, and so counts as recalled in this one.
 */
export function takenUp(referrals: Referrals, at: string): Referrals {
  const nobody = openReferrals({ referrals }).every(({ resentAs }) => resentAs !== undefined);
  return each(referrals, (sent) => {
    const { acknowledgedAt: _, recalledAt, extendedPeriods: __, ...referral } = sent;
    const gone = sent.resentAs === undefined ? (nobody ? undefined : recalledAt) : (recalledAt ?? at);
    return { ...referral, ...lastingExtensions(sent), ...given("recalledAt", gone) };
  });
}
