import * as z from "zod";
import { actor } from "./case.ts";
import { type StatisticalCategory, statisticalCategory } from "./codes.ts";
import { townsIn } from "./figure-cell.ts";
import { given } from "./given.ts";
import { once } from "./once.ts";
import { caseSource, type Figures, figures, sumOf, type Tally } from "./tally.ts";

/** How a series goes on: by month, quarter or year. */
export const seriesStep = once(() => z.enum(["month", "quarter", "year"]));
export type SeriesStep = z.infer<ReturnType<typeof seriesStep>>;

/** More months than this are not read for one series: ten years. */
export const seriesMonthsAtMost = 120;

const count = () => z.int().min(0).max(1_000_000_000);
/** Figures that an earlier system may not have kept. They count cases, and so none of them exceeds the cases. */
const partOfCases = ["successes", "performed", "hard"] as const;
const perhapsUnknown = once(() => z.enum(["parties", ...partOfCases, "amountFen"]));

/** Figures of a month before the county used the platform, as its earlier system or its returns have them. */
export const earlierFigures = once(() =>
  z
    .strictObject({
      takenFrom: z.string().trim().min(2).max(200).describe("The system or the return that the figures are taken from"),
      cases: count().describe("Cases that ended in the month"),
      parties: count().exactOptional().describe("Their parties; leave out what is not known, here and below"),
      successes: count().exactOptional().describe("Those of the cases that ended with an agreement"),
      performed: count().exactOptional().describe("Those of the cases whose agreement was performed"),
      hard: count().exactOptional().describe("Those of the cases that were hard"),
      amountFen: z.int().min(0).exactOptional().describe("What the agreements come to"),
      bySource: z.partialRecord(caseSource(), count()).default({}).describe("The cases by source, as far as known"),
      byCategory: z.partialRecord(statisticalCategory(), count()).default({}).describe("The cases by category"),
    })
    .superRefine((one, context) => {
      const parts = {
        bySource: partsOf(caseSource().options, one.bySource),
        byCategory: partsOf(statisticalCategory().options, one.byCategory),
      };
      for (const [field, sum] of Object.entries(parts)) {
        if (sum > one.cases) context.addIssue({ code: "custom", path: [field], ...fault("parts-exceed-cases") });
      }
      for (const field of partOfCases) {
        if ((one[field] ?? 0) > one.cases)
          context.addIssue({ code: "custom", path: [field], ...fault("more-than-cases") });
      }
    }),
);
export type EarlierFigures = z.infer<ReturnType<typeof earlierFigures>>;

const fault = (code: string) => ({ message: code, params: { code } });

const partsOf = <Code extends string>(codes: readonly Code[], parts: Partial<Readonly<Record<Code, number>>>): number =>
  codes.reduce((sum, code) => sum + (parts[code] ?? 0), 0);

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

/** What loading did, or would do: nothing was there, the same was there, or something else was there and is gone. */
export const loadingOfFigures = once(() =>
  z.strictObject({
    outcome: z.enum(["loaded", "unchanged", "replaced"]),
    ...loadedFigures().shape,
    revision: z.int().min(0).describe("Which revision is in place now; 0 where none is, as after a dry run"),
    before: earlierFigures().exactOptional().describe("What was replaced"),
  }),
);
export type LoadingOfFigures = z.infer<ReturnType<typeof loadingOfFigures>>;

const parts = <Code extends z.ZodType>(code: Code) => z.array(z.strictObject({ code, cases: z.int().min(0) }));

const seriesPoint = once(() =>
  z.strictObject({
    period: z.string().describe("2026-03, 2026-Q1 or 2026"),
    ...figures().shape,
    agreed: z.int().min(0).describe("Those of the cases that ended with an agreement, whenever it was made"),
    bySource: parts(caseSource()),
    byCategory: parts(statisticalCategory()),
    loaded: z
      .strictObject({
        takenFrom: z.array(z.string()).min(1).describe("From which systems or returns"),
        cases: z.int().min(0).describe("So many of the cases were not counted here"),
        unknown: z.array(perhapsUnknown()).describe("Figures that are not known of all of these cases"),
      })
      .exactOptional()
      .describe("Where figures of the period were loaded, and not or not all counted here"),
  }),
);
export type SeriesPoint = z.infer<ReturnType<typeof seriesPoint>>;

const townFigures = once(() =>
  z.strictObject({
    division: z.string().describe("The town of the body that had the cases; the county for bodies of the whole county"),
    name: z.string(),
    cases: z.int().min(0),
    byCategory: parts(statisticalCategory()),
  }),
);
export type TownFigures = z.infer<ReturnType<typeof townFigures>>;

