import type * as z from "zod";
import type { listCountedQuery } from "../../shared/contracts/series-routes.ts";
import { categories } from "../../shared/domain/codes.ts";
import { averageDays, type FigureSeries, monthAfter, type SeriesPoint } from "../../shared/domain/series.ts";
import type { Cell, Sheet } from "../../shared/domain/sheet.ts";
import { caseSources } from "../../shared/domain/tally.ts";
import { originOf } from "../../shared/words/figures.ts";
import type { Language } from "../../shared/words/language.ts";
import { figureTexts } from "./figure-texts.ts";
import { monthsWithin } from "./forms/period.ts";

/** A line of a chart's table. */
export type ChartRow = {
  label: string;
  /** Below or beside the label on the axis. */
  short: string;
  cells: readonly Cell[];
  /** Some of it was loaded, and not counted here: all of its column, or those of its columns that are named. */
  loaded?: "all" | readonly number[];
  /** The list of cases behind the line, or its months. */
  href?: string;
  /** The list of cases behind each number, where there is one. */
  links?: readonly (string | undefined)[];
};
/** What a chart shows, and what is under it and in its file: the same numbers. */
export type ChartTable = {
  name: string;
  title: string;
  label: string;
  columns: readonly string[];
  rows: readonly ChartRow[];
};

/** The number in a cell of a chart; nothing where it holds words or is empty. */
export const numberIn = (cell: Cell | undefined): number => (typeof cell === "number" ? cell : 0);

export const sheetOf = ({ title, label, columns, rows }: ChartTable): Sheet => ({
  name: title,
  header: [label, ...columns],
  rows: rows.map((row) => [row.label, ...row.cells]),
});

export const sumOf = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0);
/** A share in per cent with one decimal; empty of nothing. */
export const percentOf = (part: number, whole: number): number | "" =>
  whole === 0 ? "" : Math.round((part / whole) * 1000) / 10;

const monthNames = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/** A period as an axis has it: a month, with the year where the axis or a year begins, a quarter or a year. */
export function shortOf(period: string, isFirst: boolean, language: Language): string {
  const [, year = "", month] = /^\d\d(\d\d)-(\d\d)$/.exec(period) ?? [];
  if (month === undefined) return period;
  const number = Number(month);
  const name = { zh: `${number}月`, en: monthNames[number - 1] ?? "" }[language];
  // After December comes a year of its own, and there is no room for both.
  if (number !== 1 && (!isFirst || number === 12)) return name;
  return { zh: `${year}年${name}`, en: `${name} ${year}` }[language];
}

const isMonth = (period: string): boolean => /^\d{4}-\d{2}$/.test(period);

/** The months that a table tells, by which its numbers lead to their cases; without them they lead nowhere. */
export type Months = { from: string; to: string } | undefined;
type CellQuery = Omit<z.input<ReturnType<typeof listCountedQuery>>, "from" | "to" | "county" | "limit" | "cursor">;

/** Whether some of it was counted here: of what was loaded there are no cases. */
const isCounted = (points: readonly SeriesPoint[]): boolean =>
  points.some(({ cases, loaded }) => cases > (loaded?.cases ?? 0));

/** Where the cases behind a number are listed; nothing behind none. */
const behind = (count: number, months: Months, narrowed: CellQuery = {}): string | undefined =>
  months === undefined || count === 0
    ? undefined
    : `/console/figures/cases?${new URLSearchParams({ ...months, ...narrowed })}`;

/** The same of a point of a series. */
const behindPoint =
  (point: SeriesPoint, months: Months) =>
  (count: number, narrowed?: CellQuery): string | undefined =>
    isCounted([point]) ? behind(count, months && monthsWithin(point.period, months), narrowed) : undefined;

type CellsOf = (point: SeriesPoint) => readonly Cell[];
type LinksOf = (link: ReturnType<typeof behindPoint>, point: SeriesPoint) => readonly (string | undefined)[];

