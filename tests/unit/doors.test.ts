import { describe, expect, it } from "vitest";
import { givesMore, opensOffice } from "../../shared/domain/doors.ts";

const of = (type: string, divisionCode = "330483", suspended = false) => ({ type, divisionCode, suspended });

describe("a change of the register opens a door", () => {
  it.each([
    [undefined, of("coordinator"), true],
    [undefined, of("auditor"), true],
    [undefined, of("general"), false],
    [of("general"), of("coordinator"), true],
    [of("auditor"), of("general"), true],
    [of("general"), of("police_station"), false],
    [of("coordinator"), of("coordinator", "330483101"), false],
    [of("general"), of("general", "330482"), true],
    [of("coordinator", "330483", true), of("coordinator"), true],
    [of("coordinator"), of("coordinator", "330483", true), false],
    [of("general", "330483", true), of("general"), false],
  ])("from %j to %j: %s", (before, after, opens) => {
    expect(opensOffice(before, after)).toBe(opens);
  });
});

describe("a seat gives more", () => {
  it("where the duty is a higher one, and at the own coordinator where it decides", () => {
    const abroad = { isOwn: false };
    expect(givesMore(undefined, "reader", abroad)).toBe(true);
    expect(givesMore("reader", "lead", abroad)).toBe(true);
    expect(givesMore("lead", "clerk", abroad)).toBe(false);
    expect(givesMore("clerk", "clerk", abroad)).toBe(false);
    expect(givesMore(undefined, "reader", { isOwn: true })).toBe(false);
    expect(givesMore("reader", "clerk", { isOwn: true })).toBe(true);
  });
});
