import { parseCaseNumber } from "../domain/case-number.ts";
import { isOffice } from "../domain/rights.ts";
import { sourceNumberKey } from "../domain/source-number.ts";
import type { StoredCase } from "../dynamo/case-items.ts";
import { caseIdsOf } from "../dynamo/case-lists.ts";
import { loadCases } from "../dynamo/case-store.ts";
import { organisationsOfCounty } from "../dynamo/directory-store.ts";
import { casesOfNumber } from "../dynamo/names.ts";
import type { Table } from "../dynamo/table.ts";
import { type Caller, may, ownCounty, seatOf } from "./caller.ts";
import { seenBy } from "./case-for.ts";
import { type Listing, type SeenRow, shownTo } from "./case-listing.ts";
import { withCounty } from "./county-of-case.ts";

const shownAtMost = 10;
const lookedAtAtMost = 300;
const nobodys = "00000000-0000-0000-0000-000000000000";
const beginningOfId = /^[0-9a-f]{4}[0-9a-f-]{0,32}$/i;

/**
 * The cases, ten at most, that a caller can mean by a source number or by the beginning of an id. Only its own cases, those
 * sent by the agencies of its county and those that it holds are looked at, and of these only what it may read is told: the
 * answer is the same whether a foreign case exists or not.
 */
export async function findCases(
  table: Table,
  caller: Caller,
  name: string,
  now: string,
): Promise<Pick<Listing, "cases" | "names">> {
  const { organisationId, organisation } = caller;
  const key = sourceNumberKey(name);
  const [mine, neighbours] = await Promise.all([
    // An office means any case of its county that is open.
    caseIdsOf(table, organisationId, isOffice(seatOf(caller)) ? ownCounty(caller) : undefined),
    organisationsOfCounty(table, organisation.facts.divisionCode),
  ]);
  const agencies = [organisationId, ...neighbours.map((one) => one.organisationId)];
  // An earlier release may have stored the number as it was typed.
  const spellings = [...new Set([key, parseCaseNumber(name)?.text ?? name.trim()])];
  const byNumber = (await Promise.all(spellings.map((one) => casesOfNumber(table, agencies, one)))).flat();
  const byId = beginningOfId.test(name) ? mine.filter((caseId) => caseId.startsWith(name.toLowerCase())) : [];
  const readable = async (ids: readonly string[]): Promise<SeenRow[]> =>
    readableOf(table, caller, [...(await loadCases(table, ids)).values()]);
  // Where nothing is found, nobody's case is read in its place: another's takes as long to be passed over as none.
  const found = [...byNumber, ...byId];
  const exact = await readable(found.length === 0 ? [nobodys] : found);
  // A number that is cut short, or of another county's agency, is found among what the caller holds or sent of late.
  const meant =
    exact.length > 0
      ? exact
      : (await readable(mine.slice(0, lookedAtAtMost))).filter(({ stored: { state } }) =>
          state.referrals.some(({ sourceNumber }) => sourceNumberKey(sourceNumber).startsWith(key)),
        );
  return shownTo(table, caller, meant.slice(0, shownAtMost), now);
}

/** Of those cases the ones that the caller may read, as it sees them. */
export async function readableOf(table: Table, caller: Caller, found: readonly StoredCase[]): Promise<SeenRow[]> {
  const placed = await Promise.all(found.map((one) => withCounty(table, one)));
  const known = placed.filter(({ state }) => may(caller, { act: "read-case", of: state }));
  return Promise.all(
    known.map(async (stands) => {
      const stored = await seenBy(table, caller, stands);
      return { stored, stands, at: stored.state.submittedAt };
    }),
  );
}
