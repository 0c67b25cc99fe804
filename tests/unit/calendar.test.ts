import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addCalendarDays,
  addWorkingDays,
  bundledCalendars,
  calendarYear,
  daysOf,
  endOfShanghaiDay,
  isWorkingDay,
  monthsLater,
  nextWorkingDayOnOrAfter,
  shanghaiDate,
} from "../../shared/domain/calendar.ts";
import { difference } from "../../shared/domain/difference.ts";

const year2026 = bundledCalendars().find(({ year }) => year === 2026);
const plainDate = fc
  .date({ min: new Date("2025-01-01"), max: new Date("2026-12-01"), noInvalidDate: true })
  .map((day) => day.toISOString().slice(0, 10));

describe("the bundled calendars", () => {
  // Counted by hand: weekdays of the year - holidays that fall on weekdays + make-up workdays.
  it.each([
    [2025, 28, 5, 248],
    [2026, 33, 6, 248],
  ])("of %i have %i days off and %i make-up days, leaving %i working days", (year, holidays, workdays, working) => {
    const calendar = bundledCalendars().find((candidate) => candidate.year === year);
    expect(calendar?.holidays).toHaveLength(holidays);
    expect(calendar?.workdays).toHaveLength(workdays);
    const days = Array.from({ length: 365 }, (_, index) => addCalendarDays(`${year}-01-01`, index));
    expect(days.filter((day) => isWorkingDay(day, bundledCalendars()))).toHaveLength(working);
  });

  it.each([
    ["2026-02-13", true, "Friday before Spring Festival"],
    ["2026-02-14", true, "make-up Saturday"],
    ["2026-02-15", false, "first day of Spring Festival"],
    ["2026-02-23", false, "Monday, last day of Spring Festival"],
    ["2026-02-24", true, "Tuesday after it"],
    ["2026-02-28", true, "make-up Saturday"],
    ["2026-03-01", false, "Sunday"],
    ["2026-09-20", true, "make-up Sunday"],
    ["2026-10-10", true, "make-up Saturday"],
    ["2025-10-08", false, "last day of National Day and Mid-autumn 2025"],
    ["2025-10-11", true, "make-up Saturday"],
  ])("know %s: working %s (%s)", (date, working) => expect(isWorkingDay(date, bundledCalendars())).toBe(working));
});

describe("a calendar year to be loaded", () => {
  const refusal = (change: object): string | undefined =>
    calendarYear().safeParse({ ...year2026, ...change }).error?.issues[0]?.message;
  const holidays = year2026?.holidays ?? [];

  it("is taken as published", () => {
    expect(refusal({})).toBeUndefined();
  });

  it.each([
    [
      "a make-up day in the week",
      { workdays: ["2026-02-25"] },
      "2026-02-25 is no weekend: it needs no make-up workday",
    ],
    ["a day both off and worked", { workdays: ["2026-02-15"] }, "a day is listed twice"],
    ["a doubled day", { holidays: [...holidays, "2026-10-01"] }, "a day is listed twice"],
    ["a day of another year", { holidays: [...holidays, "2027-01-01"] }, "2027-01-01 is outside 2026"],
    [
      "a statutory holiday missing",
      { holidays: holidays.filter((day) => day !== "2026-10-02") },
      "2026-10-02 is a holiday by law and is missing",
    ],
  ])("is refused for %s", (_, change, message) => expect(refusal(change)).toBe(message));

  it("is refused with a day that never was", () => {
    expect(refusal({ workdays: ["2026-02-30"] })).toBeDefined();
  });
});

describe.each(bundledCalendars())("the calendar of $year, checked against the days off that the law gives", (whole) => {
  const without = (list: "holidays" | "workdays", day: string) =>
    calendarYear().safeParse({ ...whole, [list]: whole[list].filter((each) => each !== day) }).error?.issues ?? [];
  const wrongNumber = { code: "custom", path: [], params: { code: "wrong-number-of-days-off" } };

  it("is whole", () => {
    expect(calendarYear().parse(whole)).toEqual(whole);
  });

  it.each(whole.holidays.filter((day) => new Date(day).getUTCDay() % 6 > 0))(
    "is refused without the holiday %s",
    (day) => {
      const message = "12 days off Monday to Friday less make-up days, but the law gives 13";
      expect(without("holidays", day).at(-1)).toEqual({ ...wrongNumber, message });
    },
  );

  it.each(whole.workdays)("is refused without the make-up day %s", (day) => {
    const message = "14 days off Monday to Friday less make-up days, but the law gives 13";
    expect(without("workdays", day)).toEqual([{ ...wrongNumber, message }]);
  });
});

