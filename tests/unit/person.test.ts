import { describe, expect, it } from "vitest";
import {
  codeAsGiven,
  codeLength,
  codeLetters,
  duties,
  duty,
  dutyLabels,
  invitationEnds,
  personName,
  seat,
  suffices,
} from "../../shared/domain/person.ts";

describe("a duty", () => {
  it("suffices for those before it and for itself", () => {
    expect(duties.map((held) => duties.filter((asked) => suffices(held, asked)))).toEqual([
      ["reader"],
      ["reader", "clerk"],
      ["reader", "clerk", "lead"],
    ]);
  });

  it("has a name in both languages", () => {
    expect(duties.map((one) => duty().parse(one))).toEqual([...duties]);
    expect(Object.values(dutyLabels).map(({ zh }) => zh)).toEqual(["查阅", "经办", "负责"]);
  });
});

describe("the code of an invitation", () => {
  it("is the same however a person types it", () => {
    expect(codeAsGiven(" abcd-efgh 2３ ")).toBe("ABCDEFGH23");
  });

  it("has no letters that people take for one another, and enough of the others", () => {
    expect(codeLetters).not.toMatch(/[01OI]/);
    expect(new Set(codeLetters).size).toBe(32);
    expect(codeLength).toBe(10);
  });

  it("counts for three days", () => {
    expect(invitationEnds("2026-07-01T01:00:00.000Z")).toBe("2026-07-04T01:00:00.000Z");
  });
});

describe("a seat", () => {
  it("names a person without spaces around, and never by nothing", () => {
    expect(personName().parse(" 陈样例 ")).toBe("陈样例");
    expect(personName().safeParse("  ").success).toBe(false);
    const held = { organisationId: "court", personId: crypto.randomUUID(), name: "陈样例", duty: "clerk", since: "" };
    expect(seat().parse(held)).toEqual(held);
    expect(seat().safeParse({ ...held, personId: "1" }).success).toBe(false);
  });
});
