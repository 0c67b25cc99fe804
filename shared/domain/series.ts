import * as z from "zod";
import { actor } from "./case.ts";
import { statisticalCategory } from "./codes.ts";
import { given } from "./given.ts";
import { once } from "./once.ts";
import type { Cell, Sheet } from "./sheet.ts";
import { caseSource, caseSources, figures, sumOf, type Tally } from "./tally.ts";

/** How a series goes on: by month, quarter or year. */
export const seriesStep = once(() => z.enum(["month", "quarter", "year"]));
export type SeriesStep = z.infer<ReturnType<typeof seriesStep>>;

/** More months than this are not read for one series: ten years. */
export const seriesMonthsAtMost = 120;

const count = () => z.int().min(0).max(1_000_000_000);

/** Figures of a month before the county used the platform, as its earlier system or its returns have them. */
export const earlierFigures = once(() =>
  z
    .strictObject({
      takenFrom: z.string().trim().min(2).max(200).describe("The system or the return that the figures are taken from"),
      cases: count(),
      parties: count().default(0),
      successes: count().default(0),
      performed: count().default(0),
      hard: count().default(0),
      amountFen: z.int().min(0).default(0),
      bySource: z.partialRecord(caseSource(), count()).default({}),
      byCategory: z.partialRecord(statisticalCategory(), count()).default({}),
    })
    .superRefine(({ cases, bySource, byCategory }, context) => {
      for (const [field, parts] of Object.entries({ bySource, byCategory })) {
        const sum = Object.values(parts).reduce((all, part) => all + part, 0);
        if (sum > cases) context.addIssue({ code: "custom", path: [field], message: "parts-exceed-cases" });
      }
    }),
);
export type EarlierFigures = z.infer<ReturnType<typeof earlierFigures>>;

/** The same as it is kept: for which month, and who loaded it. */
export const loadedFigures = once(() =>
  z.strictObject({
    county: z.string(),
    month: z.string(),
    loadedAt: z.string(),
    loadedBy: actor(),
    figures: earlierFigures(),
  }),
);
export type LoadedFigures = z.infer<ReturnType<typeof loadedFigures>>;

const parts = <Code extends z.ZodType>(code: Code) => z.array(z.strictObject({ code, cases: z.int().min(0) }));

/** A county's figures over time: every month, quarter or year of the range, with zeros where nothing happened. */
export const figureSeries = once(() =>
  z.strictObject({
    county: z.string(),
    by: seriesStep(),
    points: z.array(
      z.strictObject({
        period: z.string().describe("2026-03, 2026-Q1 or 2026"),
        takenFrom: z
          .array(z.string())
          .min(1)
          .exactOptional()
          .describe("Where the figures were not counted here, but loaded: from which systems or returns"),
        ...figures().shape,
        bySource: parts(caseSource()),
        byCategory: parts(statisticalCategory()),
      }),
    ),
  }),
);
export type FigureSeries = z.infer<ReturnType<typeof figureSeries>>;
export type SeriesPoint = FigureSeries["points"][number];

/** The months from one to another, both included; none where the first is the later one. */
export function monthsBetween(from: string, to: string): string[] {
  const numberOf = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
  const [first, last] = [numberOf(from), numberOf(to)];
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => {
    const number = first + index;
    return `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, "0")}`;
  });
}

/** The period of a step in which a month lies. */
const periodOf = (month: string, by: SeriesStep): string => {
  if (by === "month") return month;
  const year = month.slice(0, 4);
  return by === "year" ? year : `${year}-Q${Math.ceil(Number(month.slice(5, 7)) / 3)}`;
};

/** One month: what was counted here, and what was loaded for it. */
export type MonthFigures = { month: string; tallies: readonly Tally[]; loaded: EarlierFigures | undefined };

/** The series of those months, in their order. What was counted and what was loaded for a month add up. */
export function seriesOf(county: string, by: SeriesStep, months: readonly MonthFigures[]): FigureSeries {
  const periods = Map.groupBy(months, ({ month }) => periodOf(month, by));
  return { county, by, points: [...periods].map(([period, within]) => pointOf(period, within)) };
}

function pointOf(period: string, within: readonly MonthFigures[]): SeriesPoint {
  const tallies = within.flatMap((month) => month.tallies);
  const loaded = within.flatMap((month) => month.loaded ?? []);
  const counted = (isOne: (tally: Tally) => boolean): number => sumOf(tallies.filter(isOne)).cases;
  const takenFrom = [...new Set(loaded.map((one) => one.takenFrom))];
  return {
    period,
    ...given("takenFrom", takenFrom.length === 0 ? undefined : takenFrom),
    ...sumOf([...tallies, ...loaded]),
    bySource: caseSource().options.map((code) => ({
      code,
      cases: loaded.reduce((sum, one) => sum + (one.bySource[code] ?? 0), counted(({ source }) => source === code)),
    })),
    byCategory: statisticalCategory()
      .options.toSorted()
      .map((code) => ({
        code,
        cases: loaded.reduce(
          (sum, one) => sum + (one.byCategory[code] ?? 0),
          counted(({ category }) => category === code),
        ),
      })),
  };
}

/** The series as a table, one line a period. */
export const seriesSheet = ({ county, points }: FigureSeries): Sheet => ({
  name: `统计 ${county}`,
  header: [
    "期间",
    "数据来源",
    "案件数",
    "当事人数",
    "调解成功数",
    "疑难复杂数",
    "履行完毕数",
    "协议涉及金额(元)",
    ...caseSource().options.map((code) => caseSources[code].zh),
  ],
  rows: points.map(
    ({ period, takenFrom, cases, parties, successes, hard, performed, amountFen, bySource }): Cell[] => [
      period,
      takenFrom === undefined ? "本平台" : takenFrom.join("、"),
      cases,
      parties,
      successes,
      hard,
      performed,
      { amountFen },
      ...bySource.map((one) => one.cases),
    ],
  ),
});
