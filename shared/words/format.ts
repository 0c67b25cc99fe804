import { shanghaiDate, startOfShanghaiDay } from "../domain/calendar.ts";

const shanghai = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Asia/Shanghai",
  dateStyle: "short",
  timeStyle: "short",
});

/** An instant as people in China read it, to the minute. */
export const clockTime = (instant: string | undefined): string =>
  instant === undefined ? "" : shanghai.format(new Date(instant));

/** When a period ends, to the minute; one that runs to the end of a day names that day and 24:00. */
export function deadline(dueAt: string | undefined): string {
  if (dueAt === undefined) return "";
  const end = Date.parse(dueAt);
  const endsWithDay = Date.parse(startOfShanghaiDay(shanghaiDate(dueAt))) === end;
  return endsWithDay ? `${shanghaiDate(new Date(end - 1).toISOString())} 24:00` : clockTime(dueAt);
}

/** An amount in yuan. */
export const yuan = (amountFen: number | undefined): string =>
  amountFen === undefined ? "" : `¥${(amountFen / 100).toFixed(2)}`;
