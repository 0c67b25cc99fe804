import { describe, expect, it } from "vitest";
import { limitNames, limits, limitsFor, setLimits, storedLimits } from "../../shared/domain/limits.ts";

describe("the limits of an organisation", () => {
  it("are its own, else those of the platform, else the usual ones", () => {
    const holding = limitsFor({ keys: 2 }, { keys: 4, requestsAMinute: 600 });
    expect(holding.keys).toBe(2);
    expect(holding.requestsAMinute).toBe(600);
    expect(holding.endpoints).toBe(limits.endpoints.usual);
    expect(limitsFor(undefined, {}).keys).toBe(limits.keys.usual);
  });

  it("are set between what each may be", () => {
    for (const name of limitNames) {
      const { least, usual, most } = limits[name];
      expect([least <= usual, usual <= most]).toEqual([true, true]);
      for (const value of [least, most]) expect(setLimits().safeParse({ [name]: value }).success).toBe(true);
      for (const value of [least - 1, most + 1]) expect(setLimits().safeParse({ [name]: value }).success).toBe(false);
    }
    expect(setLimits().safeParse({ wishes: 3 }).success).toBe(false);
  });

  it("are read as another release stored them, and hold as far as this one allows", () => {
    const stored = storedLimits().parse({ keys: 1_000, wishes: 3 });
    expect(stored).toEqual({ keys: 1_000 });
    expect(limitsFor(stored, {}).keys).toBe(limits.keys.most);
  });
});
