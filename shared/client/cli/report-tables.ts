import type { OperationAnswer } from "../../contracts/routes.ts";
import { channels, type Label } from "../../domain/codes.ts";
import type { PeriodFigures } from "../../domain/period-figures.ts";
import { type BrandGrade, brandGrades } from "../../domain/routing-rules.ts";
import { averageDays } from "../../domain/series.ts";
import { originOf } from "../../words/figures.ts";
import { yuan } from "../../words/format.ts";
import { heading, headings } from "../../words/headings.ts";
import type { Language } from "../../words/language.ts";
import { listing } from "./table.ts";

const figureHeadings = (language: Language) =>
  headings(language, "referred", "ended", "successes", "performed", "amount");
const figureCells = ({ referred, ended, successes, performed, amountFen }: PeriodFigures) => [
  referred,
  ended,
  successes,
  performed,
  yuan(amountFen),
];

/** The figures of a period and, in brackets below, of the year before; then before litigation, and by police station. */
export function figuresTable(report: OperationAnswer<"showFigures">, language: Language): string {
  const { period, total, byChannel, preLitigation, policeDocking } = report;
  const head = ["", ...figureHeadings(language)];
  const used = byChannel.filter(({ referred, ended, successes, yearBefore }) =>
    [referred, ended, successes, yearBefore.referred, yearBefore.ended, yearBefore.successes].some(
      (figure) => figure > 0,
    ),
  );
  const lines = [
    ...used.map((one) => ({ ...one, name: channels[one.channel][language] })),
    { ...total, name: heading(language, "total") },
  ];
  const before = heading(language, "yearBefore");
  return [
    period,
    listing(
      head,
      lines.flatMap(({ name, yearBefore, ...figures }) => [
        [name, ...figureCells(figures)],
        [`  ${before}`, ...figureCells(yearBefore)],
      ]),
    ),
    heading(language, "preLitigation"),
    listing(
      head,
      preLitigation.map(({ year, ...figures }) => [year, ...figureCells(figures)]),
    ),
    heading(language, "policeDocking"),
    listing(
      head,
      policeDocking.map(({ stationId, organisationId = "", ...figures }) => [
        `${stationId} ${organisationId}`.trim(),
        ...figureCells(figures),
      ]),
    ),
  ].join("\n");
}

const grades = {
  county: { zh: "县级", en: "County" },
  prefecture: { zh: "市级", en: "Prefecture" },
  province: { zh: "省级", en: "Province" },
} as const satisfies Record<BrandGrade, Label>;

/** The series, one line a period, with where its figures are from. */
export const seriesTable = ({ points }: OperationAnswer<"showSeries">, language: Language): string =>
  listing(
    [
      "",
      ...headings(language, "cases", "parties", "successes", "hard", "performed", "amount", "averageDays", "origin"),
    ],
    points.map((point) => [
      point.period,
      point.cases,
      ...(["parties", "successes", "hard", "performed"] as const).map((name) =>
        point.loaded?.unknown.includes(name) === true ? "" : point[name],
      ),
      point.loaded?.unknown.includes("amountFen") === true ? "" : yuan(point.amountFen),
      averageDays(point),
      originOf(point, language),
    ]),
  );

/** The brand studios, the highest grade first, after how many hold each grade. */
export const brandsTable = ({ held, studios }: OperationAnswer<"listBrands">, language: Language): string =>
  [
    `${heading(language, "held")}: ${brandGrades.map((grade) => `${grades[grade][language]} ${held[grade]}`).join("; ")}`,
    listing(
      ["", ...headings(language, "name", "grade"), ...figureHeadings(language)],
      studios.map(({ organisationId, name, grade, ...figures }) => [
        organisationId,
        name,
        grades[grade][language],
        ...figureCells(figures),
      ]),
    ),
  ].join("\n");

/** Where what is kept differs from the cases; a line that says so where nothing does. */
export const recountTable = (
  { cases, differences, refusals }: OperationAnswer<"recountTallies">,
  language: Language,
): string =>
  [
    `${heading(language, "cases")}: ${cases}; ${heading(language, "differences")}: ${differences.length + refusals.length}`,
    ...differences.map(({ cell, kept, recounted }) =>
      [
        cell.organisationId,
        cell.category,
        cell.source,
        cell.form,
        JSON.stringify(kept),
        JSON.stringify(recounted),
      ].join(" "),
    ),
    ...refusals.map(({ organisationId, kept, recounted }) =>
      [organisationId, JSON.stringify(kept), JSON.stringify(recounted)].join(" "),
    ),
  ].join("\n");
