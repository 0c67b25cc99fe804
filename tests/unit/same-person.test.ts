import { describe, expect, it } from "vitest";
import type { Actor } from "../../shared/domain/case.ts";
import { isSamePerson, namesPerson } from "../../shared/domain/same-person.ts";

const office = { organisationId: "justice-bureau", role: "coordinator" } as const;
const said = (officer?: string, personId?: string, organisationId = "justice-bureau"): Actor => ({
  ...office,
  organisationId,
  ...(officer === undefined ? {} : { officer }),
  ...(personId === undefined ? {} : { personId }),
});

describe("an act", () => {
  it("names a person by a seat or by a name, and by nothing else", () => {
    expect([said(), said("样例甲"), said(undefined, "p-1"), said("样例甲", "p-1")].map(namesPerson)).toEqual([
      ...[false, true, true, true],
    ]);
  });
});

describe("two acts", () => {
  it.each<[string, Actor, Actor, boolean]>([
    ["of one seat, whatever they are called", said("样例甲", "p-1"), said("样例乙", "p-1"), true],
    ["of one seat at two organisations", said("样例甲", "p-1"), said("样例甲", "p-1", "audit-office"), true],
    ["of two seats with one name", said("样例甲", "p-1"), said("样例甲", "p-2"), false],
    ["of a seat and of a system that says its name", said("样例甲", "p-1"), said("样例甲"), true],
    ["of a system, and of a seat with the name", said("样例甲"), said("样例甲", "p-1"), true],
    ["of a seat and of a system that says another name", said("样例甲", "p-1"), said("样例乙"), false],
    ["of one name, spelt otherwise", said("Ann Ｌee"), said("ANNLEE"), true],
    ["of one name at two organisations", said("样例甲"), said("样例甲", undefined, "audit-office"), false],
    ["without names", said(), said(), false],
    ["of which one says no name", said("样例甲"), said(), false],
    ["of which the other says no name", said(), said("样例甲"), false],
    ["of a seat without a name and a name", said(undefined, "p-1"), said("样例甲"), false],
    ["of a name that is spelt as nothing", said("undefined"), said(), false],
  ])("%s are by one person or not", (_, one, other, isSame) => {
    expect(isSamePerson(one, other)).toBe(isSame);
  });
});
