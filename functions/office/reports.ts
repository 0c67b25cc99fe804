import { reportRoutes } from "../../shared/contracts/reports.ts";
import { monthlySheet } from "../../shared/domain/monthly-return.ts";
import { countyFor, ownCounty } from "../../shared/runtime/caller.ts";
import { brandsOfPeriod, figuresOfPeriod, returnOfMonth } from "../../shared/runtime/county-figures.ts";
import { exportCases } from "../../shared/runtime/export-cases.ts";
import { recountMonth } from "../../shared/runtime/recount.ts";
import { fileOf } from "./file.ts";
import { operation } from "./platform.ts";

/** The monthly return and the case export, as JSON or as files for a desk's spreadsheet program. */
export const reportOperations = {
  showMonthlyReturn: operation(reportRoutes.showMonthlyReturn, async ({ table }, { query, caller }) => {
    const county = countyFor(caller, "read-figures", query.county);
    const body = await returnOfMonth(table, county, query.month);
    if (query.format === "json") return { status: 200, body };
    return { status: 200, body, ...(await fileOf(monthlySheet(body), query.format, `${county}-${query.month}`)) };
  }),

  showFigures: operation(reportRoutes.showFigures, async ({ table }, { query, caller }) => {
    const county = countyFor(caller, "read-figures", query.county);
    return { status: 200, body: await figuresOfPeriod(table, county, query.period) };
  }),

  listBrands: operation(reportRoutes.listBrands, async ({ table }, { query, caller }) => {
    const county = countyFor(caller, "read-figures", query.county);
    return { status: 200, body: await brandsOfPeriod(table, county, query.period) };
  }),

  recountTallies: operation(reportRoutes.recountTallies, async ({ table }, { query, caller }) => {
    const county = countyFor(caller, "read-figures", query.county);
    return { status: 200, body: await recountMonth(table, county, query.month) };
  }),

  exportCases: operation(reportRoutes.exportCases, async (platform, { query, caller }) => {
    const { month, format, reason } = query;
    const county = query.county ?? ownCounty(caller);
    const sheet = await exportCases(platform, caller, { county, month, reason });
    return { status: 200, body: undefined, ...(await fileOf(sheet, format, `cases-${county}-${month}`)) };
  }),
};
