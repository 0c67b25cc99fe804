import { describe, expect, it } from "vitest";
import { addCalendarDays, bundledCalendars, shanghaiDate } from "../../shared/domain/calendar.ts";
import {
  nextDueAt,
  recomputed,
  resumed,
  warningsPast,
  withPauses,
  workDueAt,
} from "../../shared/domain/case-clocks.ts";
import { dueAt, dueOn, warnTimes } from "../../shared/domain/clocks.ts";
import { archived, calendars, clock, mediating, monday, performed, rules } from "../support/cases.ts";

// 24:00 of a day in Shanghai is 16:00 of that day in UTC.
const startedAt = "2026-03-02T02:00:00.000Z";

describe("a period", () => {
  it("in months has an end that is certain as long as the calendar of that year is known", () => {
    expect(dueAt({ startedAt, months: 1 }, calendars)).toEqual({
      dueAt: "2026-04-02T16:00:00.000Z",
      lastDay: "2026-04-02",
      provisional: false,
    });
    expect(dueAt({ startedAt: "2026-12-02T02:00:00.000Z", months: 2 }, bundledCalendars()).provisional).toBe(true);
  });

  it("on a set day is not certain once a pause takes it over a year whose calendar is not known", () => {
    const long = { from: "2026-12-01", to: "2027-01-05" };
    expect(dueOn("2026-12-10", [], calendars)).toMatchObject({ lastDay: "2026-12-10", provisional: false });
    expect(dueOn("2026-12-10", [long], bundledCalendars())).toMatchObject({ lastDay: "2027-01-14", provisional: true });
  });

  it("does not end before the pause does", () => {
    const late = { from: "2026-03-12", to: "2026-03-20" };
    expect(dueOn("2026-03-10", [late], calendars).lastDay >= late.to).toBe(true);
  });
});

describe("the warnings of a period", () => {
  const end = "2026-03-12T16:00:00.000Z";

  it("are at its shares and as its last day begins, each once, and none before it begins", () => {
    expect(warnTimes("2026-03-02T16:00:00.000Z", end, [0.5, 0.9])).toEqual([
      "2026-03-07T16:00:00.000Z",
      "2026-03-11T16:00:00.000Z",
    ]);
    expect(warnTimes("2026-03-11T16:00:00.000Z", end, [])).toEqual(["2026-03-11T16:00:00.000Z"]);
    expect(warnTimes("2026-03-11T16:00:01.000Z", end, [])).toEqual([]);
  });

  it("are counted up to an instant, the end of the period not among them", () => {
    const running = clock("mediate", { startedAt: "2026-03-02T16:00:00.000Z", dueAt: end });
    const law = { ...rules, warnShares: [0.5, 1] };
    const counted = (at: string) => warningsPast(running, at, law);
    expect([counted("2026-03-07T15:59:59.000Z"), counted("2026-03-07T16:00:00.000Z")]).toEqual([0, 1]);
    expect([counted("2026-03-11T16:00:00.000Z"), counted(end), counted("2026-05-01T00:00:00.000Z")]).toEqual([2, 2, 2]);
  });

  it("are next, then the end, and then nothing of that period", () => {
    const running = (warned: number) => clock("mediate", { startedAt: "2026-03-02T16:00:00.000Z", dueAt: end, warned });
    const next = (warned: number) =>
      nextDueAt(mediating({ clocks: [running(warned)] }), { ...rules, warnShares: [0.5, 1] });
    expect([0, 1, 2, 3].map(next)).toEqual(["2026-03-07T16:00:00.000Z", "2026-03-11T16:00:00.000Z", end, end]);
    expect(nextDueAt(mediating({ clocks: [{ ...running(0), breached: true }] }), rules)).toBeUndefined();
    expect(nextDueAt(mediating({ clocks: [{ ...running(0), pausedSince: startedAt }] }), rules)).toBeUndefined();
    expect(nextDueAt(archived(performed({ remindAt: end })), rules)).toBeUndefined();
  });
});

describe("a clock of neither length nor set day", () => {
  const { length: _, ...bare } = clock("mediate");

  it("ends when it was said to end, whatever the calendars say", () => {
    expect(recomputed([bare], calendars)).toEqual([bare]);
    expect(withPauses(bare, [], calendars)).toBe(bare);
  });

  it("goes on from its last day after a pause", () => {
    const [after] = resumed([{ ...bare, pausedSince: monday("03:00") }], "2026-03-05T03:00:00.000Z", calendars);
    const last = shanghaiDate("2026-04-01T02:00:00.000Z");
    expect(after).toMatchObject({ until: last, pauses: [{ from: "2026-03-02", to: "2026-03-05" }] });
    expect(after?.dueAt).toBe(dueOn(addCalendarDays(last, 3), [], calendars).dueAt);
  });
});

it("is the first to end of what a body works on", () => {
  const clocks = [clock("mediate"), clock("answer")];
  expect(workDueAt(mediating({ clocks }))).toBe(clock("answer").dueAt);
  expect(workDueAt(mediating({ clocks: [] }))).toBeUndefined();
});
