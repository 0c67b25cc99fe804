import { describe, expect, it } from "vitest";
import { dueFilters, isDueAs, levelOf, shareOf } from "../../shared/domain/clock-level.ts";

/** Ten days that end with 11 March in Shanghai. */
const clock = { startedAt: "2026-03-01T16:00:00.000Z", dueAt: "2026-03-11T16:00:00.000Z" };
const filtersAt = (now: string, one: Parameters<typeof levelOf>[0] = clock) =>
  dueFilters.filter((filter) => isDueAs(filter, one, now));

describe("a clock", () => {
  it.each([
    ["2026-03-02T16:00:00.000Z", "calm"],
    ["2026-03-06T15:59:59.000Z", "calm"],
    ["2026-03-06T16:00:00.000Z", "half"],
    ["2026-03-09T16:00:00.000Z", "four-fifths"],
    ["2026-03-10T15:59:59.000Z", "four-fifths"],
    ["2026-03-10T16:00:00.000Z", "last-day"],
    ["2026-03-11T15:59:59.000Z", "last-day"],
    ["2026-03-11T16:00:00.000Z", "overdue"],
  ])("is at %s %s", (now, level) => {
    expect(levelOf(clock, now)).toBe(level);
  });

  it("that stands still is paused, however late it is", () => {
    const paused = { ...clock, pausedSince: "2026-03-03T02:00:00.000Z" };
    expect(levelOf(paused, "2026-03-20T00:00:00.000Z")).toBe("paused");
    expect(filtersAt("2026-03-20T00:00:00.000Z", paused)).toEqual([]);
  });

  it("of no length has passed as soon as it begins", () => {
    const none = { startedAt: clock.startedAt, dueAt: clock.startedAt };
    expect(shareOf(none, clock.startedAt)).toBe(0);
    expect(shareOf(none, clock.dueAt)).toBe(1);
    expect(shareOf(clock, "2026-01-01T00:00:00.000Z")).toBe(0);
  });
});

describe("a list narrowed to what is due", () => {
  it.each([
    ["2026-03-02T16:00:00.000Z", []],
    ["2026-03-07T15:59:59.000Z", []],
    ["2026-03-07T16:00:00.000Z", ["three-days"]],
    ["2026-03-09T16:00:00.000Z", ["three-days", "four-fifths"]],
    ["2026-03-11T01:00:00.000Z", ["today", "three-days", "four-fifths"]],
    ["2026-03-11T16:00:00.000Z", ["overdue"]],
  ])("has the clock at %s as %s", (now, filters) => {
    expect(filtersAt(now)).toEqual(filters);
  });
});
