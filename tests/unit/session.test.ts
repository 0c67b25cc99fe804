import { describe, expect, it } from "vitest";
import {
  isOver,
  isToBeNoted,
  keptFormEnds,
  mayKeepForm,
  sessionEnds,
  signInEnds,
} from "../../shared/domain/session.ts";

const startedAt = "2026-07-01T01:00:00.000Z";
const at = (hours: number, minutes: number): string =>
  new Date(Date.parse(startedAt) + (hours * 60 + minutes) * 60_000).toISOString();

describe("a session", () => {
  it("is over after half an hour in which nothing was done", () => {
    expect(isOver({ startedAt, lastSeenAt: at(2, 0) }, at(2, 29))).toBe(false);
    expect(isOver({ startedAt, lastSeenAt: at(2, 0) }, at(2, 30))).toBe(true);
  });

  it("is over after twelve hours, whatever was done", () => {
    expect(sessionEnds({ startedAt })).toBe(at(12, 0));
    expect(isOver({ startedAt, lastSeenAt: at(11, 59) }, at(11, 59))).toBe(false);
    expect(isOver({ startedAt, lastSeenAt: at(11, 59) }, at(12, 0))).toBe(true);
  });

  it("notes once a minute that the person is there", () => {
    expect(isToBeNoted({ startedAt, lastSeenAt: startedAt }, at(0, 0))).toBe(false);
    expect(isToBeNoted({ startedAt, lastSeenAt: startedAt }, at(0, 1))).toBe(true);
  });

  it("leaves what was typed to the person for half an hour, within a day of when the person was there", () => {
    expect(keptFormEnds(startedAt)).toBe(at(0, 30));
    expect(mayKeepForm({ startedAt, lastSeenAt: startedAt }, at(23, 59))).toBe(true);
    expect(mayKeepForm({ startedAt, lastSeenAt: startedAt }, at(24, 0))).toBe(false);
  });
});

describe("a sign-in", () => {
  it("waits ten minutes for the provider's answer", () => {
    expect(signInEnds(startedAt)).toBe(at(0, 10));
  });
});
