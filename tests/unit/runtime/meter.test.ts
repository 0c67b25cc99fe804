import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { QuotaWindow } from "../../../shared/dynamo/quota-store.ts";
import { createMeter, type Meter } from "../../../shared/runtime/meter.ts";

const minute = Date.parse("2026-03-03T02:00:00Z");
const use = (limit: number, at = minute, organisationId = "police") => ({
  ...{ organisationId, counted: "requests", limit, windowSeconds: 60, at },
});

/** The one counter of all environments, and how often it was asked. */
function counter() {
  const used = new Map<string, number>();
  const asked: number[] = [];
  const addUse = async ({ organisationId, counted, startsAt }: QuotaWindow, amount: number): Promise<number> => {
    const place = `${organisationId} ${counted} ${startsAt}`;
    const sum = (used.get(place) ?? 0) + amount;
    used.set(place, sum);
    asked.push(amount);
    return sum;
  };
  return { asked, environment: () => createMeter(addUse) };
}

/** How many of so many uses were allowed. */
async function allowed(meter: Meter, times: number, limit: number, at = minute): Promise<number> {
  let count = 0;
  for (let time = 0; time < times; time += 1) if ((await meter(use(limit, at))).isAllowed) count += 1;
  return count;
}

describe("one environment", () => {
  it("asks nothing of the table for a hundredth of the limit, and then takes blocks that grow", async () => {
    const { asked, environment } = counter();
    const meter = environment();
    await allowed(meter, 10, 1_000);
    expect(asked).toEqual([]);
    await allowed(meter, 600, 1_000);
    // Calls that were served unasked are told with the first block; no block is more than a tenth of the limit.
    expect(asked).toEqual([20, 20, 40, 80, 100, 100, 100, 100, 100]);
  });

  it("serves exactly the limit, then refuses until the minute is over, and asks no more meanwhile", async () => {
    const { asked, environment } = counter();
    const meter = environment();
    expect(await allowed(meter, 500, 300)).toBe(300);
    const times = asked.length;
    expect(await meter(use(300, minute + 59_001))).toEqual({ isAllowed: false, remaining: 0, secondsLeft: 1 });
    expect(asked).toHaveLength(times);
    expect(await allowed(meter, 500, 300, minute + 60_000)).toBe(300);
  });

  it("asks at once in the minute after one in which it had to ask, and not in a later one", async () => {
    const { asked, environment } = counter();
    const meter = environment();
    await allowed(meter, 200, 1_000);
    const before = asked.length;
    await allowed(meter, 1, 1_000, minute + 60_000);
    expect(asked.length - before).toBe(1);
    await allowed(meter, 10, 1_000, minute + 180_000);
    expect(asked.length - before).toBe(1);
  });

  it("tells how much is left, and when the minute is over", async () => {
    const meter = counter().environment();
    expect(await meter(use(1_000, minute + 12_300))).toEqual({ isAllowed: true, remaining: 999, secondsLeft: 48 });
    await allowed(meter, 99, 1_000);
    expect(await meter(use(1_000))).toEqual({ isAllowed: true, remaining: 899, secondsLeft: 60 });
  });

  it("counts each organisation for itself", async () => {
    const meter = counter().environment();
    expect(await allowed(meter, 50, 30)).toBe(30);
    expect((await meter(use(30, minute, "court"))).isAllowed).toBe(true);
  });

  it("follows a limit that is raised or lowered within the minute", async () => {
    const meter = counter().environment();
    expect(await allowed(meter, 100, 50)).toBe(50);
    // Calls beyond the limit, a tenth of it at most, are not given back.
    expect(await allowed(meter, 100, 80)).toBe(27);
    expect(await allowed(meter, 100, 40)).toBe(0);
    expect(await allowed(meter, 100, 200)).toBe(100);
  });

  it("asks once for calls that come together", async () => {
    const { asked, environment } = counter();
    const meter = environment();
    const all = await Promise.all(Array.from({ length: 500 }, () => meter(use(300))));
    expect(all.filter(({ isAllowed }) => isAllowed)).toHaveLength(300);
    expect(asked.length).toBeLessThan(16);
  });

  it("throws what the table throws, and asks again with the next call", async () => {
    let isBroken = true;
    const meter = createMeter(async () => {
      if (isBroken) throw new Error("the table does not answer");
      return 1;
    });
    await expect(meter(use(30))).rejects.toThrow("does not answer");
    isBroken = false;
    expect((await meter(use(30))).isAllowed).toBe(true);
  });
});

describe("several environments", () => {
  it("serve together at most the limit and a hundredth of it each, and at least half of it before one is refused", async () => {
    const run = fc.record({
      limit: fc.integer({ min: 1, max: 2_000 }),
      environments: fc.integer({ min: 1, max: 12 }),
      calls: fc.array(fc.nat({ max: 11 }), { minLength: 50, maxLength: 3_000 }),
    });
    await fc.assert(
      fc.asyncProperty(run, async ({ limit, environments, calls }) => {
        const { environment } = counter();
        const meters = Array.from({ length: environments }, environment);
        const free = Math.floor(limit / 100);
        let served = 0;
        for (const call of calls) {
          const meter = meters[call % environments];
          if (meter === undefined) throw new Error("no such environment");
          const { isAllowed } = await meter(use(limit));
          if (isAllowed) served += 1;
          else expect(served).toBeGreaterThanOrEqual((limit - environments * Math.max(1, free)) / 2);
          expect(served).toBeLessThanOrEqual(limit + environments * free);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("serve not one more than the limit once each of them has asked in the minute before", async () => {
    const { environment } = counter();
    const meters = Array.from({ length: 10 }, environment);
    for (const meter of meters) await allowed(meter, 200, 1_000);
    let served = 0;
    for (const meter of meters) served += await allowed(meter, 200, 1_000, minute + 60_000);
    expect(served).toBeLessThanOrEqual(1_000);
    expect(served).toBeGreaterThanOrEqual(500);
  });
});
