import { type FigureSeries, monthAfter } from "../../shared/domain/series.ts";
import { supervisionOf } from "./figure-data.ts";
import { changeIn, percentOf, totalsOf } from "./figure-tables.ts";
import { aYearBefore } from "./forms/period.ts";
import type { Visit } from "./visit.ts";

/** What the big screen shows: counts alone, no case and no person. */
export type Screen = {
  open: number;
  overdue: number;
  /** There are more open cases than were counted. */
  isPart: boolean;
  endedThisMonth: number;
  ended: number;
  /** Against the twelve months before, in per cent; empty where there was nothing. */
  change: number | "";
  agreed: number | "";
  amountFen: number;
  series: FigureSeries;
};

/** The figures of the twelve months up to the present one. */
export async function screenOf(visit: Visit, thisMonth: string): Promise<Screen> {
  const range = { from: monthAfter(thisMonth, -11), to: thisMonth, by: "month" as const };
  const [{ body: series }, { body: before }, { open, overdue, isPart }] = await Promise.all([
    visit.client.showSeries({ query: { ...range, towns: "true" } }),
    visit.client.showSeries({ query: { ...aYearBefore(range), by: "year" } }),
    supervisionOf(visit, ""),
  ]);
  const { cases, agreed, known, amountFen } = totalsOf(series);
  return {
    open,
    overdue,
    isPart,
    endedThisMonth: series.points.at(-1)?.cases ?? 0,
    ended: cases,
    change: changeIn(cases, totalsOf(before).cases),
    agreed: percentOf(agreed, known),
    amountFen,
    series,
  };
}
