import type { Child, FC } from "hono/jsx";
import type { FigureSeries } from "../../../shared/domain/series.ts";
import { monthOf, type Supervised } from "../figure-data.ts";
import { sentenceOf } from "../figure-sentence.ts";
import {
  agreedTable,
  type ChartTable,
  categoriesTable,
  daysTable,
  sourcesTable,
  totalsOf,
  townsTable,
  yearsTable,
} from "../figure-tables.ts";
import { figureTexts } from "../figure-texts.ts";
import { type Period, quarterOf, queryOf } from "../forms/period.ts";
import { Bars, Columns, Line } from "../parts/chart.tsx";
import { HeatTable, leading } from "../parts/heat-table.tsx";
import { Shell, say } from "../parts/shell.tsx";
import type { Visit } from "../visit.ts";
import { Supervision } from "./supervision.tsx";

type CountyFigures = { series: FigureSeries; before: FigureSeries | undefined; supervised: Supervised };

/** Figures of a county: in a sentence, as charts with their tables, and what must be chased. */
export const FiguresPage: FC<{ visit: Visit; period: Period } & CountyFigures> = ({
  visit,
  period,
  series,
  before,
  supervised,
}) => {
  const { language, link } = visit;
  const tables = countyTables({ series, before }, visit, period);
  const { cases, loaded } = totalsOf(series);
  return (
    <FiguresFrame visit={visit} period={period}>
      {cases === 0 ? (
        <p class="empty">{say(visit, figureTexts.empty)}</p>
      ) : (
        <>
          <p class="sentence">{sentenceOf(series, before, language)}</p>
          {(loaded > 0 || before?.points.some((point) => point.loaded) === true) && (
            <p class="hint">{say(visit, figureTexts.loadedNote)}</p>
          )}
          {before !== undefined && period.to === monthOf(visit) && (
            <p class="hint">{say(visit, figureTexts.unfinished)}</p>
          )}
          <div class="charts">
            {tables.map((table) => (
              <Chart visit={visit} period={period} table={table} />
            ))}
          </div>
          <p class="hint">{say(visit, figureTexts.definitions)}</p>
        </>
      )}
      <Supervision visit={visit} supervised={supervised} />
      <Returns visit={visit} month={period.to} />
      <p>
        <a class="button" href={link("/console/screen")}>
          {say(visit, figureTexts.screen)}
        </a>
      </p>
    </FiguresFrame>
  );
};

/** The tables of a county's charts, in their order; those that would be empty are left out. */
export function countyTables(
  { series, before }: Pick<CountyFigures, "series" | "before">,
  { language }: Pick<Visit, "language">,
  { from, to }: Pick<Period, "from" | "to">,
): ChartTable[] {
  const months = { from, to };
  const all = [
    sourcesTable(series, language, months),
    categoriesTable(series, language, months),
    agreedTable(series, language, months),
    daysTable(series, language, months),
    ...(before === undefined ? [] : [yearsTable(series, before, language, months)]),
    townsTable(series, language, months),
  ];
  return all.filter(({ rows }) => rows.length > 0);
}

/** What is the same for every organisation: the period, and a place for what it may see. */
export const FiguresFrame: FC<{ visit: Visit; period: Period; children?: Child }> = ({ visit, period, children }) => {
  const title = say(visit, figureTexts.figures);
  const shown = period.named ?? `${period.from} – ${period.to}`;
  return (
    <Shell visit={visit} title={`${title} ${shown}`} current="figures">
      <h1>
        {title} <span class="number">{shown}</span>
      </h1>
      {period.unfit && (
        <p class="notice warning" role="alert">
          {say(visit, figureTexts.unfit)}
        </p>
      )}
      <Periods visit={visit} period={period} />
      {children}
    </Shell>
  );
};

