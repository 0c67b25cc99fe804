import { shanghaiDate } from "../domain/calendar.ts";
import { isOffice } from "../domain/rights.ts";
import { soughtNumber } from "../domain/sought-number.ts";
import { sourceNumberKey } from "../domain/source-number.ts";
import { loadCases } from "../dynamo/case-store.ts";
import { organisationsOfCounty } from "../dynamo/directory-store.ts";
import { heldCaseIds } from "../dynamo/held-cases.ts";
import { casesOfNumber, numbersSentSince } from "../dynamo/names.ts";
import type { Table } from "../dynamo/table.ts";
import { type Caller, seatOf } from "./caller.ts";
import { type Listing, shownTo } from "./case-listing.ts";
import { readableOf } from "./find-cases.ts";

const shownAtMost = 20;
const heldAtMost = 300;
const nobodys = "00000000-0000-0000-0000-000000000000";

/**
 * The cases, the latest twenty, that a number means: the whole of a referrer's number, its end with the year, or a court's type and
 * number of the running year (`now` says which). Of these the caller is told what it may read; a foreign case takes as many
 * calls to be passed over as none. A number is found by the keys under which it was sent, so nothing is stored for it.
 */
export async function searchByNumber(
  table: Table,
  caller: Caller,
  text: string,
  now: string,
): Promise<Pick<Listing, "cases" | "names">> {
  const { organisationId, organisation } = caller;
  const { key, part } = soughtNumber(text, Number(shanghaiDate(now).slice(0, 4)));
  const neighbours = await organisationsOfCounty(table, organisation.facts.divisionCode);
  const agencies = [...new Set([organisationId, ...neighbours.map((one) => one.organisationId)])];
  // An office looks through what all of its county sent, a body through what it sent itself and what it holds.
  const referrers = isOffice(seatOf(caller)) ? agencies : [organisationId];
  const [whole, sent, held] = await Promise.all([
    casesOfNumber(table, agencies, key),
    part === undefined ? [] : numbersSentSince(table, referrers, `${part.year}-01-01`),
    part === undefined ? [] : heldCaseIds(table, organisationId),
  ]);
  const ofPart = sent.filter(({ number }) => part?.fits(sourceNumberKey(number))).map(({ caseId }) => caseId);
  const found = [...new Set([...whole, ...ofPart])];
  const [named, holding] = await Promise.all([
    loadCases(table, found.length === 0 ? [nobodys] : found),
    loadCases(table, held.slice(0, heldAtMost)),
  ]);
  const meant = [...holding.values()].filter(({ state }) =>
    state.referrals.some(({ sourceNumber }) => part?.fits(sourceNumberKey(sourceNumber))),
  );
  const all = new Map([...named.values(), ...meant].map((one) => [one.state.caseId, one]));
  const rows = (await readableOf(table, caller, [...all.values()])).sort((one, other) =>
    other.at.localeCompare(one.at),
  );
  return shownTo(table, caller, rows.slice(0, shownAtMost), now);
}
