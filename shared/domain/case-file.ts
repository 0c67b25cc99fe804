import * as z from "zod";
import { isAtWork } from "./audience.ts";
import { sentAs } from "./case.ts";
import { type CaseState, openReferrals } from "./case-state.ts";
import { once } from "./once.ts";

/** Where a part of a file came from: the case that it belongs to, and the referrals that made that case. */
export const origin = once(() => z.strictObject({ caseId: z.uuid(), referrals: z.array(sentAs()) }));
export type Origin = z.infer<ReturnType<typeof origin>>;

/**
 * The parts of the file of a case: its own, then that of each case that was merged into it. Each part stays stored with the
 * case that it belongs to, so that an unmerge parts them again.
 */
export const partsOf = ({ caseId, referrals }: Pick<CaseState, "caseId" | "referrals">): Origin[] => {
  const joined = referrals.flatMap(({ joinedFrom }) => joinedFrom ?? []);
  return [...new Set([caseId, ...joined])].map((part) => ({
    caseId: part,
    referrals: referrals
      .filter(({ joinedFrom = caseId }) => joinedFrom === part)
      .map(({ agencyId, sourceNumber }) => ({ agencyId, sourceNumber })),
  }));
};

/**
 * Whether one that may read the file may read that part: who only sent the case reads what it sent itself, and what the
 * surviving case holds; who works on it, or was drawn in, reads all.
 */
export const mayReadPart = (
  state: CaseState,
  part: Origin,
  { organisationId, role }: { organisationId: string; role: string },
): boolean =>
  part.caseId === state.caseId ||
  role === "coordinator" ||
  isAtWork(state, organisationId) ||
  (openReferrals(state).some(({ agencyId }) => agencyId === organisationId) &&
    part.referrals.some(({ agencyId }) => agencyId === organisationId));
