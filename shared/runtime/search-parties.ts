import { partsOf } from "../domain/case-file.ts";
import { type SoughtParty, soughtFields, termsSought } from "../domain/party-terms.ts";
import { erasureOf } from "../domain/phases/erasure.ts";
import { noteAccess } from "../dynamo/access-store.ts";
import type { StoredCase } from "../dynamo/case-items.ts";
import { loadCases } from "../dynamo/case-store.ts";
import { casesOfTerm, termsNow } from "../dynamo/party-term-store.ts";
import type { Table } from "../dynamo/table.ts";
import { accessBy } from "./access.ts";
import { type Caller, may, requireRight } from "./caller.ts";
import { type Listing, shownTo } from "./case-listing.ts";
import { readableOf } from "./find-cases.ts";
import type { Ports } from "./ports.ts";
import { goesOnIn } from "./survivor.ts";

const shownAtMost = 20;
/** Of a name that many have; behind these the caller is told to name more. */
const lookedAtAtMost = 500;
const nobodys = "00000000-0000-0000-0000-000000000000";

/**
 * The cases, the latest twenty, of whose parties one has that name, document and telephone, whichever are named. Told are those
 * whose parties the caller may read, and a case that was merged as the one in which it goes on. The search is recorded first,
 * with what was found; without the record there is no answer.
 */
export async function searchByParty(
  { table, partyHasher, now }: Pick<Ports, "table" | "partyHasher" | "now">,
  caller: Caller,
  party: SoughtParty,
): Promise<Pick<Listing, "cases" | "names"> & { incomplete?: true }> {
  requireRight(caller, { act: "seek-parties" });
  const hash = await partyHasher();
  const sought = termsSought(party).map((texts) => texts.map(hash));
  const lists = await Promise.all(sought.map((terms) => casesOfAny(table, terms)));
  const [first = [], ...others] = lists;
  const candidates = first.filter((caseId) => others.every((list) => list.includes(caseId)));
  const isIncomplete = lists.some((list) => list.length >= lookedAtAtMost);
  const told = await readable(table, caller, { candidates, sought });
  const latest = told.sort((one, other) => other.at.localeCompare(one.at)).slice(0, shownAtMost);
  const accessed = accessBy(caller, caller.organisationId, {
    ...{ at: now(), act: "parties-sought" },
    sought: soughtFields.filter((field) => party[field] !== undefined),
    caseIds: latest.map(({ stored }) => stored.state.caseId),
  });
  await noteAccess(table, accessed);
  return { ...(await shownTo(table, caller, latest, now())), ...(isIncomplete ? { incomplete: true } : {}) };
}

const casesOfAny = async (table: Table, terms: readonly string[]): Promise<string[]> => {
  const found = await Promise.all(terms.map((term) => casesOfTerm(table, term, lookedAtAtMost)));
  return [...new Set(found.flat())];
};

/** Of the candidates those whose parties still fit and may be read; nobody's case takes as long to be passed over. */
async function readable(
  table: Table,
  caller: Caller,
  { candidates, sought }: { candidates: readonly string[]; sought: readonly (readonly string[])[] },
) {
  const asked = candidates.length === 0 ? [nobodys] : candidates;
  const [loaded, terms] = await Promise.all([loadCases(table, asked), termsNow(table, asked)]);
  const fitting = [...loaded.values()].filter(({ state }) => {
    const has = terms.get(state.caseId) ?? [];
    return sought.every((alternatives) => alternatives.some((term) => has.includes(term)));
  });
  const going = await Promise.all(fitting.map((stored) => readableAs(table, caller, stored)));
  const told = going.filter((one) => one !== undefined);
  return readableOf(table, caller, [...new Map(told.map((one) => [one.state.caseId, one])).values()]);
}

/** The case as which the caller may read these parties: a merged one is read as a part of that in which it goes on. */
async function readableAs(table: Table, caller: Caller, stored: StoredCase): Promise<StoredCase | undefined> {
  const goesOn = await goesOnIn(table, stored);
  const { state } = goesOn;
  const part = partsOf(state).find(({ caseId }) => caseId === stored.state.caseId);
  // Once its erasure has begun nobody is found by what is still there.
  const reads =
    part !== undefined && erasureOf(state) === undefined && may(caller, { act: "read-part", of: state, part });
  return reads && may(caller, { act: "read-parties", of: state }) ? goesOn : undefined;
}
