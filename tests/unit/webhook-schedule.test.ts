import { describe, expect, it } from "vitest";
import {
  askedSecondsOf,
  attemptsAtMost,
  failsForTooLong,
  firstMilliseconds,
  isLate,
  isSlow,
  isTaken,
  restsUntil,
  secondsUntilNext,
  secondsUntilRecorded,
} from "../../shared/domain/webhook-schedule.ts";

const now = new Date("2026-03-03T02:00:00.000Z");
const middle = () => 0.5;

describe("the schedule of a webhook", () => {
  it("is ten attempts over 75 hours and 35 minutes", () => {
    const waits = Array.from({ length: attemptsAtMost }, (_, index) => secondsUntilNext(index + 1, middle));
    expect(waits).toEqual([5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400, undefined]);
    const all = waits.reduce<number>((sum, wait) => sum + (wait ?? 0), 0);
    expect(Math.floor(all / 60)).toBe(75 * 60 + 35);
  });

  it("lets nothing be told again before a first attempt in time has ended", () => {
    const happened = (secondsAgo: number) => new Date(now.getTime() - secondsAgo * 1_000).toISOString();
    expect([120, 121].map((seconds) => isLate(happened(seconds), now))).toEqual([false, true]);
    expect([0, 60, 180, 9_999].map((ago) => secondsUntilRecorded(happened(ago), now.toISOString()))).toEqual([
      ...[180, 120, 0, 0],
    ]);
    const attemptSeconds = firstMilliseconds / 1_000;
    expect(isLate(happened(180 - attemptSeconds), now)).toBe(true);
  });

  it("varies by a fifth", () => {
    expect([secondsUntilNext(2, () => 0), secondsUntilNext(2, () => 1)]).toEqual([240, 360]);
  });

  it("waits longer when the receiver asks for it, a day at most, and never shorter", () => {
    expect(secondsUntilNext(1, middle, 7)).toBe(7);
    expect(secondsUntilNext(3, middle, 7)).toBe(1_800);
    expect(secondsUntilNext(1, middle, 1_000_000)).toBe(86_400);
  });
});

describe("the wait that a receiver asks for", () => {
  it.each([
    [undefined, undefined],
    ["7", 7],
    ["0", 0],
    ["3600", 3_600],
    ["999999999", 999_999_999],
    ["9999999999", undefined],
    ["7s", undefined],
    ["in 7", undefined],
    ["Tue, 03 Mar 2026 02:01:00 GMT", 60],
    ["Tue, 03 Mar 2026 01:00:00 GMT", 0],
    ["soon", undefined],
    ["-5", undefined],
    ["", undefined],
  ])("by %j is %j seconds", (header, seconds) => {
    expect(askedSecondsOf(header, now)).toBe(seconds);
  });
});

describe("an endpoint", () => {
  it("fails for too long after five days of nothing else", () => {
    expect(failsForTooLong("2026-02-26T02:00:00.000Z", now.toISOString())).toBe(true);
    expect(failsForTooLong("2026-02-26T02:00:00.001Z", now.toISOString())).toBe(false);
  });

  it("takes an event by an answer of the two hundreds, and by no other", () => {
    expect([undefined, 0, 199, 200, 204, 299, 300, 404, 500].map(isTaken)).toEqual([
      ...[false, false, false, true, true, true, false, false, false],
    ]);
  });

  it("rests for a minute after five slow failures in a row", () => {
    expect([isSlow(2_999), isSlow(3_000)]).toEqual([false, true]);
    expect(restsUntil(4, now)).toBeUndefined();
    expect(restsUntil(5, now)).toBe("2026-03-03T02:01:00.000Z");
  });
});
