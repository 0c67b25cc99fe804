/** How long after the attempt before it each of the ten comes: 75 hours 35 minutes in all. */
const waitSeconds: readonly number[] = [0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];

export const attemptsAtMost = waitSeconds.length;
/** As long as a receiver may ask us to wait. */
const askedSecondsAtMost = 86_400;
/** As many days as an endpoint may do nothing but fail. */
const failingDaysAtMost = 5;
/** As many slow failures in a row as the others bear before the endpoint rests. */
const slowFailuresAtMost = 5;
const slowMilliseconds = 3_000;
/** As long as a first attempt waits, among those of all endpoints: a little longer than what counts as slow, so that it is seen. */
export const firstMilliseconds = 3_100;
/** As long as a later attempt waits, and every attempt to call an endpoint that is known as slow. */
export const patientMilliseconds = 15_000;
const restSeconds = 60;

/**
 * Seconds from a failed attempt to the next; undefined after the last. Each wait differs by up to a fifth, so that what failed
 * together does not come together. A wish of the receiver makes it longer and never shorter: one that always asks for
 * a second would use its ten attempts up in ten seconds.
 */
export function secondsUntilNext(failed: number, random: () => number, askedSeconds = 0): number | undefined {
  const wait = waitSeconds[failed];
  if (wait === undefined) return undefined;
  return Math.max(Math.round(wait * (0.8 + 0.4 * random())), Math.min(askedSeconds, askedSecondsAtMost));
}

/** The seconds that a Retry-After header asks for, as a number or a date; undefined when it says neither. */
export function askedSecondsOf(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header);
  const until = header.endsWith(" GMT") ? Date.parse(header) : Number.NaN;
  return Number.isNaN(until) ? undefined : Math.max(0, Math.ceil((until - now.getTime()) / 1_000));
}

/** Whether an endpoint that failed since then, and fails again, has failed for too long. */
export const failsForTooLong = (failingSince: string, now: string): boolean =>
  Date.parse(now) - Date.parse(failingSince) >= failingDaysAtMost * 86_400_000;

/** A first attempt that comes later than this after its event may meet another: the same event, told again. */
const promptMilliseconds = 120_000;
export const isLate = (happenedAt: string, now: Date): boolean =>
  now.getTime() - Date.parse(happenedAt) > promptMilliseconds;
/** When a first attempt that was not late has ended and is recorded. */
const recordedMilliseconds = promptMilliseconds + 60_000;
/** Seconds until all that happened up to a moment can be told again: each endpoint was called, or will be late. */
export const secondsUntilRecorded = (to: string, now: string): number =>
  Math.ceil(Math.max(0, Date.parse(to) + recordedMilliseconds - Date.parse(now)) / 1_000);

export const isSlow = (milliseconds: number): boolean => milliseconds >= slowMilliseconds;

/** Until when an endpoint rests after so many slow failures in a row; undefined while the others bear it. */
export const restsUntil = (slowFailures: number, now: Date): string | undefined =>
  slowFailures < slowFailuresAtMost ? undefined : new Date(now.getTime() + restSeconds * 1_000).toISOString();

/** Whether an answer with this status, or none, takes an event. */
export const isTaken = (status: number | undefined): boolean => status !== undefined && status >= 200 && status < 300;
