import type { StoredCase } from "../dynamo/case-items.ts";
import { caseIdsOf } from "../dynamo/case-lists.ts";
import { loadCases } from "../dynamo/case-store.ts";
import { organisationsOfCounty, type StoredOrganisation } from "../dynamo/directory-store.ts";
import type { Table } from "../dynamo/table.ts";

const atOnce = 16;

/** The organisations of a county, and every case that one of them has sent or holds, each once. Reads as many pages as there are. */
export async function casesOfCounty(
  table: Table,
  county: string,
): Promise<{ organisations: StoredOrganisation[]; cases: StoredCase[] }> {
  const organisations = await organisationsOfCounty(table, county);
  const caseIds = new Set<string>();
  for (let from = 0; from < organisations.length; from += atOnce) {
    const some = organisations.slice(from, from + atOnce);
    const lists = await Promise.all(some.map(({ organisationId }) => caseIdsOf(table, organisationId)));
    for (const caseId of lists.flat()) caseIds.add(caseId);
  }
  return { organisations, cases: [...(await loadCases(table, [...caseIds])).values()] };
}
