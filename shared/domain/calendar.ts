import * as z from "zod";
import year2025 from "./calendars/2025.json" with { type: "json" };
import year2026 from "./calendars/2026.json" with { type: "json" };
import statutory from "./calendars/fixed-dates.json" with { type: "json" };
import { lawScope } from "./division.ts";
import { once } from "./once.ts";
import { nationwide } from "./scope.ts";

const dayMilliseconds = 86_400_000;
// China has kept UTC+8 without summer time since 1992.
const shanghaiOffsetMilliseconds = 8 * 3_600_000;

const weekdayOf = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay();
const isWeekend = (date: string): boolean => weekdayOf(date) === 0 || weekdayOf(date) === 6;
const yearOf = (date: string): number => Number(date.slice(0, 4));

/** The law on holidays in a year: how many days it gives, and which have a date of their own (MM-DD); undefined before 2000. */
const statutoryIn = (year: number) => statutory.findLast(({ since }) => since <= year);

/** The days of the years before and after that a year's arrangement can reach: it may exchange days over the year's end. */
const isWithinReach = (date: string, year: number): boolean =>
  yearOf(date) === year || date.startsWith(`${year - 1}-12`) || date.startsWith(`${year + 1}-01`);

/**
 * One year's holiday arrangement as the State Council publishes it each November, with what later notices have changed: days
 * off, and weekend days worked instead (调休). A province or county has a calendar of its own for what it adds, such as the
 * festivals of its nationalities (全国年节及纪念日放假办法 第4条). Refused where it contradicts itself or names a day that it
 * cannot reach; what is merely unusual is told by `calendarWarnings`, because an extraordinary notice is law all the same.
 */
export const calendarYear = once(() =>
  z
    .strictObject({
      year: z.int().min(2000).max(2100),
      scope: lawScope()
        .exactOptional()
        .describe("Whose days: cn or absent, the nation's; a province's two digits or a county's six, what it adds"),
      source: z.string().trim().min(1).describe("The notices that it follows, by name and number; or house"),
      holidays: z.array(z.iso.date()),
      workdays: z.array(z.iso.date()),
    })
    .superRefine(({ year, holidays, workdays }, context) => {
      const refuse = (code: string, message: string, zh: string) =>
        context.addIssue({ code: "custom", message, params: { code, zh } });
      const all = [...holidays, ...workdays];
      for (const date of all)
        if (!isWithinReach(date, year))
          refuse("out-of-reach", `${date} is outside ${year}`, `${date} 超出 ${year} 年度安排的范围。`);
      if (new Set(all).size !== all.length) refuse("day-twice", "a day is listed twice", "日期重复。");
    }),
);
export type CalendarYear = z.infer<ReturnType<typeof calendarYear>>;

/** Something unusual in a calendar, which may be a slip or an extraordinary notice: a stable code, and a sentence. */
export const calendarWarning = once(() =>
  z.strictObject({
    code: z.enum(["not-a-weekend", "statutory-holiday-missing", "unusual-number-of-days-off", "day-as-above"]),
    message: z.string(),
  }),
);
export type CalendarWarning = z.infer<ReturnType<typeof calendarWarning>>;

const warning = (code: CalendarWarning["code"], message: string): CalendarWarning => ({ code, message });

/**
 * What a person should look at again before relying on a calendar. A holiday on a weekend is given back in the week and a
 * make-up day takes one, so what is off Monday to Friday less the make-up days is usually what the law gives. Of a layer below
 * the nation, what changes nothing of the layers above it.
 */
export function calendarWarnings(calendar: CalendarYear, above: Calendars = []): CalendarWarning[] {
  return scopeOfCalendar(calendar) === nationwide ? nationalWarnings(calendar) : layerWarnings(calendar, above);
}

const layerWarnings = ({ holidays, workdays }: CalendarYear, above: Calendars): CalendarWarning[] => [
  ...holidays
    .filter((date) => !isWorkingDay(date, above))
    .map((date) => warning("day-as-above", `${date} is off already`)),
  ...workdays
    .filter((date) => isWorkingDay(date, above))
    .map((date) => warning("day-as-above", `${date} is a working day already`)),
];

function nationalWarnings({ year, holidays, workdays }: CalendarYear): CalendarWarning[] {
  const law = statutoryIn(year);
  if (law === undefined) return [];
  const { statutoryDays, fixedDates } = law;
  const daysOff = holidays.filter((date) => !isWeekend(date)).length - workdays.length;
  const missing = fixedDates.map((monthDay) => `${year}-${monthDay}`).filter((date) => !holidays.includes(date));
  const inTheWeek = workdays.filter((date) => !isWeekend(date));
  return [
    ...inTheWeek.map((date) => warning("not-a-weekend", `${date} is no weekend: it needs no make-up workday`)),
    ...missing.map((date) => warning("statutory-holiday-missing", `${date} is a holiday by law and is missing`)),
    ...(daysOff === statutoryDays
      ? []
      : [
          warning(
            "unusual-number-of-days-off",
            `${daysOff} days off Monday to Friday less make-up days, but the law gives ${statutoryDays}`,
          ),
        ]),
  ];
}

/** The years loaded; of two of a layer for the same year the later in the list is in force, so a correction is appended. */
export type Calendars = readonly CalendarYear[];

/** Whose calendar it is: "cn" for the nation, two digits for a province, six for a county. */
export const scopeOfCalendar = ({ scope = nationwide }: Pick<CalendarYear, "scope">): string => scope;

