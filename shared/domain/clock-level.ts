import { shanghaiDate } from "./calendar.ts";
import type { CaseClock } from "./case.ts";

/** How loudly a period is shown, the calmest first. */
export const clockLevels = ["paused", "calm", "half", "four-fifths", "last-day", "overdue"] as const;
export type ClockLevel = (typeof clockLevels)[number];

const dayMilliseconds = 86_400_000;
const soonDays = 3;

/** How much of a period has passed at an instant, from 0 to 1. */
export function shareOf({ startedAt, dueAt }: Pick<CaseClock, "startedAt" | "dueAt">, now: string): number {
  const [begin, end] = [Date.parse(startedAt), Date.parse(dueAt)];
  return Math.min(1, Math.max(0, (Date.parse(now) - begin) / Math.max(1, end - begin)));
}

/** How loudly to show a clock at an instant. The last day is the day in Shanghai at whose end, or during which, it ends. */
export function levelOf(clock: Pick<CaseClock, "startedAt" | "dueAt" | "pausedSince">, now: string): ClockLevel {
  if (clock.pausedSince !== undefined) return "paused";
  if (Date.parse(clock.dueAt) <= Date.parse(now)) return "overdue";
  if (shanghaiDate(now) === lastDayOf(clock)) return "last-day";
  const share = shareOf(clock, now);
  if (share >= 0.8) return "four-fifths";
  return share >= 0.5 ? "half" : "calm";
}

/** The day in Shanghai with which a clock ends, or on which it does. */
const lastDayOf = ({ dueAt }: Pick<CaseClock, "dueAt">): string =>
  shanghaiDate(new Date(Date.parse(dueAt) - 1).toISOString());

/** By which lists are narrowed to what is due. */
export const dueFilters = ["overdue", "today", "three-days", "four-fifths"] as const;
export type DueFilter = (typeof dueFilters)[number];

/** Whether a clock is due as a filter wants it: nothing that is paused is. A clock that is due today is also due within three days. */
export function isDueAs(
  filter: DueFilter,
  clock: Pick<CaseClock, "startedAt" | "dueAt" | "pausedSince">,
  now: string,
): boolean {
  const level = levelOf(clock, now);
  if (level === "paused") return false;
  switch (filter) {
    case "overdue":
      return level === "overdue";
    case "today":
      return level === "last-day";
    case "three-days": {
      const until = shanghaiDate(new Date(Date.parse(now) + soonDays * dayMilliseconds).toISOString());
      return level !== "overdue" && lastDayOf(clock) <= until;
    }
    case "four-fifths":
      return level !== "overdue" && shareOf(clock, now) >= 0.8;
  }
}
