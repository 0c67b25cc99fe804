import { monthAfter, monthsBetween, type SeriesStep, seriesMonthsAtMost } from "../../../shared/domain/series.ts";

/** Months in Shanghai, both included, and the step in which they are shown. */
export type Span = { from: string; to: string; by: SeriesStep };
/** What a page of figures looks at, as its address has it. */
export type Period = Span & {
  /** The year, quarter or month that was asked for; absent where the months were. */
  named?: string;
  /** The address asked for what cannot be shown, and the present year is shown instead. */
  unfit?: true;
};

const month = /^\d{4}-(0[1-9]|1[0-2])$/;
const monthsByMonth = 24;
const monthsByQuarter = 48;

const stepFor = (months: number): SeriesStep =>
  months <= monthsByMonth ? "month" : months <= monthsByQuarter ? "quarter" : "year";

/** The quarter in which a month lies. */
export const quarterOf = (of: string): string => `${of.slice(0, 4)}-Q${Math.ceil(Number(of.slice(5, 7)) / 3)}`;

/** The months of a year, a quarter or a month; undefined where it is none of them. */
function monthsOf(named: string): { from: string; to: string } | undefined {
  if (month.test(named)) return { from: named, to: named };
  if (/^\d{4}$/.test(named)) return { from: `${named}-01`, to: `${named}-12` };
  const [, year = "", quarter] = /^(\d{4})-Q([1-4])$/.exec(named) ?? [];
  if (quarter === undefined) return undefined;
  const from = `${year}-${String(Number(quarter) * 3 - 2).padStart(2, "0")}`;
  return { from, to: monthAfter(from, 2) };
}

/** The period of an address, which ends with the present month at the latest; the present year where it names none that fits. */
export function periodIn(query: Readonly<Record<string, string | undefined>>, thisMonth: string): Period {
  const { period: named = "", from = "", to = "" } = query;
  const own = month.test(from) && month.test(to) ? { from, to } : undefined;
  const asked = monthsOf(named) ?? own;
  if (asked !== undefined) {
    const end = asked.to > thisMonth ? thisMonth : asked.to;
    const { length } = monthsBetween(asked.from, end);
    if (length > 0 && length <= seriesMonthsAtMost) {
      return { from: asked.from, to: end, by: stepFor(length), ...(asked !== own && { named }) };
    }
  }
  const year = thisMonth.slice(0, 4);
  const isAsked = named !== "" || from !== "" || to !== "";
  return { from: `${year}-01`, to: thisMonth, by: "month", named: year, ...(isAsked && { unfit: true }) };
}

/** The months of a point of a series, as far as the series goes. */
export function monthsWithin(period: string, { from, to }: Pick<Span, "from" | "to">): { from: string; to: string } {
  const whole = monthsOf(period) ?? { from, to };
  return { from: whole.from < from ? from : whole.from, to: whole.to > to ? to : whole.to };
}

/** The same as the query of an address. */
export const queryOf = ({ named, from, to }: Period): string =>
  named === undefined ? `from=${from}&to=${to}` : `period=${named}`;

/** The same months a year before. */
export const aYearBefore = ({ from, to, by }: Span): Span => ({
  from: monthAfter(from, -12),
  to: monthAfter(to, -12),
  by,
});
