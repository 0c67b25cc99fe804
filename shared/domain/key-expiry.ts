import { publishedKeys } from "./published-keys.ts";

// A key lives for a bounded time, so that one which was lost without anybody noticing does not open for ever (decision 0062).

const dayMilliseconds = 86_400_000;

type Registered = { keyId: string; registeredAt: string; expiresAt?: string | undefined };

/** Keys of earlier releases have no end of their own: two years from their registration, and none before this day. */
const formerKeyDays = 730;
const formerNotBefore = "2027-06-01T00:00:00.000Z";
/** Over so many days they end one after another: a county registers most of its keys on one day. */
const formerSpreadDays = 90;

export const daysAfter = (time: string, days: number): string =>
  new Date(Date.parse(time) + days * dayMilliseconds).toISOString();

/** When a key ends. One whose private half is published has ended, should an earlier release have registered it. */
export function expiryOf({ keyId, registeredAt, expiresAt }: Registered): string {
  if (publishedKeys.has(keyId)) return registeredAt;
  if (expiresAt !== undefined) return expiresAt;
  const end = daysAfter(registeredAt, formerKeyDays);
  return daysAfter(end < formerNotBefore ? formerNotBefore : end, spreadOf(keyId));
}

function spreadOf(keyId: string): number {
  let sum = 0;
  for (const character of keyId) sum = (sum * 31 + character.charCodeAt(0)) % 65_521;
  return sum % formerSpreadDays;
}

export const isExpired = (key: Registered, now: string): boolean => expiryOf(key) <= now;

/** So many days before the end its owner is warned; a coordinator more often, as nobody below it could help. */
const warnedDays = { coordinator: [7, 30, 90], other: [30] } as const;
/** From when on a key is shown as one that ends soon. */
export const endsSoonDays = 90;

/** The warning that is due for a key: how many days before its end it is given; undefined while there is time. */
export function warningDue(key: Registered, now: string, isCoordinator: boolean): number | undefined {
  const end = expiryOf(key);
  if (end <= now) return undefined;
  return warnedDays[isCoordinator ? "coordinator" : "other"].find((days) => daysAfter(now, days) >= end);
}

export const endsSoon = (key: Registered, now: string): boolean => daysAfter(now, endsSoonDays) >= expiryOf(key);
