import { type CaseState, holderOf } from "./case.ts";

/** Who learns of an event: every referrer, and the holder before and after it. */
export function audienceOf(before: CaseState | undefined, after: CaseState): string[] {
  const holders = [before === undefined ? undefined : holderOf(before), holderOf(after)];
  const bodies = [...after.referrals.map((sent) => sent.agencyId), ...holders];
  return [...new Set(bodies.filter((organisation) => organisation !== undefined))];
}

/** Whether the organisation is, or was, a body of the case and so may read it. To all others the case does not exist. */
export const isBodyOf = (state: CaseState, organisationId: string): boolean =>
  audienceOf(undefined, state).includes(organisationId) || state.refusedBy.includes(organisationId);