/** A county's figures over time: every month, quarter or year of the range, with zeros where nothing happened. */
export const figureSeries = once(() =>
  z.strictObject({
    county: z.string(),
    by: seriesStep(),
    points: z.array(seriesPoint()),
    towns: z
      .array(townFigures())
      .exactOptional()
      .describe("The whole range by town and category, where asked for; loaded figures know no towns"),
  }),
);
export type FigureSeries = z.infer<ReturnType<typeof figureSeries>>;

/** How many days the cases took on average, with one decimal; empty where no case has its days. */
export const averageDays = ({ days, timed }: Pick<Figures, "days" | "timed">): number | "" =>
  timed === 0 ? "" : Math.round((days / timed) * 10) / 10;

const numberOf = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;

/** The month that lies so many after another; before it where the number is negative. */
export function monthAfter(month: string, months: number): string {
  const number = numberOf(month) + months;
  return `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, "0")}`;
}

/** The months from one to another, both included; none where the first is the later one. */
export const monthsBetween = (from: string, to: string): string[] =>
  Array.from({ length: Math.max(0, numberOf(to) - numberOf(from) + 1) }, (_, index) => monthAfter(from, index));

/** The period of a step in which a month lies. */
export const periodOfMonth = (month: string, by: SeriesStep): string => {
  if (by === "month") return month;
  const year = month.slice(0, 4);
  return by === "year" ? year : `${year}-Q${Math.ceil(Number(month.slice(5, 7)) / 3)}`;
};

/** One month: what was counted here, and what was loaded for it. */
export type MonthFigures = { month: string; tallies: readonly Tally[]; loaded: EarlierFigures | undefined };

/** The series of those months, in their order. Counted and loaded figures of a month add up. */
export function seriesOf(county: string, by: SeriesStep, months: readonly MonthFigures[]): FigureSeries {
  const periods = Map.groupBy(months, ({ month }) => periodOfMonth(month, by));
  return { county, by, points: [...periods].map(([period, within]) => pointOf(period, within)) };
}

function pointOf(period: string, within: readonly MonthFigures[]): SeriesPoint {
  const tallies = within.flatMap((month) => month.tallies);
  const loaded = within.flatMap((month) => month.loaded ?? []);
  const counted = (isOne: (tally: Tally) => boolean): number => sumOf(tallies.filter(isOne)).cases;
  const whole = loaded.map(({ cases, parties = 0, successes = 0, performed = 0, hard = 0, amountFen = 0 }) => ({
    cases,
    parties,
    successes,
    performed,
    hard,
    amountFen,
    days: 0,
    timed: 0,
  }));
  const earlier = sumOf(whole);
  return {
    period,
    ...sumOf([...tallies, ...whole]),
    agreed: counted(({ form }) => form !== "none") + earlier.successes,
    bySource: caseSource().options.map((code) => ({
      code,
      cases: loaded.reduce(
        (sum, one) => sum + (one.bySource[code] ?? 0),
        counted(({ source }) => source === code),
      ),
    })),
    byCategory: partsBy(tallies).map(({ code, cases }) => ({
      code,
      cases: loaded.reduce((sum, one) => sum + (one.byCategory[code] ?? 0), cases),
    })),
    ...given(
      "loaded",
      loaded.length === 0
        ? undefined
        : {
            takenFrom: [...new Set(loaded.map((one) => one.takenFrom))],
            cases: earlier.cases,
            unknown: perhapsUnknown().options.filter((name) => loaded.some((one) => one[name] === undefined)),
          },
    ),
  };
}

/** Every category with its cases, in the order of the codes: an enum keeps codes without a leading zero first. */
const partsBy = (tallies: readonly Tally[]): { code: StatisticalCategory; cases: number }[] =>
  statisticalCategory()
    .options.toSorted()
    .map((code) => ({ code, cases: sumOf(tallies.filter(({ category }) => category === code)).cases }));

/** Where the bodies of a county are, by id, and what its divisions are called, by code. */
export type Places = { divisions: ReadonlyMap<string, string>; names: ReadonlyMap<string, string> };

/** What was counted, by the town of the body that had it: the bodies of the whole county first, then town by town. */
export function townsOf(county: string, tallies: readonly Tally[], { divisions, names }: Places): TownFigures[] {
  const townOf = townsIn(county, divisions);
  return [...Map.groupBy(tallies, ({ organisationId }) => townOf(organisationId))]
    .map(([division, within]) => ({
      division,
      name: names.get(division) ?? division,
      cases: sumOf(within).cases,
      byCategory: partsBy(within),
    }))
    .filter(({ cases }) => cases > 0)
    .toSorted((one, other) => one.division.localeCompare(other.division));
}