const Periods: FC<{ visit: Visit; period: Period }> = ({ visit, period }) => {
  const month = monthOf(visit);
  const year = month.slice(0, 4);
  const chips = [
    [month, figureTexts.thisMonth],
    [quarterOf(month), figureTexts.thisQuarter],
    [year, figureTexts.thisYear],
    [String(Number(year) - 1), figureTexts.lastYear],
  ] as const;
  return (
    <>
      <nav class="tabs" aria-label={say(visit, figureTexts.whichPeriod)}>
        {chips.map(([named, text]) => (
          <a
            href={visit.link(`/console/figures?period=${named}`)}
            aria-current={named === period.named ? "page" : undefined}
          >
            {say(visit, text)}
          </a>
        ))}
      </nav>
      <form method="get" action={visit.link("/console/figures")} class="period">
        {(["from", "to"] as const).map((name) => (
          <div class="field">
            <label for={name}>{say(visit, name === "from" ? figureTexts.fromMonth : figureTexts.toMonth)}</label>
            <input id={name} name={name} type="month" placeholder="2026-01" value={period[name]} required />
          </div>
        ))}
        <button type="submit">{say(visit, figureTexts.show)}</button>
      </form>
    </>
  );
};

/** A chart with its table and its files. */
export const Chart: FC<{ visit: Visit; period: Period; table: ChartTable }> = ({ visit, period, table }) => {
  const file = (format: string): string =>
    visit.link(`/console/figures/file?chart=${table.name}&format=${format}&${queryOf(period)}`);
  return (
    <section class={`chart ${table.name}`}>
      <h2>{table.title}</h2>
      <Drawing visit={visit} table={table} />
      {table.name !== "towns" && (
        <details class="numbers">
          <summary>{say(visit, figureTexts.table)}</summary>
          <section class="across" tabindex={0} aria-label={table.title}>
            <Numbers visit={visit} table={table} />
          </section>
        </details>
      )}
      <p class="files">
        <a href={file("csv")}>{say(visit, figureTexts.csv)}</a>{" "}
        <a href={file("xlsx")}>{say(visit, figureTexts.xlsx)}</a>
      </p>
    </section>
  );
};

const Drawing: FC<{ visit: Visit; table: ChartTable }> = ({ visit, table }) => {
  const id = `chart-${table.name}`;
  switch (table.name) {
    case "categories":
    case "own-categories":
      return <Bars id={id} table={table} />;
    case "own-held":
      return <Bars id={id} table={table} hasShare={false} />;
    case "towns":
      return (
        <section class="across" tabindex={0} aria-label={table.title}>
          <HeatTable visit={visit} table={table} told={(value) => (value === 0 ? "" : String(value))} />
        </section>
      );
    case "agreed":
      return <Line id={id} table={table} column={2} unit="%" />;
    case "average-days":
      return <Line id={id} table={table} column={1} />;
    case "years":
      return <Columns visit={visit} id={id} table={table} parts={2} kind="paired" />;
    case "sources":
      return <Columns visit={visit} id={id} table={table} parts={table.columns.length - 2} />;
    default:
      return <Columns visit={visit} id={id} table={table} parts={table.columns.length} />;
  }
};

const Numbers: FC<{ visit: Visit; table: ChartTable }> = ({ visit, table }) => (
  <table class="figures">
    <thead>
      <tr>
        <th scope="col">{table.label}</th>
        {table.columns.map((column) => (
          <th scope="col">{column}</th>
        ))}
      </tr>
    </thead>
    <tbody>
      {table.rows.map(({ label, cells, href, links = [] }) => (
        <tr>
          <th scope="row">{href === undefined ? label : <a href={visit.link(href)}>{label}</a>}</th>
          {cells.map((cell, index) => (
            <td>{leading(visit, links[index], typeof cell === "object" ? "" : cell === "" ? "–" : cell)}</td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);

/** The returns that the bureau files, of one month. */
const Returns: FC<{ visit: Visit; month: string }> = ({ visit, month }) => (
  <section>
    <h2>{say(visit, figureTexts.files)}</h2>
    <form method="get" action={visit.link("/console/figures/file")} class="period">
      <div class="field">
        <label for="month">{say(visit, figureTexts.monthOfFile)}</label>
        <input id="month" name="month" type="month" placeholder="2026-01" value={month} required />
      </div>
      <input type="hidden" name="format" value="xlsx" />
      <button type="submit" name="chart" value="monthly" formaction={visit.link("/console/figures/file")}>
        {say(visit, figureTexts.monthly)}
      </button>
      <button type="submit" formaction={visit.link("/console/figures/print")}>
        {say(visit, figureTexts.printMonthly)}
      </button>
      <button type="submit" name="chart" value="cases" formaction={visit.link("/console/figures/file")}>
        {say(visit, figureTexts.caseExport)}
      </button>
    </form>
  </section>
);
