import type { OrganisationFacts } from "../contracts/directory.ts";
import { type BrandList, brandListOf, type Studio } from "../domain/brands.ts";
import { given } from "../domain/given.ts";
import { type MonthlyReturn, monthlyReturnOf } from "../domain/monthly-return.ts";
import { isPoliceType } from "../domain/organisation-types.ts";
import { type PeriodReport, periodReportOf } from "../domain/period-figures.ts";
import type { Table } from "../dynamo/table.ts";
import { loadRefusals, loadTallies } from "../dynamo/tally-store.ts";
import { casesOfCounty } from "./county-cases.ts";

/** The monthly return of a county, by what was counted. */
export async function returnOfMonth(table: Table, county: string, month: string): Promise<MonthlyReturn> {
  const [tallies, refusals] = await Promise.all([
    loadTallies(table, county, month),
    loadRefusals(table, county, month),
  ]);
  return monthlyReturnOf(month, county, { tallies, refusals });
}

/** What a county had and did in a period, from its cases as they stand. */
export async function figuresOfPeriod(table: Table, county: string, period: string): Promise<PeriodReport> {
  const { organisations, cases } = await casesOfCounty(table, county);
  const police = organisations.filter(({ facts }) => isPoliceType(facts.type));
  const stations = new Set(police.map(({ organisationId }) => organisationId));
  return periodReportOf(period, county, { cases: cases.map(({ state }) => state), stations });
}

/** The studios of a county with what they did in a period. */
export async function brandsOfPeriod(table: Table, county: string, period: string): Promise<BrandList> {
  const { organisations, cases } = await casesOfCounty(table, county);
  const studios = organisations
    .filter(({ facts }) => facts.kind === "studio")
    .map(({ organisationId, facts }) => studioOf(organisationId, facts));
  return brandListOf(county, period, { studios, cases: cases.map(({ state }) => state) });
}

function studioOf(organisationId: string, facts: OrganisationFacts): Studio {
  const { kind, name, divisionCode, categories, brandGrade, parentId, regionBrand, demonstrationSite } = facts;
  return {
    organisationId,
    kind,
    name,
    divisionCode,
    categories,
    ...given("brandGrade", brandGrade),
    ...given("parentId", parentId),
    ...given("regionBrand", regionBrand),
    ...given("demonstrationSite", demonstrationSite),
  };
}
