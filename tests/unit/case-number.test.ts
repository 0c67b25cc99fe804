import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { caseNumberTypes, parseCaseNumber } from "../../shared/domain/case-number.ts";

describe("a court case number", () => {
  const stored = {
    year: 2026,
    courtCode: "浙0483",
    type: "民诉前调",
    number: 123,
    text: "（2026）浙0483民诉前调123号",
    knownType: true,
  };

  it.each([
    "（2026）浙0483民诉前调123号",
    "(2026)浙0483民诉前调123号",
    "（2026)浙0483民诉前调123号",
    " （２０２６） 浙0483 民诉前调 第00123号 ",
  ])("is stored in one form however it was typed: %s", (typed) => expect(parseCaseNumber(typed)).toEqual(stored));

  it.each([
    ["（2025）浙04民终7号", "浙04", "民终"],
    ["（2025）浙民终7号", "浙", "民终"],
    ["（2025）最高法民申7号", "最高法", "民申"],
    ["（2025）兵0103民特7号", "兵0103", "民特"],
  ])("of a higher or special court is read: %s", (typed, courtCode, type) =>
    expect(parseCaseNumber(typed)).toMatchObject({ courtCode, type, number: 7, text: typed }),
  );

  it("with an unknown type word is read and marked", () => {
    expect(parseCaseNumber("（2026）浙0483某某7号")).toMatchObject({ type: "某某", knownType: false });
  });

  it.each([
    "",
    "123",
    "2026浙0483民初1号",
    "（26）浙0483民初1号",
    "（2026）浙0483民初号",
    "（2026）0483民初1号",
    "（2026）浙0483民初1",
  ])("that is none gives nothing: %s", (typed) => expect(parseCaseNumber(typed)).toBeUndefined());

  it("reads back from its stored form unchanged", () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1980, max: 2099 }),
        fc.constantFrom(...caseNumberTypes),
        fc.integer({ min: 1, max: 99_999_999 }),
        (year, type, number) => {
          const text = `（${year}）浙0483${type}${number}号`;
          expect(parseCaseNumber(text)).toEqual({ year, courtCode: "浙0483", type, number, text, knownType: true });
        },
      ),
    ));
});
