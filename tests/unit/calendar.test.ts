import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import {
  addCalendarDays,
  addWorkingDays,
  bundledCalendars,
  calendarWarnings,
  calendarYear,
  daysOf,
  endOfShanghaiDay,
  isWorkingDay,
  monthsLater,
  nextWorkingDayOnOrAfter,
  shanghaiDate,
  takenFromAbove,
} from "../../shared/domain/calendar.ts";
import { difference } from "../../shared/domain/difference.ts";
import realYears from "../fixtures/calendars.json" with { type: "json" };

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
    ["a day both off and worked", { workdays: ["2026-02-15"] }, "a day is listed twice"],
    ["a doubled day", { holidays: [...holidays, "2026-10-01"] }, "a day is listed twice"],
    ["a day that it cannot reach", { holidays: [...holidays, "2027-02-01"] }, "2027-02-01 is outside 2026"],
    ["a day of long ago", { holidays: [...holidays, "2025-11-30"] }, "2025-11-30 is outside 2026"],
  ])("is refused for %s", (_, change, message) => expect(refusal(change)).toBe(message));

  it.each([
    ["a day that never was", { workdays: ["2026-02-30"] }],
    ["no named source", { source: " " }],
  ])("is refused with %s", (_, change) => {
    expect(refusal(change)).toBeDefined();
  });

  const warnings = (change: object) =>
    calendarWarnings(calendarYear().parse({ ...year2026, ...change })).map(({ message }) => message);
  const without = (list: "holidays" | "workdays", day: string) => ({
    [list]: year2026?.[list].filter((each) => each !== day),
  });
  const unusual = (days: number) => `${days} days off Monday to Friday less make-up days, but the law gives 13`;

  it.each<[string, object, string[]]>([
    ["nothing unusual", {}, []],
    [
      "a make-up day in the week",
      { workdays: [...(year2026?.workdays ?? []), "2026-02-25"] },
      ["2026-02-25 is no weekend: it needs no make-up workday", unusual(12)],
    ],
    [
      "a statutory holiday missing",
      without("holidays", "2026-10-02"),
      ["2026-10-02 is a holiday by law and is missing", unusual(12)],
    ],
    ["a day off too few", without("holidays", "2026-02-16"), [unusual(12)]],
    ["a make-up day too few", without("workdays", "2026-02-14"), [unusual(14)]],
    ["a day off over the year's end", { holidays: [...holidays, "2025-12-31"] }, [unusual(14)]],
  ])("is taken with a warning of %s", (_, change, expected) => expect(warnings(change)).toEqual(expected));
});

