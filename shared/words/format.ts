import { endOfShanghaiDay, shanghaiDate } from "../domain/calendar.ts";
import type { Language } from "./language.ts";
import { inBrackets } from "./punctuation.ts";

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
  const lastDay = lastDayBefore(end);
  return Date.parse(endOfShanghaiDay(lastDay)) === end ? `${lastDay} 24:00` : clockTime(dueAt);
}

/** The day in Shanghai that holds the moment before: a period that runs to the end of a day ends on that day, not on the next at 0:00. */
const lastDayBefore = (end: number): string => shanghaiDate(new Date(end - 1).toISOString());

const dayMilliseconds = 86_400_000;

/** When something is due, as people say it at `now` (Unix milliseconds): the time, and how many calendar days are left or over. */
export function dueIn(dueAt: string, now: number, language: Language): { time: string; distance: string } {
  const end = Date.parse(dueAt);
  const today = shanghaiDate(new Date(now).toISOString());
  const days = (Date.parse(lastDayBefore(end)) - Date.parse(today)) / dayMilliseconds;
  return { time: deadline(dueAt), distance: daysInWords(days, end <= now)[language] };
}

/** The same in one line; empty where nothing is due. */
export function dueInWords(dueAt: string | undefined, now: number, language: Language): string {
  if (dueAt === undefined) return "";
  const { time, distance } = dueIn(dueAt, now, language);
  return `${time}${inBrackets(distance, language)}`;
}

function daysInWords(days: number, isOver: boolean): Readonly<Record<Language, string>> {
  const over = -days;
  if (isOver && over < 1) return { en: "over today", zh: "今日已届满" };
  if (isOver) return { en: over === 1 ? "1 day over" : `${over} days over`, zh: `已逾期 ${over} 天` };
  if (days === 0) return { en: "today", zh: "今日到期" };
  if (days === 1) return { en: "tomorrow", zh: "明日到期" };
  return { en: `in ${days} days`, zh: `还有 ${days} 天` };
}

/** An amount in yuan, its thousands apart. */
export const yuan = (amountFen: number | undefined): string =>
  amountFen === undefined ? "" : `¥${(amountFen / 100).toFixed(2).replaceAll(/\B(?=(\d{3})+\.)/g, ",")}`;
