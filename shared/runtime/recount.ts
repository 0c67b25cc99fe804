import type * as z from "zod";
import { refusalDifferences, refusalsOf, refusedIn } from "../domain/refusal-tally.ts";
import { contributionsOf, differencesBetween, hostsOf, recount, type recountReport } from "../domain/tally.ts";
import { loadHistory } from "../dynamo/case-store.ts";
import { loadOrganisation } from "../dynamo/directory-store.ts";
import type { Table } from "../dynamo/table.ts";
import { loadRefusals, loadTallies } from "../dynamo/tally-store.ts";
import { casesOfCounty } from "./county-cases.ts";
import { lawOfCase } from "./law-in-force.ts";

/** Counts a county's month again from the cases, and says where the kept tallies differ. Changes nothing. */
export async function recountMonth(
  table: Table,
  county: string,
  month: string,
): Promise<z.infer<ReturnType<typeof recountReport>>> {
  const { organisations, cases } = await casesOfCounty(table, county);
  const known = new Map(organisations.map((one) => [one.organisationId, one]));
  const foreign = new Set(cases.flatMap(({ state }) => hostsOf(state)).filter((id) => !known.has(id)));
  for (const body of await Promise.all([...foreign].map((id) => loadOrganisation(table, id)))) {
    if (body !== undefined) known.set(body.organisationId, body);
  }
  const contributions = await Promise.all(
    cases.map(async ({ state }) =>
      contributionsOf(state, (id) => known.get(id)?.facts, await lawOfCase(table, state.rulePack)),
    ),
  );
  const recounted = recount(contributions.flat()).filter((one) => one.county === county && one.month === month);
  const histories = await Promise.all(
    cases.filter(({ state }) => state.refusedBy.length > 0).map(({ state }) => loadHistory(table, state.caseId)),
  );
  const refused = histories
    .flatMap((history) => refusedIn(history))
    .filter((one) => one.month === month && known.has(one.organisationId));
  const [tallies, refusals] = await Promise.all([
    loadTallies(table, county, month),
    loadRefusals(table, county, month),
  ]);
  return {
    county,
    month,
    cases: cases.length,
    differences: differencesBetween(tallies, recounted),
    refusals: refusalDifferences(refusals, refusalsOf(refused)),
  };
}