/** The days that a layer would make working days, though a layer above has them off: no layer below takes a holiday away. */
export const takenFromAbove = ({ workdays }: CalendarYear, above: Calendars): string[] =>
  workdays.filter((date) => saidOf(date, above) === "holiday");

/** The calendar day by day, for comparing two of them. */
export const daysOf = ({ holidays, workdays }: Pick<CalendarYear, "holidays" | "workdays">): Record<string, string> =>
  Object.fromEntries([...holidays.map((date) => [date, "holiday"]), ...workdays.map((date) => [date, "workday"])]);

/** A day reached by counting; provisional if the count looked into a year whose calendar is not loaded. */
export type CountedDay = { date: string; provisional: boolean };

export const bundledCalendars = once((): Calendars => z.array(calendarYear()).parse([year2025, year2026]));

/** The nation's calendar of the year of a day: those of other layers only add to it. */
const calendarOf = (date: string, calendars: Calendars): CalendarYear | undefined =>
  calendars.findLast((one) => one.year === yearOf(date) && scopeOfCalendar(one) === nationwide);

type Listed = "holiday" | "workday" | undefined;

/** What the calendars of one layer say of a day: its own year's before those that exchange days over the year's end. */
function listedAs(date: string, calendars: Calendars): Listed {
  for (const year of [yearOf(date), yearOf(date) + 1, yearOf(date) - 1]) {
    const calendar = calendars.findLast((each) => each.year === year);
    if (calendar?.workdays.includes(date)) return "workday";
    if (calendar?.holidays.includes(date)) return "holiday";
  }
  return undefined;
}

/**
 * What is said of a day in all layers: a day that one of them has off is off, whatever another says. In a year whose calendar the
 * nation has not loaded, the holidays fixed by date are off.
 */
function saidOf(date: string, calendars: Calendars): Listed {
  const isFixed = calendarOf(date, calendars) === undefined && isFixedHoliday(date);
  const scopes = new Set(calendars.map(scopeOfCalendar));
  const said = [...scopes].map((scope) =>
    listedAs(
      date,
      calendars.filter((one) => scopeOfCalendar(one) === scope),
    ),
  );
  return isFixed || said.includes("holiday") ? "holiday" : said.find((listed) => listed !== undefined);
}

/** True on working days; a year not loaded is judged by weekends and the holidays fixed by date. Dates are YYYY-MM-DD. */
export const isWorkingDay = (date: string, calendars: Calendars): boolean => {
  const said = saidOf(date, calendars);
  return said === undefined ? !isWeekend(date) : said === "workday";
};

const isFixedHoliday = (date: string): boolean =>
  statutoryIn(yearOf(date))?.fixedDates.includes(date.slice(5)) === true;

/** The date so many calendar days later, or earlier if negative; throws RangeError if it is not a date. */
export const addCalendarDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMilliseconds).toISOString().slice(0, 10);

/** The instant so many calendar months later, or earlier if negative; a day that month lacks is its last one. */
export const monthsLater = (instant: string, months: number): string => {
  const then = new Date(instant);
  const day = then.getUTCDate();
  then.setUTCMonth(then.getUTCMonth() + months);
  if (then.getUTCDate() !== day) then.setUTCDate(0);
  return then.toISOString();
};

/** The date so many months later; a day that the month lacks is its last one (民法典 第202条). */
export const addMonths = (date: string, months: number): string =>
  monthsLater(`${date}T00:00:00.000Z`, months).slice(0, 10);

/** The date itself if it is a working day, else the first one after it. */
export const nextWorkingDayOnOrAfter = (date: string, calendars: Calendars): CountedDay => {
  let day = date;
  let provisional = calendarOf(day, calendars) === undefined;
  while (!isWorkingDay(day, calendars)) {
    day = addCalendarDays(day, 1);
    provisional ||= calendarOf(day, calendars) === undefined;
  }
  return { date: day, provisional };
};

/** The nth working day after the start, which does not count; for none, the start itself. */
export const addWorkingDays = (start: string, days: number, calendars: Calendars): CountedDay => {
  let reached: CountedDay = { date: start, provisional: false };
  for (let counted = 0; counted < days; counted++) {
    const next = nextWorkingDayOnOrAfter(addCalendarDays(reached.date, 1), calendars);
    reached = { date: next.date, provisional: reached.provisional || next.provisional };
  }
  return reached;
};

/** The calendar day in Asia/Shanghai of an ISO instant. */
export const shanghaiDate = (instant: string): string =>
  new Date(Date.parse(instant) + shanghaiOffsetMilliseconds).toISOString().slice(0, 10);

/** 24:00 Asia/Shanghai of a day, that is the first instant after it, in UTC with milliseconds. */
export const endOfShanghaiDay = (date: string): string => new Date(Date.parse(`${date}T24:00:00+08:00`)).toISOString();

/** 0:00 Asia/Shanghai of a day, in UTC with milliseconds. */
export const startOfShanghaiDay = (date: string): string =>
  new Date(Date.parse(`${date}T00:00:00+08:00`)).toISOString();

/** How many days lie after `from` up to and including `to`: all of them, or the working ones. Zero when `to` is not later. */
export const daysBetween = (from: string, to: string, unit: "calendar" | "working", calendars: Calendars): number => {
  let count = 0;
  for (let date = addCalendarDays(from, 1); date <= to; date = addCalendarDays(date, 1)) {
    if (unit === "calendar" || isWorkingDay(date, calendars)) count += 1;
  }
  return count;
};
