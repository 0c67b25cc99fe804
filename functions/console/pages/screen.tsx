import { raw } from "hono/html";
import type { Child, FC } from "hono/jsx";
import { fewest, hushed, hushedTable, pooled } from "../few.ts";
import { type ChartTable, sourcesTable, townsTable } from "../figure-tables.ts";
import { figureTexts } from "../figure-texts.ts";
import { Columns } from "../parts/chart.tsx";
import { HeatTable } from "../parts/heat-table.tsx";
import { mark, say } from "../parts/shell.tsx";
import type { Screen } from "../screen-data.ts";
import type { Visit } from "../visit.ts";

export const screenAddress = "/console/screen";
export const refreshSeconds = 60;
const townsAtMost = 14;
const categoriesAtMost = 9;

const blankOrHushed = (value: number): string => (value === 0 ? "" : hushed(value));

/** A page for a screen on a wall, made again every minute without anybody near it. */
const Wall: FC<{ visit: Visit; children?: Child }> = ({ visit, children }) => (
  <>
    {raw("<!doctype html>")}
    <html lang={visit.language === "zh" ? "zh-CN" : "en"} class="screen">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="refresh" content={String(refreshSeconds)} />
        <meta name="renderer" content="webkit" />
        <title>{`${say(visit, figureTexts.screenTitle)} · ${say(visit, "product")}`}</title>
        <link rel="icon" href={mark} />
        <link rel="stylesheet" href={visit.link(visit.assets.style.path)} />
      </head>
      <body>
        <main>{children}</main>
      </body>
    </html>
  </>
);

/** The big screen: six numbers, a year of cases by source, and towns by category. */
export const ScreenPage: FC<{ visit: Visit; screen: Screen }> = ({ visit, screen }) => {
  const { language, session } = visit;
  const { open, overdue, isPart, endedThisMonth, ended, change, agreed, amountFen, series } = screen;
  const bySource = sourcesTable(series, language);
  const sources = pooled(bySource, bySource.columns.length - 2, say(visit, figureTexts.fewEach));
  const more = isPart ? "+" : "";
  const enough = ended >= fewest;
  const tiles: [string, string, string?][] = [
    [say(visit, figureTexts.open), hushed(open) + more],
    [say(visit, figureTexts.overdue), hushed(overdue) + more, overdue > 0 ? "late" : "good"],
    [say(visit, figureTexts.endedThisMonth), hushed(endedThisMonth)],
    [say(visit, figureTexts.endedTwelve), hushed(ended)],
    [say(visit, figureTexts.agreedTwelve), agreed === "" || !enough ? "–" : `${agreed}%`],
    [say(visit, figureTexts.amountTwelve), enough ? (amountFen / 1_000_000).toFixed(1) : "–"],
  ];
  return (
    <Wall visit={visit}>
      <header>
        <h1>
          {session?.seat?.organisationName} <span>{say(visit, figureTexts.screenTitle)}</span>
        </h1>
        <p>
          {`${say(visit, figureTexts.updated)} ${timeOf(visit.now)}`}{" "}
          <a href={visit.link("/console/figures")}>{say(visit, figureTexts.back)}</a>
        </p>
      </header>
      <dl class="tiles">
        {tiles.map(([name, value, look]) => (
          <div>
            <dt>{name}</dt>
            <dd class={look}>
              {value}
              {name === say(visit, figureTexts.endedTwelve) && change !== "" && enough && (
                <small>{` ${say(visit, figureTexts.againstBefore)} ${change >= 0 ? "+" : "−"}${Math.abs(change)}%`}</small>
              )}
            </dd>
          </div>
        ))}
      </dl>
      <div class="walls">
        <section>
          <h2>{say(visit, figureTexts.twelveMonths)}</h2>
          <Columns
            visit={visit}
            id="wall-sources"
            dark
            table={sources}
            parts={sources.columns.length - 2}
            total={sources.columns.length - 2}
            height={560}
            told={hushed}
          />
        </section>
        <section>
          <h2>{say(visit, figureTexts.twelveTowns)}</h2>
          <HeatTable
            visit={visit}
            table={hushedTable(someOf(townsTable(series, language)))}
            hasTotal={false}
            told={blankOrHushed}
          />
        </section>
      </div>
    </Wall>
  );
};

/** The time of day in Shanghai. */
const timeOf = (now: number): string => new Date(now + 8 * 3_600_000).toISOString().slice(11, 16);

/** The towns and categories with the most cases, as many as fit on a wall; without the totals, from which few could be reckoned. */
function someOf(table: ChartTable): ChartTable {
  const numbers = table.rows.map(({ cells }) => cells.map((cell) => (typeof cell === "number" ? cell : 0)));
  const total = table.columns.length - 1;
  const columns = table.columns
    .slice(0, total)
    .map((name, index) => ({ name, index, sum: numbers.reduce((all, row) => all + (row[index] ?? 0), 0) }))
    .toSorted((one, other) => other.sum - one.sum)
    .slice(0, categoriesAtMost);
  const rows = table.rows
    .map((row, index) => ({ row, of: numbers[index] ?? [] }))
    .toSorted((one, other) => (other.of[total] ?? 0) - (one.of[total] ?? 0))
    .slice(0, townsAtMost);
  return {
    ...table,
    columns: columns.map(({ name }) => name),
    rows: rows.map(({ row: { label, short }, of }) => ({
      label,
      short,
      cells: columns.map(({ index }) => of[index] ?? 0),
    })),
  };
}
