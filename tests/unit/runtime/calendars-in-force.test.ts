import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Calendars } from "../../../shared/domain/calendar.ts";
import { calendarsInForce, withCalendars } from "../../../shared/runtime/calendars-in-force.ts";
import { answeringTable } from "../../support/answering-table.ts";
import { calendars } from "../../support/cases.ts";

describe("a decision", () => {
  const reading = () => {
    let count = 0;
    const read = async () => {
      count += 1;
      return calendars;
    };
    return { read, count: () => count };
  };

  it("that asks for no calendar reads none", async () => {
    const { read, count } = reading();
    expect(await withCalendars({ at: "now" }, read, ({ at }) => at)).toBe("now");
    expect(count()).toBe(0);
  });

  it("that asks for the calendars is taken with those in force", async () => {
    const { read, count } = reading();
    const ask = (context: { at: string; calendars: Calendars }) => [context.at, context.calendars];
    expect(await withCalendars({ at: "now" }, read, ask)).toEqual(["now", calendars]);
    expect(count()).toBe(1);
  });

  it("that is refused stays refused", async () => {
    const refuse = () => {
      throw new RangeError("no");
    };
    await expect(withCalendars({}, reading().read, refuse)).rejects.toThrow(RangeError);
  });
});

describe("the calendars in force", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date"], now: 0 });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("are read once a minute, once for all that ask together, and again after a failure", async () => {
    let fails = true;
    const { table: anybodys, calls } = answeringTable(() => {
      if (fails) throw new Error("throttled");
      return { Items: [] };
    });
    // Calendars are remembered by the table's name, and other tests in this process have a table too.
    const table = { ...anybodys, name: "read-once-a-minute" };
    await expect(calendarsInForce(table, "330483")).rejects.toThrow("throttled");
    fails = false;
    await Promise.all([calendarsInForce(table, "330483"), calendarsInForce(table, "330483")]);
    vi.setSystemTime(59_999);
    await calendarsInForce(table, "330483");
    // The nation's, once in vain; and those of the county and its province in one call.
    expect(calls.map(({ operation }) => operation)).toEqual(["Query", "Query", "BatchGetItem"]);
    vi.setSystemTime(60_000);
    await calendarsInForce(table, "330483");
    expect(calls).toHaveLength(5);
  });

  it("of another county of the province take its own reading alone", async () => {
    const { table: anybodys, calls } = answeringTable(() => ({ Items: [] }));
    const table = { ...anybodys, name: "two-counties" };
    await calendarsInForce(table, "330483");
    await calendarsInForce(table, "330421");
    expect(calls.map(({ operation }) => operation)).toEqual(["Query", "BatchGetItem", "GetItem"]);
  });
});
