import { seriesRoutes } from "../../shared/contracts/series-routes.ts";
import { given } from "../../shared/domain/given.ts";
import { seriesSheet } from "../../shared/domain/series-sheet.ts";
import { countyFor } from "../../shared/runtime/caller.ts";
import { countedCasesFor } from "../../shared/runtime/counted-cases.ts";
import { loadEarlierFigures, seriesOfCounty } from "../../shared/runtime/figure-series.ts";
import { fileOf } from "./file.ts";
import { operation } from "./platform.ts";

/** Figures over time, and those of the years before the platform. */
export const seriesOperations = {
  showSeries: operation(seriesRoutes.showSeries, async ({ table }, { query, caller }) => {
    const { from, to, by, format } = query;
    const county = countyFor(caller, "read-figures", query.county);
    const body = await seriesOfCounty(table, county, { from, to, by, towns: query.towns === "true" });
    if (format === "json") return { status: 200, body };
    return { status: 200, body, ...(await fileOf(seriesSheet(body), format, `series-${county}-${from}-${to}`)) };
  }),

  listCountedCases: operation(seriesRoutes.listCountedCases, async ({ table, now }, { query, caller }) => {
    const { agreed, category, source, town, county: _county, ...asked } = query;
    const county = countyFor(caller, "list-cases", query.county);
    const cell = {
      ...given("category", category),
      ...given("source", source),
      ...given("town", town),
      ...given("agreed", agreed === undefined ? undefined : agreed === "true"),
    };
    return { status: 200, body: await countedCasesFor(table, caller, { ...asked, county, cell }, now()) };
  }),

  putEarlierFigures: operation(
    seriesRoutes.putEarlierFigures,
    async ({ table, now }, { params, query, body, caller }) => {
      const county = countyFor(caller, "load-figures", query.county);
      const isDryRun = query.dryRun === "true";
      const asked = { county, month: params.month, beside: query.beside === "true", figures: body, isDryRun };
      const loading = await loadEarlierFigures(
        table,
        { caller, now: now() },
        { ...asked, ...given("revision", query.revision) },
      );
      return { status: loading.outcome === "loaded" && !isDryRun ? 201 : 200, body: loading };
    },
  ),
};
