import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bundledCalendars, isWorkingDay } from "../../shared/domain/calendar.ts";
import { type DayUnit, dueAt, dueOn, isOverdue, type Pause, warnTimes } from "../../shared/domain/clocks.ts";

// All starts at 10:00 Shanghai.
const due = (startDay: string, days: number, unit: DayUnit, pauses: Pause[] = []) =>
  dueAt({ startedAt: `${startDay}T02:00:00Z`, days, unit, pauses }, bundledCalendars());

describe("the last day of a clock in calendar days", () => {
  it.each([
    ["2026-03-02", 15, "2026-03-17", "Tuesday: stays"],
    ["2026-03-02", 30, "2026-04-01", "Wednesday in the next month: stays"],
    ["2026-02-11", 3, "2026-02-14", "make-up Saturday: does not roll"],
    ["2026-02-13", 15, "2026-02-28", "make-up Saturday: does not roll"],
    ["2026-01-16", 30, "2026-02-24", "15 February, first day of Spring Festival: rolls over all nine days"],
    ["2026-02-08", 15, "2026-02-24", "23 February, Monday off: rolls to Tuesday"],
    ["2026-02-22", 7, "2026-03-02", "Sunday 1 March: rolls to Monday"],
    ["2026-08-21", 30, "2026-09-20", "make-up Sunday: does not roll"],
    ["2026-09-01", 30, "2026-10-08", "1 October: rolls over National Day to Thursday"],
    ["2026-09-10", 30, "2026-10-10", "make-up Saturday: does not roll"],
    ["2025-09-01", 30, "2025-10-09", "1 October 2025: rolls over National Day and Mid-autumn to Thursday"],
    ["2025-09-11", 30, "2025-10-11", "make-up Saturday: does not roll"],
    ["2025-09-12", 30, "2025-10-13", "Sunday 12 October: rolls to Monday"],
    ["2025-12-02", 30, "2026-01-04", "1 January: rolls to the make-up Sunday"],
  ])("%s + %i is %s (%s)", (start, days, lastDay) =>
    expect(due(start, days, "calendar")).toMatchObject({ lastDay, provisional: false }),
  );
});

describe("the last day of a clock in working days", () => {
  it.each([
    ["2026-03-02", 3, "2026-03-05", "Tuesday, Wednesday, Thursday"],
    ["2026-03-06", 3, "2026-03-11", "over a weekend"],
    ["2026-02-12", 3, "2026-02-24", "13, make-up 14, then after Spring Festival"],
    ["2026-02-14", 3, "2026-02-26", "from the make-up Saturday: 24, 25, 26"],
    ["2026-02-15", 5, "2026-02-28", "24, 25, 26, 27 and the make-up Saturday"],
    ["2026-02-26", 3, "2026-03-02", "27, make-up 28, Monday"],
    ["2026-09-30", 3, "2026-10-10", "8, 9 and the make-up Saturday"],
    ["2025-09-26", 4, "2025-10-09", "make-up Sunday 28, 29, 30, then after National Day and Mid-autumn"],
    ["2025-12-30", 3, "2026-01-05", "31, make-up Sunday 4 January, Monday"],
  ])("%s + %i is %s (%s)", (start, days, lastDay) =>
    expect(due(start, days, "working")).toMatchObject({ lastDay, provisional: false }),
  );

  it("of a medical dispute skips Spring Festival and the days of the appraisal", () => {
    // 3-6 February (4), 9-14 (10), 24-28 (15), 2-6 March (20), 9-13 (25), 16-20 (30), 23-27 (35).
    expect(due("2026-02-02", 30, "working").lastDay).toBe("2026-03-20");
    expect(due("2026-02-02", 30, "working", [{ from: "2026-03-02", to: "2026-03-09" }]).lastDay).toBe("2026-03-27");
  });
});

describe("a clock", () => {
  it("counts from the day in Shanghai, not in UTC", () => {
    const startedAt = (instant: string) => dueAt({ startedAt: instant, days: 1, unit: "calendar" }, bundledCalendars());
    expect(startedAt("2026-03-02T15:59:59.999Z").lastDay).toBe("2026-03-03");
    expect(startedAt("2026-03-02T16:00:00.000Z").lastDay).toBe("2026-03-04");
  });

  it("ends at 24:00 Shanghai of its last day", () => {
    expect(due("2026-03-02", 15, "calendar").dueAt).toBe("2026-03-17T16:00:00.000Z");
  });

  it("reaching into a year not loaded is provisional", () => {
    expect(due("2026-12-10", 30, "calendar")).toMatchObject({ lastDay: "2027-01-11", provisional: true });
    expect(due("2026-12-30", 2, "working")).toMatchObject({ lastDay: "2027-01-04", provisional: true });
    expect(due("2026-12-01", 30, "calendar")).toMatchObject({ lastDay: "2026-12-31", provisional: false });
  });

  it("of no days on a rest day ends on the next working day", () => {
    expect(due("2026-03-07", 0, "working").lastDay).toBe("2026-03-09");
  });

  it.each([-1, 1.5, Number.NaN])("of %d days is refused", (days) =>
    expect(() => due("2026-03-02", days, "working")).toThrow(RangeError),
  );

  const start = fc.date({ min: new Date("2025-01-02"), max: new Date("2026-10-01"), noInvalidDate: true });
  const unit = fc.constantFrom<DayUnit>("calendar", "working");

  it("always ends on a working day after its start, and later the longer it runs", () =>
    fc.assert(
      fc.property(start, fc.integer({ min: 1, max: 30 }), unit, (from, days, of) => {
        const startedAt = from.toISOString();
        const shorter = dueAt({ startedAt, days, unit: of }, bundledCalendars());
        const longer = dueAt({ startedAt, days: days + 1, unit: of }, bundledCalendars());
        expect(isWorkingDay(shorter.lastDay, bundledCalendars())).toBe(true);
        expect(shorter.dueAt > startedAt).toBe(true);
        expect(longer.dueAt >= shorter.dueAt).toBe(true);
      }),
    ));
});

