import { noCounty } from "../domain/case.ts";
import { countyOf } from "../domain/scope.ts";
import type { StoredCase } from "../dynamo/case-items.ts";
import { loadCase } from "../dynamo/case-store.ts";
import { loadOrganisation, organisationsIn, type StoredOrganisation } from "../dynamo/directory-store.ts";
import type { Table } from "../dynamo/table.ts";

/** A case with its county: one of the time before, in which nothing told it, is of its referrer's. */
export async function loadCaseInCounty(table: Table, caseId: string): Promise<StoredCase | undefined> {
  const stored = await loadCase(table, caseId);
  return stored === undefined ? undefined : withCounty(table, stored);
}

export async function withCounty(table: Table, stored: StoredCase): Promise<StoredCase> {
  const { state } = stored;
  if (state.county !== noCounty) return stored;
  const referrer = await loadOrganisation(table, state.referrals[0].agencyId);
  return referrer === undefined
    ? stored
    : { ...stored, state: { ...state, county: countyOf(referrer.facts.divisionCode) } };
}

/**
 * The county of a new case: that of its place, else its referrer's. The place's must be one that somebody coordinates here:
 * a case that nobody could see would never be assigned.
 */
export async function countyOfNewCase(
  table: Table,
  { place, referrer }: { place: string | undefined; referrer: StoredOrganisation },
): Promise<string> {
  const own = countyOf(referrer.facts.divisionCode);
  if (place === undefined || countyOf(place) === own) return own;
  const coordinator = await coordinatorOf(table, countyOf(place));
  return coordinator === undefined ? own : countyOf(place);
}

/** Who coordinates a county: the first by id, where there are several. */
export async function coordinatorOf(table: Table, county: string): Promise<string | undefined> {
  return coordinatorAmong(await organisationsIn(table, [county]), county);
}

/** The same among organisations that have been read. */
export const coordinatorAmong = (organisations: readonly StoredOrganisation[], county: string): string | undefined =>
  organisations
    .filter(({ facts }) => facts.type === "coordinator" && countyOf(facts.divisionCode) === county)
    .map(({ organisationId }) => organisationId)
    .sort()[0];