/** The lines of a series, one a point. The line of a longer period leads to its months. */
const rowsOf = (
  points: readonly SeriesPoint[],
  { language, months, cellsOf, linksOf }: { language: Language; months: Months; cellsOf: CellsOf; linksOf: LinksOf },
): ChartRow[] =>
  points.map((point, index) => ({
    label: point.period,
    short: shortOf(point.period, index === 0, language),
    cells: cellsOf(point),
    ...(point.loaded !== undefined && { loaded: "all" as const }),
    ...(!isMonth(point.period) && point.cases > 0 && { href: `/console/figures?period=${point.period}` }),
    ...(months !== undefined && { links: linksOf(behindPoint(point, months), point) }),
  }));

const say = (name: keyof typeof figureTexts, language: Language): string => figureTexts[name][language];

/** Cases by source; a source that nothing came from has no column. Figures that were loaded without their sources have one. */
export function sourcesTable({ points }: FigureSeries, language: Language, months?: Months): ChartTable {
  const sources = (points[0]?.bySource ?? []).map(({ code }) => code);
  const casesOf = ({ bySource }: SeriesPoint, code: string): number =>
    bySource.find((one) => one.code === code)?.cases ?? 0;
  const used = sources.filter((code) => points.some((point) => casesOf(point, code) > 0));
  const untold = (point: SeriesPoint): number => point.cases - sumOf(point.bySource.map(({ cases }) => cases));
  const hasUntold = points.some((point) => untold(point) > 0);
  return {
    name: "sources",
    title: say("bySource", language),
    label: say("period", language),
    columns: [
      ...used.map((code) => caseSources[code][language]),
      ...(hasUntold ? [say("untold", language)] : []),
      say("total", language),
      say("origin", language),
    ],
    rows: rowsOf(points, {
      language,
      months,
      cellsOf: (point) => [
        ...used.map((code) => casesOf(point, code)),
        ...(hasUntold ? [untold(point)] : []),
        point.cases,
        originOf(point, language),
      ],
      linksOf: (link, point) => [
        ...used.map((code) => link(casesOf(point, code), { source: code })),
        ...(hasUntold ? [undefined] : []),
        link(point.cases),
      ],
    }),
  };
}

/** Cases by category over the whole period, the most frequent first. */
export function categoriesTable({ points }: FigureSeries, language: Language, months?: Months): ChartTable {
  const codes = (points[0]?.byCategory ?? []).map(({ code }) => code);
  const total = sumOf(points.map(({ cases }) => cases));
  const counted = codes.map((code) => ({
    code,
    cases: sumOf(points.map(({ byCategory }) => byCategory.find((one) => one.code === code)?.cases ?? 0)),
  }));
  const untold = total - sumOf(counted.map(({ cases }) => cases));
  const lines: ChartRow[] = counted
    .filter(({ cases }) => cases > 0)
    .toSorted((one, other) => other.cases - one.cases)
    .map(({ code, cases }) => ({
      label: categories[code][language],
      short: categories[code][language],
      cells: [cases, percentOf(cases, total)],
      ...(isCounted(points) && { links: [behind(cases, months, { category: code })] }),
    }));
  const rest = say("untold", language);
  return {
    name: "categories",
    title: say("byCategory", language),
    label: say("category", language),
    columns: [say("cases", language), say("share", language)],
    rows: untold > 0 ? [...lines, { label: rest, short: rest, cells: [untold, percentOf(untold, total)] }] : lines,
  };
}