describe("a pause", () => {
  it.each<[string, string, number, DayUnit, Pause[], string]>([
    // Due on 15 February, which rolls to the 24th.
    [
      "begun on the rolled last day",
      "2026-01-16",
      30,
      "calendar",
      [{ from: "2026-02-24", to: "2026-03-06" }],
      "2026-03-06",
    ],
    [
      "begun while the end is rolled",
      "2026-01-16",
      30,
      "calendar",
      [{ from: "2026-02-20", to: "2026-02-25" }],
      "2026-03-02",
    ],
    [
      "begun on the day before it rolls",
      "2026-01-16",
      30,
      "calendar",
      [{ from: "2026-02-15", to: "2026-02-25" }],
      "2026-02-25",
    ],
    [
      "begun before, so that the end rolls again",
      "2026-01-16",
      30,
      "calendar",
      [{ from: "2026-02-10", to: "2026-02-12" }],
      "2026-02-24",
    ],
    [
      "of a Friday until Sunday, in working days",
      "2026-03-02",
      4,
      "working",
      [{ from: "2026-03-06", to: "2026-03-08" }],
      "2026-03-09",
    ],
    [
      "twice, the second time on the day to which the first moved it",
      "2026-01-16",
      30,
      "calendar",
      [
        { from: "2026-02-24", to: "2026-03-06" },
        { from: "2026-03-06", to: "2026-03-16" },
      ],
      "2026-03-16",
    ],
  ])("%s moves the end", (_, start, days, unit, pauses, lastDay) =>
    expect(due(start, days, unit, pauses).lastDay).toBe(lastDay),
  );

  const day = fc
    .date({ min: new Date("2026-01-05"), max: new Date("2026-06-01"), noInvalidDate: true })
    .map((instant) => instant.toISOString().slice(0, 10));

  it("never lets a clock end before it goes on, nor earlier than without it", () =>
    fc.assert(
      fc.property(
        day,
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom<DayUnit>("calendar", "working"),
        day,
        day,
        (start, days, unit, one, other) => {
          const plain = due(start, days, unit);
          const [from, to] = one < other ? ([one, other] as const) : ([other, one] as const);
          fc.pre(from >= start && from <= plain.lastDay);
          const paused = due(start, days, unit, [{ from, to }]);
          expect(paused.lastDay >= to).toBe(true);
          expect(paused.lastDay >= plain.lastDay).toBe(true);
        },
      ),
    ));
});

describe("a clock of one month", () => {
  const monthFrom = (start: string, pauses: Pause[] = []) =>
    dueAt({ startedAt: `${start}T02:00:00Z`, months: 1, pauses }, bundledCalendars()).lastDay;

  it.each([
    ["2026-03-02", "2026-04-02", "the same day of the next month"],
    ["2026-03-04", "2026-04-07", "4 April is Qingming: rolls to Tuesday"],
    ["2026-01-31", "2026-02-28", "February has no such day: its last, a make-up Saturday"],
    ["2026-07-31", "2026-08-31", "thirty-one days"],
    ["2025-12-31", "2026-02-02", "over the year's end, and from Saturday to Monday"],
  ])("from %s ends on %s: %s", (start, lastDay) => expect(monthFrom(start)).toBe(lastDay));

  it("is moved by pauses in calendar days", () => {
    expect(monthFrom("2026-03-02", [{ from: "2026-03-10", to: "2026-03-20" }])).toBe("2026-04-13");
  });
});

describe("a day that the parties agreed on", () => {
  it.each([
    ["2026-10-03", "2026-10-08"],
    ["2026-05-02", "2026-05-06"],
    ["2026-02-14", "2026-02-14"],
  ])("%s is kept until %s", (agreed, lastDay) => expect(dueOn(agreed, [], bundledCalendars()).lastDay).toBe(lastDay));
});

describe("a clock due today", () => {
  const { dueAt: end } = due("2026-03-02", 15, "calendar");

  it("is not overdue, to the last millisecond", () => {
    expect(isOverdue(end, "2026-03-17T02:00:00Z")).toBe(false);
    expect(isOverdue(end, "2026-03-17T15:59:59.999Z")).toBe(false);
    expect(isOverdue(end, "2026-03-17T23:59:59+08:00")).toBe(false);
  });

  it("is overdue once the day is over", () => {
    expect(isOverdue(end, "2026-03-17T16:00:00Z")).toBe(true);
    expect(isOverdue(end, "2026-03-18T02:00:00Z")).toBe(true);
  });
});

describe("the warnings of a clock", () => {
  it("come at each share and as the last day begins", () => {
    expect(warnTimes("2026-03-02T16:00:00.000Z", "2026-03-12T16:00:00.000Z", [0.5, 0.8])).toEqual([
      "2026-03-07T16:00:00.000Z",
      "2026-03-10T16:00:00.000Z",
      "2026-03-11T16:00:00.000Z",
    ]);
  });

  it("come earliest first and once each", () => {
    expect(warnTimes("2026-03-02T16:00:00.000Z", "2026-03-04T16:00:00.000Z", [0.8, 0.5])).toEqual([
      "2026-03-03T16:00:00.000Z",
      "2026-03-04T06:24:00.000Z",
    ]);
  });

  it("never come before the clock starts", () => {
    expect(warnTimes("2026-03-02T02:00:00.000Z", "2026-03-02T16:00:00.000Z", [0.5])).toEqual([
      "2026-03-02T09:00:00.000Z",
    ]);
  });
});
