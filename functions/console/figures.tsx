import type { Hono } from "hono";
import { routes } from "../../shared/contracts/routes.ts";
import { listCountedQuery } from "../../shared/contracts/series-routes.ts";
import { toCsv, toXlsx } from "../../shared/runtime/spreadsheet.ts";
import { hasCounty, monthOf, ownCasesOf, periodOf, seriesOf, supervisionOf } from "./figure-data.ts";
import { type ChartTable, sheetOf } from "./figure-tables.ts";
import { organisationNames } from "./organisation-names.ts";
import { ownTables } from "./own-figures.ts";
import { CasesBehindPage } from "./pages/cases-behind.tsx";
import { ProblemPage } from "./pages/entry.tsx";
import { countyTables, FiguresPage } from "./pages/figures.tsx";
import { MonthlySheet } from "./pages/monthly.tsx";
import { OwnFiguresPage } from "./pages/own-figures.tsx";
import { ScreenPage, screenAddress } from "./pages/screen.tsx";
import { isOffered, say } from "./parts/shell.tsx";
import { screenOf } from "./screen-data.ts";
import type { Environment, Here } from "./visit.ts";

const csv = "text/csv";
const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** The pages of figures, their files, and the big screen. */
export function addFigures(app: Hono<Environment>): void {
  app.get("/console/figures", showFigures);
  app.get("/console/figures/cases", showCasesBehind);
  app.get("/console/figures/file", fetchFile);
  app.get("/console/figures/print", printMonth);
  app.get(screenAddress, showScreen);
}

async function showFigures(context: Here): Promise<Response> {
  const visit = context.get("visit");
  const period = periodOf(context);
  if (!hasCounty(visit)) {
    const cases = await ownCasesOf(visit, period);
    return context.html(<OwnFiguresPage visit={visit} period={period} cases={cases} />);
  }
  const [figures, supervised] = await Promise.all([
    seriesOf(visit, period),
    supervisionOf(visit, say(visit, "unnamed")),
  ]);
  return context.html(<FiguresPage visit={visit} period={period} {...figures} supervised={supervised} />);
}

/** The cases behind a number, which the address names by its months and by what narrows it. */
async function showCasesBehind(context: Here): Promise<Response> {
  const visit = context.get("visit");
  const { success, data: query } = listCountedQuery().omit({ county: true }).safeParse(context.req.query());
  if (!success) return nothingThere(context);
  const { body: listing } = await visit.client.listCountedCases({ query });
  return context.html(<CasesBehindPage visit={visit} query={query} listing={listing} />);
}

/** The table of a chart, or a return, as a file. */
async function fetchFile(context: Here): Promise<Response> {
  const visit = context.get("visit");
  const { chart = "", month = "" } = context.req.query();
  const format = context.req.query("format") === "csv" ? "csv" : "xlsx";
  const type = format === "csv" ? csv : xlsx;
  if (chart === "monthly" || chart === "cases") {
    if (!aMonth.test(month)) return nothingThere(context);
    const operation = chart === "monthly" ? "showMonthlyReturn" : "exportCases";
    const { bytes } = await visit.client.download(operation, type, { query: { month, format } });
    return fileOf(
      bytes,
      type,
      `${say(visit, { zh: chart === "monthly" ? "月报" : "案件", en: chart })}-${month}.${format}`,
    );
  }
  const table = (await tablesOf(context)).find(({ name }) => name === chart);
  if (table === undefined) return nothingThere(context);
  const sheet = sheetOf(table);
  const { from, to } = periodOf(context);
  return fileOf(format === "csv" ? toCsv(sheet) : await toXlsx(sheet), type, `${table.title}-${from}-${to}.${format}`);
}

/** The monthly return as a sheet to be printed, of the month that the address names. */
async function printMonth(context: Here): Promise<Response> {
  const visit = context.get("visit");
  const { month = "" } = context.req.query();
  if (!aMonth.test(month) || !isOffered(visit, routes.showMonthlyReturn.roles)) return nothingThere(context);
  const { body } = await visit.client.showMonthlyReturn({ query: { month } });
  const ids = body.byOrganisation.map(({ organisationId }) => organisationId);
  return context.html(<MonthlySheet visit={visit} filed={body} names={await organisationNames(visit, ids)} />);
}

const aMonth = /^\d{4}-(0[1-9]|1[0-2])$/;

async function tablesOf(context: Here): Promise<ChartTable[]> {
  const visit = context.get("visit");
  const period = periodOf(context);
  return hasCounty(visit)
    ? countyTables(await seriesOf(visit, period), visit, period)
    : ownTables(await ownCasesOf(visit, period), period, visit.language);
}

function nothingThere(context: Here): Response | Promise<Response> {
  const visit = context.get("visit");
  return context.html(
    <ProblemPage visit={visit} title={say(visit, "notFound")} text={say(visit, "notFoundText")} />,
    404,
  );
}

const fileOf = (bytes: Uint8Array, type: string, name: string): Response =>
  new Response(new Uint8Array(bytes), {
    headers: {
      "Content-Type": type === csv ? `${csv}; charset=utf-8` : type,
      "Content-Disposition": `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
    },
  });

/** The big screen, which comes again every minute without anybody near it; where it fails as well. */
async function showScreen(context: Here): Promise<Response> {
  const visit = context.get("visit");
  return context.html(<ScreenPage visit={visit} screen={await screenOf(visit, monthOf(visit))} />);
}
