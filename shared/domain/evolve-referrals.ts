import { type CaseState, isAmong, openReferrals, ownPeriod, type Referral } from "./case.ts";
import type { CaseEvent } from "./events.ts";
import { lastingExtensions } from "./sender-clocks.ts";
import { given } from "./step.ts";

// What events make of the referrals of a case.

type Referrals = CaseState["referrals"];
type Event<Type extends CaseEvent["type"]> = Extract<CaseEvent, { type: Type }>;

const each = ([first, ...others]: Referrals, change: (sent: Referral) => Referral): Referrals => [
  change(first),
  ...others.map(change),
];

/** The first referral decides the clocks of a case: never one that its agency has recalled while another has not. */
export function openFirst(referrals: readonly Referral[], { type }: CaseEvent, caseId: string): Referrals {
  const recalled = referrals.filter((sent) => sent.recalledAt !== undefined);
  const [first, ...others] = [...openReferrals({ referrals }), ...recalled];
  if (first === undefined) throw new Error(`history is damaged: ${type} leaves ${caseId} without a referral`);
  return [first, ...others];
}

/** Recalled by an agency: all its own, or the one of that number. */
export const recalled = (referrals: Referrals, { at, data }: Event<"referral.recalled">): Referrals =>
  each(referrals, (sent) =>
    sent.agencyId === data.agencyId && (data.sourceNumber ?? sent.sourceNumber) === sent.sourceNumber
      ? { recalledAt: at, ...sent }
      : sent,
  );

/** Back from a merge, unsigned, with what their agencies did there meanwhile. */
export const backFromMerge = (
  referrals: Referrals,
  { at, data: { recalled: gone = [], extended = [] } }: Event<"case.unmerged">,
): Referrals =>
  each(referrals, ({ acknowledgedAt: _, ...sent }) => ({
    ...given("recalledAt", isAmong(gone)(sent) ? at : undefined),
    ...sent,
    ...(isAmong(extended)(sent) ? { extendedPeriods: ["petition-answer"] } : {}),
  }));

/** With the period that their agency has extended at its own house. */
export function withLongerPeriod(
  referrals: Referrals,
  { by, data: { clock } }: Event<"own_period.extended">,
): Referrals {
  const more = ownPeriod.options.filter((kind) => kind === clock.kind);
  return each(referrals, (sent) =>
    sent.agencyId === by.organisationId && more.length > 0
      ? { ...sent, extendedPeriods: [...(sent.extendedPeriods ?? []), ...more] }
      : sent,
  );
}

/** Signed for by their agency. */
export const signedFor = (referrals: Referrals, { at, data }: Event<"result.acknowledged">): Referrals =>
  each(referrals, (sent) => (sent.agencyId === data.agencyId ? { ...sent, acknowledgedAt: at } : sent));

/** A case that is taken up anew will have a new result, to be signed for anew by all who have not recalled it. */
export function takenUp(referrals: Referrals): Referrals {
  const nobody = openReferrals({ referrals }).length === 0;
  return each(referrals, (sent) => {
    const { acknowledgedAt: _, recalledAt, extendedPeriods: __, ...referral } = sent;
    return { ...referral, ...lastingExtensions(sent), ...given("recalledAt", nobody ? undefined : recalledAt) };
  });
}
