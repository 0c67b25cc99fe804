import * as z from "zod";
import year2025 from "./calendars/2025.json" with { type: "json" };
import year2026 from "./calendars/2026.json" with { type: "json" };
import statutory from "./calendars/fixed-dates.json" with { type: "json" };
import { once } from "./once.ts";

const dayMilliseconds = 86_400_000;
// China has kept UTC+8 without summer time since 1992.
const shanghaiOffsetMilliseconds = 8 * 3_600_000;

const weekdayOf = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay();
const isWeekend = (date: string): boolean => weekdayOf(date) === 0 || weekdayOf(date) === 6;
const yearOf = (date: string): number => Number(date.slice(0, 4));

/**
 * One year's holiday arrangement as the State Council publishes it each November: days off, and weekend days worked
 * instead (调休). Refused if a day is doubled, outside the year, or missing: a holiday on a weekend is given back in the
 * week and a make-up day takes one, so what is off Monday to Friday less the make-up days is what the law gives.
 */
export const calendarYear = once(() =>
  z
    .strictObject({
      year: z.int().min(statutory.since).max(2100),
      source: z.string().min(1),
      holidays: z.array(z.iso.date()),
      workdays: z.array(z.iso.date()),
    })
    .superRefine(({ year, holidays, workdays }, context) => {
      const refuse = (message: string, code = message) =>
        context.addIssue({ code: "custom", message, params: { code } });
      const all = [...holidays, ...workdays];
      for (const date of all) if (yearOf(date) !== year) refuse(`${date} is outside ${year}`);
      for (const date of workdays) if (!isWeekend(date)) refuse(`${date} is no weekend: it needs no make-up workday`);
      for (const monthDay of statutory.fixedDates)
        if (!holidays.includes(`${year}-${monthDay}`)) refuse(`${year}-${monthDay} is a holiday by law and is missing`);
      if (new Set(all).size !== all.length) refuse("a day is listed twice");
      const daysOff = holidays.filter((date) => !isWeekend(date)).length - workdays.length;
      if (daysOff !== statutory.statutoryDays)
        refuse(
          `${daysOff} days off Monday to Friday less make-up days, but the law gives ${statutory.statutoryDays}`,
          "wrong-number-of-days-off",
        );
    }),
);
export type CalendarYear = z.infer<ReturnType<typeof calendarYear>>;

/** The years loaded; of two for the same year the later in the list is in force, so a correction is appended. */
export type Calendars = readonly CalendarYear[];

/** The calendar day by day, for comparing two of them. */
export const daysOf = ({ holidays, workdays }: Pick<CalendarYear, "holidays" | "workdays">): Record<string, string> =>
  Object.fromEntries([...holidays.map((date) => [date, "holiday"]), ...workdays.map((date) => [date, "workday"])]);

/** A day reached by counting; provisional if the count looked into a year whose calendar is not loaded. */
export type CountedDay = { date: string; provisional: boolean };

export const bundledCalendars = once((): Calendars => z.array(calendarYear()).parse([year2025, year2026]));

const calendarOf = (date: string, calendars: Calendars): CalendarYear | undefined =>
  calendars.findLast(({ year }) => year === yearOf(date));

/** True on working days; a year not loaded is judged by weekends and the holidays fixed by date. Dates are YYYY-MM-DD. */
export const isWorkingDay = (date: string, calendars: Calendars): boolean => {
  const calendar = calendarOf(date, calendars);
  if (calendar === undefined) return !isWeekend(date) && !statutory.fixedDates.includes(date.slice(5));
  return calendar.workdays.includes(date) || !(isWeekend(date) || calendar.holidays.includes(date));
};

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
export const endOfShanghaiDay = (date: string): string =>
  new Date(Date.parse(`${addCalendarDays(date, 1)}T00:00:00+08:00`)).toISOString();

/** 0:00 Asia/Shanghai of a day, in UTC with milliseconds. */
export const startOfShanghaiDay = (date: string): string => endOfShanghaiDay(addCalendarDays(date, -1));

/** How many days lie after `from` up to and including `to`: all of them, or the working ones. Zero when `to` is not later. */
export const daysBetween = (from: string, to: string, unit: "calendar" | "working", calendars: Calendars): number => {
  let count = 0;
  for (let date = addCalendarDays(from, 1); date <= to; date = addCalendarDays(date, 1)) {
    if (unit === "calendar" || isWorkingDay(date, calendars)) count += 1;
  }
  return count;
};
