import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { mediatorKey, organisationKey } from "../../../shared/dynamo/keys.ts";
import { mediatorNamesOf, namesOf } from "../../../shared/runtime/organisation-names.ts";
import { tableOf } from "../../support/answering-items.ts";
import { organisationAt } from "../../support/organisations.ts";

let number = 0;
/** A table of its own for each test, since what is remembered is remembered by the table's name. */
const tableWith = (...ids: string[]) => {
  number += 1;
  const { table, calls } = tableOf([
    ...ids.map((id) => ({
      ...organisationKey(id),
      ...organisationAt(id, { divisionCode: "330483", type: "general" }),
    })),
    { ...mediatorKey("pmc-1", "m-1"), mediatorId: "m-1", facts: { name: "样例调解员" } },
  ]);
  return { table: { ...table, name: `names-${number}` }, calls };
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the names of organisations", () => {
  it("is read in one call, and remembered for five minutes", async () => {
    const { table, calls } = tableWith("pmc-1", "police-1");
    const both = { "pmc-1": "pmc-1", "police-1": "police-1" };
    expect(await namesOf(table, ["pmc-1", "police-1", "pmc-1"])).toEqual(both);
    vi.advanceTimersByTime(299_000);
    expect(await namesOf(table, ["police-1", "pmc-1"])).toEqual(both);
    expect(calls.map(({ operation }) => operation)).toEqual(["BatchGetItem"]);
    vi.advanceTimersByTime(1_000);
    expect(await namesOf(table, ["pmc-1"])).toEqual({ "pmc-1": "pmc-1" });
    expect(calls).toHaveLength(2);
  });

  it("is asked again where nobody is registered yet, and is not asked for nothing", async () => {
    const { table, calls } = tableWith("pmc-1");
    expect(await namesOf(table, ["court"])).toEqual({});
    expect(await namesOf(table, ["court", "pmc-1"])).toEqual({ "pmc-1": "pmc-1" });
    expect(await namesOf(table, ["court", "pmc-1"])).toEqual({ "pmc-1": "pmc-1" });
    expect(calls).toHaveLength(3);
    expect(await namesOf(table, [])).toEqual({});
    expect(calls).toHaveLength(3);
  });

  it("is remembered by table", async () => {
    const [here, there] = [tableWith("pmc-1"), tableWith()];
    expect(await namesOf(here.table, ["pmc-1"])).toEqual({ "pmc-1": "pmc-1" });
    expect(await namesOf(there.table, ["pmc-1"])).toEqual({});
  });

  it("is forgotten as a whole before it fills the memory", async () => {
    const { table, calls } = tableWith("pmc-1", ...Array.from({ length: 5_001 }, (_, index) => `org-${index}`));
    await namesOf(table, ["pmc-1"]);
    const many = Array.from({ length: 5_001 }, (_, index) => `org-${index}`);
    expect(Object.keys(await namesOf(table, many))).toHaveLength(5_001);
    const before = calls.length;
    expect(await namesOf(table, ["pmc-1"])).toEqual({ "pmc-1": "pmc-1" });
    expect(calls.length).toBe(before + 1);
  });
});

describe("the names of mediators", () => {
  it("is read at their organisation, and remembered", async () => {
    const { table, calls } = tableWith();
    expect(await mediatorNamesOf(table, "pmc-1", ["m-1", "m-2"])).toEqual({ "m-1": "样例调解员" });
    expect(await mediatorNamesOf(table, "pmc-1", ["m-1"])).toEqual({ "m-1": "样例调解员" });
    expect(await mediatorNamesOf(table, "pmc-2", ["m-1"])).toEqual({});
    expect(calls).toHaveLength(2);
  });
});
