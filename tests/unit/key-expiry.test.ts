import { describe, expect, it } from "vitest";
import { daysAfter, endsSoon, expiryOf, isExpired, warningDue } from "../../shared/domain/key-expiry.ts";

const registeredAt = "2026-03-02T02:00:00.000Z";
const expiresAt = "2028-03-01T02:00:00.000Z";
const key = { keyId: "a-key", registeredAt, expiresAt };
const daysBefore = (days: number): string => daysAfter(expiresAt, -days);

describe("the end of a key", () => {
  it("is the one it was registered with, to the millisecond", () => {
    expect(expiryOf(key)).toBe(expiresAt);
    expect(isExpired(key, "2028-03-01T01:59:59.999Z")).toBe(false);
    expect(isExpired(key, expiresAt)).toBe(true);
  });

  it("of an earlier release is two years and up to ninety days after it was registered, not the same day for all", () => {
    const ends = Array.from({ length: 200 }, (_, index) => expiryOf({ keyId: `key-${index}`, registeredAt }));
    const first = daysAfter(registeredAt, 730);
    for (const end of ends) {
      expect(end >= first && end < daysAfter(first, 90)).toBe(true);
    }
    expect(new Set(ends).size).toBeGreaterThan(45);
    expect(expiryOf({ keyId: "key-1", registeredAt })).toBe(ends[1]);
  });

  it("of a key that everybody holds was when it was registered, whatever was said then", () => {
    const rfc8037 = { ...key, keyId: "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k" };
    expect(expiryOf(rfc8037)).toBe(registeredAt);
    expect(isExpired(rfc8037, registeredAt)).toBe(true);
  });

  it("is never before the summer of 2027, however long ago the key was registered", () => {
    expect(expiryOf({ keyId: "a-key", registeredAt: "2020-01-01T00:00:00.000Z" }) >= "2027-06-01").toBe(true);
  });
});

describe("the warning of a key's end", () => {
  it("is due thirty days before, and for a coordinator ninety, thirty and seven days before", () => {
    const due = (days: number) =>
      [false, true].map((isCoordinator) => warningDue(key, daysBefore(days), isCoordinator));
    expect(due(91)).toEqual([undefined, undefined]);
    expect(due(90)).toEqual([undefined, 90]);
    expect(due(31)).toEqual([undefined, 90]);
    expect(due(30)).toEqual([30, 30]);
    expect(due(7)).toEqual([30, 7]);
    expect(due(0)).toEqual([undefined, undefined]);
  });

  it("is on the county's list for ninety days, and afterwards", () => {
    expect([91, 90, 1, -1].map((days) => endsSoon(key, daysBefore(days)))).toEqual([false, true, true, true]);
  });
});
