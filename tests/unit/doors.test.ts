import { describe, expect, it } from "vitest";
import { actOfSeat, actOfTaking, opensOffice } from "../../shared/domain/doors.ts";

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
    [of("coordinator", "330483", true), of("coordinator", "330483", true), false],
    [of("general", "330483", true), of("general"), false],
  ])("from %j to %j: %s", (before, after, opens) => {
    expect(opensOffice(before, after)).toBe(opens);
  });
});

describe("a seat takes two persons", () => {
  const reader = { held: undefined, given: "reader", isOwn: false, isCoordinator: false } as const;
  const one = { ...reader, hasHands: true, hasAnother: true };
  it("at another body that could give it itself, unless it takes away", () => {
    expect(actOfSeat(one)).toBe("otherKeys");
    expect(actOfSeat({ ...one, held: "reader", given: "lead" })).toBe("otherKeys");
    expect(actOfSeat({ ...one, held: "lead", given: "clerk" })).toBeUndefined();
    expect(actOfSeat({ ...one, held: "clerk", given: "clerk" })).toBeUndefined();
    expect(actOfSeat({ ...one, hasHands: false })).toBeUndefined();
  });

  it("at the own coordinator where it decides, and where there is a second person to ask", () => {
    const own = { ...one, isOwn: true, isCoordinator: true, given: "clerk" } as const;
    expect(actOfSeat(own)).toBe("coordinatorKeys");
    expect(actOfSeat({ ...own, given: "reader" })).toBeUndefined();
    expect(actOfSeat({ ...own, hasAnother: false })).toBeUndefined();
    expect(actOfSeat({ ...own, isCoordinator: false })).toBeUndefined();
  });
});

describe("taking a seat away takes two persons", () => {
  const taking = { isSelf: false, isOwn: true, leavesNoOther: true, leavesNobody: false };
  it("at the own coordinator where nobody else could approve from then on", () => {
    expect(actOfTaking(taking)).toBe("coordinatorKeys");
    expect(actOfTaking({ ...taking, leavesNoOther: false })).toBeUndefined();
    expect(actOfTaking({ ...taking, isSelf: true })).toBeUndefined();
  });

  it("at another body where it leaves no hand", () => {
    expect(actOfTaking({ ...taking, isOwn: false })).toBeUndefined();
    expect(actOfTaking({ ...taking, isOwn: false, leavesNobody: true })).toBe("otherKeys");
  });
});
