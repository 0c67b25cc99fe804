import type { Platform } from "../local/platform.ts";

export const dayMilliseconds = 86_400_000;

/** Papers of an archived case are locked a minute later. The demo does not wait for what is due in more than this; the next day it is done. */
export const laterMilliseconds = 30_000;

/** The demo's calendar: it runs with this machine's clock, and the days in which nothing happens are skipped. */
export type Calendar = {
  /** Milliseconds since the epoch. */
  now(): number;
  /** The same as an instant. */
  instant(): string;
  /** The day in Shanghai so many days from now, YYYY-MM-DD. */
  day(daysFromNow?: number): string;
};

type Skipping = {
  skipDay(platform: Platform): void;
  /** Goes on to the day so many days before this machine's; nothing where that has passed. */
  skipTo(daysAgo: number, platform: Platform): void;
};

/** A calendar that begins today, or some days ago, so that all that is played has happened by today. */
export function openCalendar(daysAgo = 0): Calendar & Skipping {
  let ahead = -daysAgo * dayMilliseconds;
  const now = (): number => Date.now() + ahead;
  return {
    now,
    instant: () => new Date(now()).toISOString(),
    day: (daysFromNow = 0) => dayOf(now() + daysFromNow * dayMilliseconds),
    skipDay(platform) {
      ahead += dayMilliseconds;
      platform.advanceClock(dayMilliseconds);
    },
    skipTo(wanted, platform) {
      const milliseconds = Math.max(0, -wanted * dayMilliseconds - ahead);
      ahead += milliseconds;
      platform.advanceClock(milliseconds);
    },
  };
}

/** The day in Shanghai of an instant. */
export const dayOf = (milliseconds: number): string =>
  new Date(milliseconds + 8 * 3_600_000).toISOString().slice(0, 10);

/** What people have written down to do later. */
export type Diary = {
  note(at: number, task: () => Promise<void>): void;
  /** Takes out what is due. */
  due(now: number): (() => Promise<void>)[];
};

export function openDiary(): Diary {
  let entries: { at: number; task: () => Promise<void> }[] = [];
  return {
    note: (at, task) => {
      entries.push({ at, task });
    },
    due(now) {
      const due = entries.filter(({ at }) => at <= now);
      entries = entries.filter(({ at }) => at > now);
      return due.sort((one, other) => one.at - other.at).map(({ task }) => task);
    },
  };
}