describe("the calendars that the State Council has published", () => {
  const published = z.array(calendarYear()).parse(realYears);

  it("are all taken as they are, and only an extraordinary notice is warned of", () => {
    expect(published.map(({ year }) => year)).toEqual(Array.from({ length: 20 }, (_, index) => 2007 + index));
    const warned = published.filter((calendar) => calendarWarnings(calendar).length > 0);
    // The seventieth anniversary of the end of the war, and the holiday that was made longer in January 2020.
    expect(warned.map(({ year }) => year)).toEqual([2015, 2020]);
  });

  it.each([
    ["2015-09-03", false, "the anniversary"],
    ["2015-09-06", true, "worked for it"],
    ["2020-01-31", false, "the holiday made longer"],
    ["2020-02-03", true, "the Monday after it"],
    ["2011-12-31", true, "a Saturday that the calendar of 2012 exchanges"],
    ["2007-12-31", false, "a Monday that the calendar of 2008 gives off"],
    ["2018-12-29", true, "a Saturday worked for New Year 2019"],
    ["2022-12-31", false, "a Saturday, first of three days off"],
    ["2007-05-03", false, "a holiday by the law of then"],
  ])("know %s: working %s (%s)", (date, working) => expect(isWorkingDay(date, published)).toBe(working));

  it("of a later year do not overrule the own calendar of a day", () => {
    const next = calendarYear().parse({ year: 2027, source: "样例", holidays: [], workdays: ["2026-12-26"] });
    const own = calendarYear().parse({ ...year2026, holidays: [...(year2026?.holidays ?? []), "2026-12-26"] });
    expect(isWorkingDay("2026-12-26", [...bundledCalendars(), next])).toBe(true);
    expect(isWorkingDay("2026-12-26", [...bundledCalendars(), own, next])).toBe(false);
  });

  it("are not judged before the first law that is known", () => {
    expect(calendarWarnings({ year: 1999, source: "样例", holidays: [], workdays: ["1999-10-05"] })).toEqual([]);
  });

  it.each([
    ["2007-05-03", false],
    ["2008-05-02", true],
    ["2025-05-02", false],
    ["1999-10-01", true],
  ])("are made up for, where they are not loaded, by the law of their time: %s works %s", (date, working) => {
    expect(isWorkingDay(date, [])).toBe(working);
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

describe("a calendar of a province or county", () => {
  // 2026-04-20 is a Monday, 2026-04-25 a Saturday.
  const own = (scope: string, holidays: string[], workdays: string[] = []) => ({
    ...{ year: 2026, scope, source: "样例自治区少数民族习惯节日放假办法 第2条", holidays, workdays },
  });
  const region = own("45", ["2026-04-20", "2026-04-21"], ["2026-04-25"]);
  const under = (...layers: ReturnType<typeof own>[]) => [...bundledCalendars(), ...layers];

  it("is off and worked beside the nation's days", () => {
    const days = ["2026-04-17", "2026-04-20", "2026-04-21", "2026-04-25", "2026-05-01", "2026-05-09"];
    const worked = (calendars: Parameters<typeof isWorkingDay>[1]) =>
      days.filter((day) => isWorkingDay(day, calendars));
    expect(worked(bundledCalendars())).toEqual(["2026-04-17", "2026-04-20", "2026-04-21", "2026-05-09"]);
    expect(worked(under(region))).toEqual(["2026-04-17", "2026-04-25", "2026-05-09"]);
    expect(addWorkingDays("2026-04-17", 1, under(region))).toEqual({ date: "2026-04-22", provisional: false });
  });

  it("never works on a day that another layer has off, wherever it stands in the list", () => {
    const county = own("450123", [], ["2026-04-20", "2026-05-01", "2026-05-02", "2026-05-16"]);
    for (const calendars of [under(region, county), under(county, region)]) {
      expect(county.workdays.filter((day) => isWorkingDay(day, calendars))).toEqual(["2026-05-16"]);
    }
    expect(takenFromAbove(county, under(region))).toEqual(["2026-04-20", "2026-05-01", "2026-05-02"]);
    expect(takenFromAbove(region, bundledCalendars())).toEqual([]);
  });

  it("may have a day off on which the nation works for another", () => {
    expect(isWorkingDay("2026-05-09", under(own("45", ["2026-05-09"])))).toBe(false);
  });

  it("does not stand for the nation's calendar of a year that is still to come", () => {
    const next = { ...own("45", ["2028-04-20"], ["2028-10-01"]), year: 2028 };
    expect(nextWorkingDayOnOrAfter("2028-04-20", under(next))).toEqual({ date: "2028-04-21", provisional: true });
    expect(isWorkingDay("2028-10-01", under(next)), "fixed by law").toBe(false);
  });

  it("is warned of where it changes nothing, and of nothing else", () => {
    expect(calendarWarnings(region, bundledCalendars())).toEqual([]);
    const idle = own("45", ["2026-04-25", "2026-05-01"], ["2026-05-09"]);
    expect(calendarWarnings(idle, bundledCalendars()).map(({ code, message }) => [code, message])).toEqual([
      ["day-as-above", "2026-04-25 is off already"],
      ["day-as-above", "2026-05-01 is off already"],
      ["day-as-above", "2026-05-09 is a working day already"],
    ]);
  });
});
