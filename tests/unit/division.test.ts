import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ancestors, countyCode, covers, divisionCode, lawScope, levelOf } from "../../shared/domain/division.ts";

const group = fc.stringMatching(/^\d{3}$/).filter((digits) => digits !== "000");
const village = fc
  .tuple(fc.stringMatching(/^[1-9]\d{5}$/), group, group)
  .map(([county, town, place]) => `${county}${town}${place}`);

describe("a division code", () => {
  it.each([
    ["330483", "county"],
    ["330483101", "town"],
    ["330483101205", "village"],
  ])("%s is a %s", (code, level) => {
    expect(divisionCode().parse(code)).toBe(code);
    expect(levelOf(code)).toBe(level);
  });

  it.each(["", "3304", "33048310", "3304831012", "3304831012051", "33048a", "030483"])("is refused: %s", (code) =>
    expect(divisionCode().safeParse(code).success).toBe(false),
  );

  it.each([
    ["330483101000", "330483101"],
    ["330483000000", "330483"],
    ["330483000", "330483"],
    ["330400000000", "330400"],
    [" ３３０４８３１０１０００ ", "330483101"],
    ["330483101205", "330483101205"],
  ])("padded with zeros is the division that they pad: %s", (padded, code) => {
    expect(divisionCode().parse(padded)).toBe(code);
  });

  it("of a village in no town is refused", () => {
    expect(divisionCode().safeParse("330483000205").success).toBe(false);
  });

  it("of a county can be padded too, and of a province as a layer of law", () => {
    expect(countyCode().parse("330483000000")).toBe("330483");
    expect(countyCode().safeParse("330483101").success).toBe(false);
    expect(["330000000000", "330483000000", "cn"].map((scope) => lawScope().parse(scope))).toEqual([
      "33",
      "330483",
      "cn",
    ]);
  });
});

describe("a division", () => {
  it("covers itself and what lies in it, not its neighbour nor what lies around it", () => {
    expect(covers("330483101", "330483101")).toBe(true);
    expect(covers("330483101", "330483101205")).toBe(true);
    expect(covers("330483101", "330483102205")).toBe(false);
    expect(covers("330483101", "330483")).toBe(false);
  });

  it("names its ancestors from itself up to the county", () => {
    expect(ancestors("330483101205")).toEqual(["330483101205", "330483101", "330483"]);
    expect(ancestors("330483101")).toEqual(["330483101", "330483"]);
    expect(ancestors("330483")).toEqual(["330483"]);
  });

  it("lies in each of its ancestors, and each is a good code", () =>
    fc.assert(
      fc.property(village, (code) => {
        for (const around of ancestors(code)) {
          expect(divisionCode().safeParse(around).success).toBe(true);
          expect(covers(around, code)).toBe(true);
        }
      }),
    ));
});