/** Cases by town and category, for the categories that there are. */
export function townsTable(
  { towns = [] }: Pick<FigureSeries, "towns">,
  language: Language,
  months?: Months,
): ChartTable {
  const codes = (towns[0]?.byCategory ?? []).map(({ code }) => code);
  const casesOf = (town: (typeof towns)[number], code: string): number =>
    town.byCategory.find((one) => one.code === code)?.cases ?? 0;
  const used = codes.filter((code) => towns.some((town) => casesOf(town, code) > 0));
  return {
    name: "towns",
    title: say("byTown", language),
    label: say("town", language),
    columns: [...used.map((code) => categories[code][language]), say("total", language)],
    rows: towns.map((town) => {
      const label = town.division.length > 6 ? town.name : `${town.name}${say("ofCounty", language)}`;
      const cells = [...used.map((code) => casesOf(town, code)), town.cases];
      const links = [
        ...used.map((code) => behind(casesOf(town, code), months, { town: town.division, category: code })),
        behind(town.cases, months, { town: town.division }),
      ];
      return { label, short: label, cells, links };
    }),
  };
}

/** Of the cases that ended, how many ended with an agreement. */
export function agreedTable({ points }: FigureSeries, language: Language, months?: Months): ChartTable {
  return {
    name: "agreed",
    title: say("agreedShare", language),
    label: say("period", language),
    columns: [say("cases", language), say("agreed", language), say("agreedPercent", language)],
    rows: rowsOf(points, {
      language,
      months,
      cellsOf: (point) =>
        point.loaded?.unknown.includes("successes") === true
          ? [point.cases, "", ""]
          : [point.cases, point.agreed, percentOf(point.agreed, point.cases)],
      linksOf: (link, { cases, agreed }) => [link(cases), link(agreed, { agreed: "true" })],
    }),
  };
}

/** How long the cases took that ended, on average, as far as it is known. */
export function daysTable({ points }: FigureSeries, language: Language, months?: Months): ChartTable {
  return {
    name: "average-days",
    title: say("averageDays", language),
    label: say("period", language),
    columns: [say("timed", language), say("averageDays", language)],
    rows: rowsOf(points, {
      language,
      months,
      cellsOf: (point) => [point.timed, averageDays(point)],
      // Which cases an earlier release counted without their days, no list tells.
      linksOf: (link, { timed, cases, loaded }) => [timed === cases - (loaded?.cases ?? 0) ? link(timed) : undefined],
    }),
  };
}

/** The cases beside those of a year before. */
export function yearsTable(
  series: FigureSeries,
  before: FigureSeries,
  language: Language,
  months?: Months,
): ChartTable {
  const monthsBefore = months && { from: monthAfter(months.from, -12), to: monthAfter(months.to, -12) };
  const rows = rowsOf(series.points, {
    language,
    months,
    cellsOf: () => [],
    linksOf: (link, { cases }) => [link(cases)],
  });
  return {
    name: "years",
    title: say("yearOnYear", language),
    label: say("period", language),
    columns: [say("cases", language), say("yearBefore", language), say("change", language)],
    rows: rows.map((row, index) => {
      const [now, earlier] = [series.points[index], before.points[index]];
      const both = [now?.cases ?? 0, earlier?.cases ?? 0] as const;
      const loaded = [now, earlier].flatMap((point, part) => (point?.loaded === undefined ? [] : [part]));
      const links = [...(row.links ?? []), earlier && behindPoint(earlier, monthsBefore)(earlier.cases)];
      return { ...row, loaded, cells: [...both, changeIn(...both)], ...(months !== undefined && { links }) };
    }),
  };
}

/** By how much per cent; empty where there was nothing before. */
export const changeIn = (now: number, before: number): number | "" => percentOf(now - before, before);

/** The whole of a series in one point's figures. */
export function totalsOf({ points }: FigureSeries) {
  const known = points.filter(({ loaded }) => loaded?.unknown.includes("successes") !== true);
  return {
    cases: sumOf(points.map(({ cases }) => cases)),
    amountFen: sumOf(points.map(({ amountFen }) => amountFen)),
    agreed: sumOf(known.map(({ agreed }) => agreed)),
    /** The cases of which it is known how they ended. */
    known: sumOf(known.map(({ cases }) => cases)),
    loaded: sumOf(points.map(({ loaded }) => loaded?.cases ?? 0)),
  };
}
