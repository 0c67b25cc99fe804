import { monthsLater } from "../domain/calendar.ts";
import type { CaseState } from "../domain/case-state.ts";
import type { PartyMatch } from "../domain/party-match.ts";
import { mayBeSentAgain } from "../domain/phases/recall.ts";
import { standingOf } from "../domain/rights.ts";
import { formerSpellings, sourceNumberKey } from "../domain/source-number.ts";
import { fingerprint } from "../dynamo/case-items.ts";
import { loadCases, loadSendings, spellingStored } from "../dynamo/case-store.ts";
import { casesOfPair, formerCasesOfPair, type Met } from "../dynamo/party-match-store.ts";
import type { Table } from "../dynamo/table.ts";
import { type Caller, seatOf } from "./caller.ts";
import { withCounty } from "./county-of-case.ts";
import { survivorOf } from "./survivor.ts";

/**
 * What sending a number would do that the caller has sent before: `same` repeats the case, `conflicting` is refused, and
 * `sends-again` makes a new case, as the earlier one was recalled or not accepted.
 */
export type EarlierSending = { caseId: string; outcome: "same" | "conflicting" | "sends-again" };

/** The caller's own earlier sending of a number; `content` is the whole referral where it is complete. Undefined when there is none. */
export async function earlierSendingOf(
  table: Table,
  { organisationId: agencyId }: Caller,
  { sourceNumber, content }: { sourceNumber: string; content: object | undefined },
): Promise<EarlierSending | undefined> {
  const former = await spellingStored(table, agencyId, formerSpellings(sourceNumber));
  const numberKey = former ?? sourceNumberKey(sourceNumber);
  const { standing, earlier } = await loadSendings(table, { agencyId, numberKey });
  if (standing === undefined) return undefined;
  const sent = content && fingerprint({ ...content, sourceNumber: numberKey });
  const alike = [standing, ...earlier].find((sending) => sending.fingerprint === sent);
  if (alike !== undefined) return { caseId: alike.caseId, outcome: "same" };
  const before = await survivorOf(table, standing.caseId);
  const isOpen = before !== undefined && mayBeSentAgain(before.state, { agencyId, sourceNumber });
  return { caseId: before?.state.caseId ?? standing.caseId, outcome: isOpen ? "sends-again" : "conflicting" };
}

/** A case in which the same parties dispute such a matter already. */
export type Alike = { caseId: string; sourceNumber: string; submittedAt: string };

const shownAtMost = 5;
/** More than a caller's own can be among the meetings of a pair: others' are read and passed over. */
const metAtMost = 20;
const nobodys = "00000000-0000-0000-0000-000000000000";

/**
 * The cases, among those in which the caller has a part, in which these parties disputed such a matter in the months before,
 * the latest first. Another's takes as many calls to be passed over as none.
 */
export async function alikeCases(
  table: Table,
  caller: Caller,
  { pairs, formerPairs = [] }: PartyMatch,
  { at, months }: { at: string; months: number },
): Promise<Alike[]> {
  if (pairs.length === 0) return [];
  const window = { since: monthsLater(at, -months), limit: metAtMost };
  const met: Met[][] = await Promise.all([
    ...pairs.map((pair) => casesOfPair(table, pair, window)),
    ...[...pairs, ...formerPairs].map((pair) => formerCasesOfPair(table, pair, window)),
  ]);
  const ids = [...new Set(met.flat().map(({ caseId }) => caseId))];
  const read = await loadCases(table, ids.length === 0 ? [nobodys] : ids);
  const known = await Promise.all([...read.values()].map((one) => withCounty(table, one)));
  return known
    .filter(({ state }) => standingOf(seatOf(caller), state) === "present" && !isTakenBack(state))
    .map(({ state }) => alikeOf(state, caller.organisationId))
    .sort((one, other) => other.submittedAt.localeCompare(one.submittedAt))
    .slice(0, shownAtMost);
}

/** A case that was recalled or not accepted may be sent again. */
const isTakenBack = (state: CaseState): boolean => state.referrals.every((sent) => mayBeSentAgain(state, sent));

function alikeOf({ caseId, referrals, submittedAt }: CaseState, reader: string): Alike {
  const own = referrals.find(({ agencyId }) => agencyId === reader) ?? referrals[0];
  return { caseId, sourceNumber: own.sourceNumber, submittedAt };
}
