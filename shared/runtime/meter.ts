import type { QuotaWindow } from "../dynamo/quota-store.ts";

/** One use of a quota: who, of what, and how many of it a stretch of so many seconds has; `at` in milliseconds. */
type Use = { organisationId: string; counted: string; limit: number; windowSeconds: number; at: number };

/** Whether there was one left. The rest is told as far as this environment knows; it can be less. */
export type Metered = { isAllowed: boolean; remaining: number; secondsLeft: number };
export type Meter = (use: Use) => Promise<Metered>;

/** So many in a window are served before the table is asked, in each environment: small callers cost no write. */
const freeShare = 1 / 100;
const blockShareAtMost = 1 / 10;

type Counted = {
  window: QuotaWindow;
  limit: number;
  spent: number;
  /** Of what was spent and taken, what the table knows of. */
  known: number;
  granted: number;
  /** What all had used when the table was last asked. */
  used: number | undefined;
  isFull: boolean;
  asking: Promise<void> | undefined;
};

/**
 * Counts uses against a limit that holds over all environments (decision 0054). Each serves a hundredth of the limit unasked; from
 * then on it takes blocks of what is left from the one counter, as large as what it has served so far. So n environments together
 * serve at most the limit and n hundredths of it, and none is refused before half of what the counter gave was used. One that had
 * to ask in the last window asks at once in the next.
 */
export function createMeter(addUse: (window: QuotaWindow, amount: number) => Promise<number>): Meter {
  const counts = new Map<string, Counted>();
  return async (use) => {
    const { organisationId, counted, limit, windowSeconds, at } = use;
    const place = `${organisationId} ${counted}`;
    const startsAt = Math.floor(at / 1000 / windowSeconds) * windowSeconds;
    const count = countIn(counts.get(place), limit, {
      ...{ organisationId, counted },
      ...{ startsAt, endsAt: startsAt + windowSeconds },
    });
    if (counts.size >= placesAtMost) counts.clear();
    counts.set(place, count);
    while (count.spent >= count.granted && !count.isFull) {
      count.asking ??= takeBlock(count, addUse).finally(() => {
        count.asking = undefined;
      });
      await count.asking;
    }
    const isAllowed = count.spent < count.granted;
    if (isAllowed) count.spent += 1;
    const secondsLeft = Math.max(1, Math.ceil(startsAt + windowSeconds - at / 1000));
    return { isAllowed, remaining: remainingOf(count), secondsLeft };
  };
}

const placesAtMost = 10_000;

/** How the count stands in a window: the one that goes on, or a new one. */
function countIn(before: Counted | undefined, limit: number, window: QuotaWindow): Counted {
  const isSame = before?.window.startsAt === window.startsAt;
  if (before !== undefined && isSame && before.limit === limit) return before;
  // Another limit was set: what was served counts, what was taken and not used is lost.
  const spent = isSame ? before.spent : 0;
  const known = isSame ? before.known : 0;
  const asked = before !== undefined && before.known > 0 && (isSame || before.window.endsAt === window.startsAt);
  const granted = asked ? spent : Math.max(spent, Math.floor(limit * freeShare));
  return { window, limit, spent, known, granted, used: undefined, isFull: false, asking: undefined };
}

async function takeBlock(
  count: Counted,
  addUse: (window: QuotaWindow, amount: number) => Promise<number>,
): Promise<void> {
  const { limit, spent, window } = count;
  const block = Math.max(
    1,
    Math.min(Math.max(spent, Math.floor(limit * freeShare)), Math.floor(limit * blockShareAtMost)),
  );
  const unknown = Math.max(0, count.granted - count.known);
  const used = await addUse(window, unknown + block);
  const over = Math.max(0, used - limit);
  count.known += unknown + block;
  count.used = used;
  count.granted += Math.max(0, block - over);
  count.isFull = over > 0;
}

const remainingOf = ({ limit, spent, granted, used }: Counted): number =>
  used === undefined ? Math.max(0, limit - spent) : Math.max(0, limit - used) + granted - spent;
