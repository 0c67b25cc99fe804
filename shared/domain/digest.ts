import * as z from "zod";
import { addCalendarDays, addWorkingDays, type Calendars, endOfShanghaiDay, shanghaiDate } from "./calendar.ts";
import { instant } from "./case.ts";
import { once } from "./once.ts";

/** What an organisation is told once a working day of what lies with it. A case counts among the overdue or among the due, not both. */
export const digest = once(() =>
  z.strictObject({
    date: z.iso.date().describe("The day in Shanghai"),
    open: z.int().min(1).describe("On how many cases you owe something, as GET /v1/work lists them"),
    due: z.int().min(0).describe("On how many of them something is due by dueBy, and nothing is overdue"),
    overdue: z.int().min(0).describe("On how many of them something is overdue"),
    dueBy: instant().describe("The end of the last of the working days that count as soon"),
  }),
);
export type Digest = z.infer<ReturnType<typeof digest>>;

/** Something owed on a case, and by when. */
type OwedOnCase = { caseId: string; dueAt?: string };

export const isOverdueAt = ({ dueAt }: { dueAt?: string }, now: string): boolean => dueAt !== undefined && dueAt <= now;

/** On how many cases something is owed, is overdue, or is due by then; each case is counted once in all, and once in what is worst. */
export function countOwed(
  owed: readonly OwedOnCase[],
  { now, dueBy }: { now: string; dueBy: string },
): Pick<Digest, "open" | "due" | "overdue"> {
  const idsOf = (some: readonly OwedOnCase[]) => new Set(some.map(({ caseId }) => caseId));
  const overdue = idsOf(owed.filter((one) => isOverdueAt(one, now)));
  const due = idsOf(owed.filter((one) => isOverdueAt(one, dueBy) && !overdue.has(one.caseId)));
  return { open: idsOf(owed).size, due: due.size, overdue: overdue.size };
}

/** The end of the last of so many working days, today being the day before the first. */
export const soonUntil = (now: string, dueDays: number, calendars: Calendars): string =>
  endOfShanghaiDay(addWorkingDays(shanghaiDate(now), dueDays, calendars).date);

/** The next instant, later than now, at which clocks in Shanghai show that time (`08:30`). */
export function nextDigestAt(now: string, at: string): string {
  const on = (date: string): string => new Date(`${date}T${at}:00+08:00`).toISOString();
  const today = on(shanghaiDate(now));
  return today > now ? today : on(addCalendarDays(shanghaiDate(now), 1));
}
