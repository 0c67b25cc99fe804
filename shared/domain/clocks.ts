import {
  addCalendarDays,
  addMonths,
  addWorkingDays,
  type Calendars,
  type CountedDay,
  daysBetween,
  endOfShanghaiDay,
  nextWorkingDayOnOrAfter,
  shanghaiDate,
} from "./calendar.ts";

export type DayUnit = "calendar" | "working";

/** How long a clock runs: so many days, or so many months, whose last day is the same day of a later month. */
export type Length = { days: number; unit: DayUnit } | { months: number };

/** Days that do not count: those after `from` up to `to`, YYYY-MM-DD. */
export type Pause = { from: string; to: string };

/** A clock to be computed: its start as an ISO instant, its length, and the pauses it had, earliest first. */
export type Clock = Length & { startedAt: string; pauses?: readonly Pause[] };

/** When a clock ends: the instant after its last day, that day, and whether it rests on a calendar not yet published. */
export type DueDate = { dueAt: string; lastDay: string; provisional: boolean };

/**
 * The due date of a clock: the start day does not count, a last day on a holiday or rest day rolls to the next working
 * day, and it ends at 24:00 Asia/Shanghai (民法典 第201条至第203条). Throws RangeError on a length that is no whole number.
 */
export const dueAt = (clock: Clock, calendars: Calendars): DueDate => {
  const count = "months" in clock ? clock.months : clock.days;
  if (!Number.isInteger(count) || count < 0) throw new RangeError(`${count} is no length of a clock`);
  const startDay = shanghaiDate(clock.startedAt);
  const unit = "months" in clock ? "calendar" : clock.unit;
  const end =
    "months" in clock
      ? { date: addMonths(startDay, clock.months), provisional: false }
      : after(startDay, clock.days, unit, calendars);
  return endingOn(afterPauses(end, unit, clock.pauses ?? [], calendars), calendars);
};

/** The due date of a clock whose last day somebody set: it rolls like one that the law sets, and pauses move it. */
export const dueOn = (lastDay: string, pauses: readonly Pause[], calendars: Calendars): DueDate =>
  endingOn(afterPauses({ date: lastDay, provisional: false }, "calendar", pauses, calendars), calendars);

const after = (date: string, days: number, unit: DayUnit, calendars: Calendars): CountedDay =>
  unit === "working"
    ? addWorkingDays(date, days, calendars)
    : { date: addCalendarDays(date, days), provisional: false };

/**
 * The last day before it rolls, with the pauses added. A pause that begins once the day has passed, while it is rolled over a
 * holiday, moves the rolled day; and none ends the clock before it goes on.
 */
function afterPauses(last: CountedDay, unit: DayUnit, pauses: readonly Pause[], calendars: Calendars): CountedDay {
  return pauses.reduce((end, { from, to }) => {
    const start = from > end.date ? nextWorkingDayOnOrAfter(end.date, calendars) : end;
    const moved = after(start.date, daysBetween(from, to, unit, calendars), unit, calendars);
    const provisional = end.provisional || start.provisional || moved.provisional;
    return moved.date < to ? { date: to, provisional } : { ...moved, provisional };
  }, last);
}

function endingOn(counted: CountedDay, calendars: Calendars): DueDate {
  const last = nextWorkingDayOnOrAfter(counted.date, calendars);
  return {
    dueAt: endOfShanghaiDay(last.date),
    lastDay: last.date,
    provisional: counted.provisional || last.provisional,
  };
}

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