describe("a year that is not loaded", () => {
  it.each([
    ["2027-01-01", false],
    ["2027-01-04", true],
    ["2027-05-03", true],
    ["2027-10-01", false],
    ["2027-10-02", false],
  ])("is judged by weekends and fixed holidays: %s works %s", (date, working) =>
    expect(isWorkingDay(date, bundledCalendars())).toBe(working),
  );

  it("makes what is counted into it provisional", () => {
    expect(nextWorkingDayOnOrAfter("2026-12-31", bundledCalendars())).toEqual({
      date: "2026-12-31",
      provisional: false,
    });
    expect(nextWorkingDayOnOrAfter("2027-01-01", bundledCalendars())).toEqual({
      date: "2027-01-04",
      provisional: true,
    });
    expect(addWorkingDays("2026-12-30", 2, bundledCalendars())).toEqual({ date: "2027-01-04", provisional: true });
  });

  it("stays provisional once left again", () => {
    const only2026 = bundledCalendars().filter(({ year }) => year === 2026);
    // 31 December 2025 is in a year not loaded; 1 to 3 January off, 4 January a make-up Sunday.
    expect(addWorkingDays("2025-12-30", 2, only2026)).toEqual({ date: "2026-01-04", provisional: true });
  });

  it("makes a roll that begins in it provisional", () => {
    const without2025 = bundledCalendars().filter(({ year }) => year !== 2025);
    expect(nextWorkingDayOnOrAfter("2024-12-28", without2025)).toEqual({ date: "2024-12-30", provisional: true });
  });
});

describe("a correction loaded after the year it corrects", () => {
  it("is the one in force", () => {
    const workdays = year2026?.workdays.map((day) => (day === "2026-02-14" ? "2026-02-07" : day));
    const corrected = calendarYear().parse({ ...year2026, workdays });
    expect(isWorkingDay("2026-02-14", [...bundledCalendars(), corrected])).toBe(false);
    expect(isWorkingDay("2026-02-07", [...bundledCalendars(), corrected])).toBe(true);
  });

  it("differs from it by the days that it moves", () => {
    const before = daysOf({ holidays: ["2026-02-16"], workdays: ["2026-02-14"] });
    const after = daysOf({ holidays: ["2026-02-16"], workdays: ["2026-02-07"] });
    expect(difference(before, after, "样例")).toEqual([
      { path: "2026-02-07", before: null, after: "workday", article: "样例" },
      { path: "2026-02-14", before: "workday", after: null, article: "样例" },
    ]);
  });
});

describe("counting days", () => {
  it("crosses months, leap days and years, both ways", () => {
    expect(addCalendarDays("2026-01-31", 1)).toBe("2026-02-01");
    expect(addCalendarDays("2028-02-28", 1)).toBe("2028-02-29");
    expect(addCalendarDays("2026-01-01", -1)).toBe("2025-12-31");
  });

  it("of months keeps the day, or takes the last of a shorter month, both ways", () => {
    const months = (date: string, count: number) => monthsLater(`${date}T02:00:00.000Z`, count).slice(0, 10);
    expect(months("2026-03-02", 12)).toBe("2027-03-02");
    expect(months("2026-03-02", -12)).toBe("2025-03-02");
    expect(months("2026-01-31", 1)).toBe("2026-02-28");
    expect(months("2028-02-29", -12)).toBe("2027-02-28");
  });

  it("refuses what is not a date", () => {
    expect(() => addCalendarDays("soon", 1)).toThrow(RangeError);
  });

  it("of no working days stays where it is", () => {
    expect(addWorkingDays("2026-02-15", 0, bundledCalendars())).toEqual({ date: "2026-02-15", provisional: false });
  });

  it("always ends on a working day, with exactly that many on the way", () =>
    fc.assert(
      fc.property(plainDate, fc.integer({ min: 1, max: 20 }), (start, days) => {
        const { date } = addWorkingDays(start, days, bundledCalendars());
        let seen = 0;
        for (let day = addCalendarDays(start, 1); day <= date; day = addCalendarDays(day, 1))
          if (isWorkingDay(day, bundledCalendars())) seen += 1;
        expect(seen).toBe(days);
        expect(isWorkingDay(date, bundledCalendars())).toBe(true);
      }),
    ));
});

describe("a day in Shanghai", () => {
  it("begins at 16:00 UTC of the day before", () => {
    expect(shanghaiDate("2026-02-13T15:59:59.999Z")).toBe("2026-02-13");
    expect(shanghaiDate("2026-02-13T16:00:00Z")).toBe("2026-02-14");
    expect(shanghaiDate("2026-02-14T00:00:00+08:00")).toBe("2026-02-14");
  });

  it("ends at 24:00, the first instant of the next", () => {
    expect(endOfShanghaiDay("2026-02-14")).toBe("2026-02-14T16:00:00.000Z");
  });

  it("ends where the next begins, whichever the day", () =>
    fc.assert(
      fc.property(plainDate, (date) => {
        const end = Date.parse(endOfShanghaiDay(date));
        expect(shanghaiDate(new Date(end - 1).toISOString())).toBe(date);
        expect(shanghaiDate(new Date(end).toISOString())).toBe(addCalendarDays(date, 1));
      }),
    ));
});
