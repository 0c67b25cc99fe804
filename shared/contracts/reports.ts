import * as z from "zod";
import { brandList } from "../domain/brands.ts";
import { countyCode } from "../domain/division.ts";
import { monthlyReturn } from "../domain/monthly-return.ts";
import { once } from "../domain/once.ts";
import { period, periodReport } from "../domain/period-figures.ts";
import { recountReport } from "../domain/tally.ts";
import { type Route, route } from "./route.ts";

const month = () =>
  z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/, { error: "month" })
    .describe(
      "YYYY-MM, in Asia/Shanghai; a case counts in the month in which it ended, its agreement in the month in which it took effect",
    );
const county = () => countyCode().exactOptional().describe("Division code of the county; the caller's own when absent");

const monthlyReturnQuery = once(() =>
  z.strictObject({
    month: month(),
    county: county(),
    format: z.enum(["json", "csv", "xlsx"]).default("json"),
  }),
);
const caseExportQuery = once(() =>
  z.strictObject({
    month: month(),
    county: county(),
    format: z.enum(["csv", "xlsx"]).default("csv"),
    reason: z
      .string()
      .trim()
      .min(2)
      .max(200)
      .exactOptional()
      .describe("Why the parties must be named; recorded with each case. Without it their names are masked"),
  }),
);

const periodQuery = once(() =>
  z.strictObject({ period: period().describe("2026, 2026-Q1 or 2026-03, in Asia/Shanghai"), county: county() }),
);
const recountQuery = once(() => z.strictObject({ month: month(), county: county() }));

const csv = "text/csv";
const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** The reports, apart from the other routes so that the function that serves them need not know those. */
export const reportRoutes = {
  showMonthlyReturn: route({
    method: "GET",
    path: "/v1/reports/monthly",
    tag: "reports",
    roles: ["coordinator", "auditor"],
    query: monthlyReturnQuery,
    responses: { 200: monthlyReturn },
    problems: ["not-found"],
    headers: ["Content-Disposition"],
    files: [csv, xlsx],
  }),
  showFigures: route({
    method: "GET",
    path: "/v1/reports/figures",
    tag: "reports",
    roles: ["coordinator", "auditor"],
    query: periodQuery,
    responses: { 200: periodReport },
    problems: ["not-found"],
  }),
  listBrands: route({
    method: "GET",
    path: "/v1/reports/brands",
    tag: "reports",
    roles: ["coordinator", "auditor"],
    query: periodQuery,
    responses: { 200: brandList },
    problems: ["not-found"],
  }),
  recountTallies: route({
    method: "GET",
    path: "/v1/reports/recount",
    tag: "reports",
    roles: ["coordinator", "auditor"],
    query: recountQuery,
    responses: { 200: recountReport },
    problems: ["not-found"],
  }),
  exportCases: route({
    method: "GET",
    path: "/v1/reports/cases",
    tag: "reports",
    roles: ["coordinator", "auditor"],
    query: caseExportQuery,
    responses: { 200: undefined },
    problems: ["not-found"],
    headers: ["Content-Disposition"],
    files: [csv, xlsx],
  }),
} satisfies Record<string, Route>;
