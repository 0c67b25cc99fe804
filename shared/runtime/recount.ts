import type * as z from "zod";
import { holderOf, isOver } from "../domain/case-state.ts";
import { refusalDifferences, refusalsOf, refusedIn } from "../domain/refusal-tally.ts";
import { contributionOf, differencesBetween, recount, type recountReport } from "../domain/tally.ts";
import { loadHistory } from "../dynamo/case-store.ts";
import { loadOrganisation } from "../dynamo/directory-store.ts";
import type { Table } from "../dynamo/table.ts";
import { loadRefusals, loadTallies } from "../dynamo/tally-store.ts";
import { casesOfCounty } from "./county-cases.ts";
import { lawOfCase } from "./law-in-force.ts";

/** Counts a county's month anew from the cases, and says where the kept tallies differ. Changes nothing. */
export async function recountMonth(
  table: Table,
  county: string,
  month: string,
): Promise<z.infer<ReturnType<typeof recountReport>>> {
  const { organisations, cases } = await casesOfCounty(table, county);
  const known = new Map(organisations.map((one) => [one.organisationId, one]));
  const bodyOf = async (id: string | undefined) =>
    id === undefined ? undefined : (known.get(id) ?? (await loadOrganisation(table, id)));
  const contributions = await Promise.all(
    cases.map(async ({ state }) => {
      const host = isOver(state) ? await bodyOf(holderOf(state)) : undefined;
      return contributionOf(state, host?.facts, await lawOfCase(table, state.rulePack));
    }),
  );
  const recounted = recount(contributions).filter((one) => one.county === county && one.month === month);
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
