import {
  addCalendarDays,
  addWorkingDays,
  type Calendars,
  type CountedDay,
  endOfShanghaiDay,
  nextWorkingDayOnOrAfter,
  shanghaiDate,
} from "./calendar.ts";

export type DayUnit = "calendar" | "working";

/** A clock to be computed: its start as an ISO instant, its length, and days not counted (appraisal), in the same unit. */
export type Clock = { startedAt: string; days: number; unit: DayUnit; pausedDays?: number };

/** When a clock ends: the instant after its last day, that day, and whether it rests on a calendar not yet published. */
export type DueDate = { dueAt: string; lastDay: string; provisional: boolean };

/**
 * The due date of a clock: the start day does not count, a last day on a holiday or rest day rolls to the next working
 * day, and it ends at 24:00 Asia/Shanghai (民法典 第201、203条). Throws RangeError on a length that is no whole number.
 */
export const dueAt = (clock: Clock, calendars: Calendars): DueDate => {
  const { startedAt, days, unit, pausedDays = 0 } = clock;
  for (const length of [days, pausedDays])
    if (!Number.isInteger(length) || length < 0) throw new RangeError(`${length} is no number of days`);
  const startDay = shanghaiDate(startedAt);
  const total = days + pausedDays;
  const counted: CountedDay =
    unit === "working"
      ? addWorkingDays(startDay, total, calendars)
      : { date: addCalendarDays(startDay, total), provisional: false };
  const last = nextWorkingDayOnOrAfter(counted.date, calendars);
  return {
    dueAt: endOfShanghaiDay(last.date),
    lastDay: last.date,
    provisional: counted.provisional || last.provisional,
  };
};

/** True from the due instant on; the whole last day before it is in time. Both are ISO instants. */
export const isOverdue = (dueAt: string, now: string): boolean => Date.parse(now) >= Date.parse(dueAt);

/** The instants to warn at, earliest first: at each share (0 to 1) of the clock, and as its last day begins. */
export const warnTimes = (startedAt: string, dueAt: string, shares: readonly number[]): string[] => {
  const start = Date.parse(startedAt);
  const end = Date.parse(dueAt);
  const lastDay = shanghaiDate(new Date(end - 1).toISOString());
  const times = [
    ...shares.map((share) => new Date(start + Math.round((end - start) * share)).toISOString()),
    endOfShanghaiDay(addCalendarDays(lastDay, -1)),
  ];
  return [...new Set(times)].filter((time) => Date.parse(time) >= start).sort();
};
