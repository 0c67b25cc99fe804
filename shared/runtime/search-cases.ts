import { isOffice } from "../domain/rights.ts";
import { soughtNumber } from "../domain/sought-number.ts";
import { sourceNumberKey } from "../domain/source-number.ts";
import type { StoredCase } from "../dynamo/case-items.ts";
import { listedCase } from "../dynamo/case-lists.ts";
import { loadCases } from "../dynamo/case-store.ts";
import { organisationsOfCounty } from "../dynamo/directory-store.ts";
import { heldCaseIds } from "../dynamo/held-cases.ts";
import { casesOfNumber, numbersSentSince } from "../dynamo/names.ts";
import type { Table } from "../dynamo/table.ts";
import { type Caller, may, seatOf } from "./caller.ts";
import { seenBy } from "./case-for.ts";
import { withCounty } from "./county-of-case.ts";
import { type NamedCase, withHolders } from "./find-cases.ts";

const shownAtMost = 20;
const heldAtMost = 300;
const nobodys = "00000000-0000-0000-0000-000000000000";

/**
 * The cases, the latest twenty, that a number means: the whole of a referrer's number, its end with the year, or a court's type and
 * number of the running year (`day` is today). Of these the caller is told what it may read; a foreign case takes as many
 * calls to be passed over as none. A number is found by the keys under which it was sent, so nothing is stored for it.
 */
export async function searchByNumber(table: Table, caller: Caller, text: string, day: string): Promise<NamedCase[]> {
  const { organisationId, organisation } = caller;
  const { key, part } = soughtNumber(text, Number(day.slice(0, 4)));
  const neighbours = await organisationsOfCounty(table, organisation.facts.divisionCode);
  const agencies = [...new Set([organisationId, ...neighbours.map((one) => one.organisationId)])];
  // An office looks through what all of its county sent, a body through what it sent itself and what it holds.
  const senders = isOffice(seatOf(caller)) ? agencies : [organisationId];
  const [whole, sent, held] = await Promise.all([
    casesOfNumber(table, agencies, key),
    part === undefined ? [] : numbersSentSince(table, senders, `${part.year}-01-01`),
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
  return withHolders(table, await readable(table, caller, [...all.values()]));
}

async function readable(table: Table, caller: Caller, found: readonly StoredCase[]) {
  const placed = await Promise.all(found.map((one) => withCounty(table, one)));
  const known = placed.filter(({ state }) => may(caller, { act: "read-case", of: state }));
  const seen = await Promise.all(known.map((one) => seenBy(table, caller, one)));
  return seen
    .sort((one, other) => other.state.submittedAt.localeCompare(one.state.submittedAt))
    .slice(0, shownAtMost)
    .map((stored) => listedCase(stored, stored.state.submittedAt, caller.organisationId));
}
