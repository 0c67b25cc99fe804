import { describe, expect, it } from "vitest";
import {
  caseNumberFault,
  caseNumberIn,
  formerSpellings,
  isSameNumber,
  shownNumber,
  sourceNumberKey,
} from "../../shared/domain/source-number.ts";

describe("an agency's number", () => {
  it.each([
    "桐公(2026)12号",
    "桐公（2026）12号",
    "桐公〔2026〕12号",
    "桐公[2026]12号",
    "桐公【2026】12号",
    "桐公《2026》12号",
    "桐公<2026>12号",
    "桐公「2026」12号",
    "桐公{2026}12号",
    "桐公〖2026〗12号",
    " 桐公 （２０２６） １２ 号 ",
    "桐公\u200B(2026)\u3000１２号\uFEFF",
    "桐\u202E公(2026)12号",
  ])("is one, whatever its brackets, blanks and width: %j", (text) => {
    expect(sourceNumberKey(text)).toBe("桐公(2026)12号");
  });

  it("is one whatever its dashes", () => {
    for (const dash of ["-", "－", "–", "—", "‐", "−"]) expect(sourceNumberKey(`A${dash}1`)).toBe("A-1");
  });

  it("is another with another digit, letter or leading zero", () => {
    for (const other of ["桐公(2026)13号", "桐公(2026)012号", "桐公2026-12号", "海公(2026)12号"])
      expect(isSameNumber("桐公(2026)12号", other)).toBe(false);
    expect(isSameNumber("a1", "A1")).toBe(false);
  });

  it("of a court is one with leading zeros and without", () => {
    const key = "（2026）浙0483民诉前调123号";
    for (const text of ["(2026)浙0483民诉前调00123号", "〔2026〕浙0483民诉前调第123号", key]) {
      expect(sourceNumberKey(text)).toBe(key);
      expect(caseNumberIn(text)).toBe(key);
    }
    expect(caseNumberIn("桐公(2026)12号")).toBeUndefined();
  });

  it("is shown as it was typed, a court's in its brackets, leading zeros included", () => {
    expect(shownNumber(" 桐公〔2026〕0012号\u200B ")).toBe("桐公〔2026〕0012号");
    expect(shownNumber("(2026)浙0483民诉前调00123号")).toBe("（2026）浙0483民诉前调00123号");
    expect(shownNumber("（2026）浙0483民诉前调第１２３号")).toBe("（2026）浙0483民诉前调123号");
    expect(shownNumber("(2026)浙0483民诉前调000号")).toBe("（2026）浙0483民诉前调000号");
  });

  it("is also looked for as an earlier release may have stored it", () => {
    expect(formerSpellings("A3304830000002026030001")).toEqual([]);
    expect(formerSpellings("(2026)浙0483民诉前调00123号")).toEqual(
      expect.not.arrayContaining(["（2026）浙0483民诉前调123号"]),
    );
    expect(formerSpellings("桐公（2026）12号")).toEqual([
      "桐公（2026）12号",
      "桐公〔2026〕12号",
      "桐公[2026]12号",
      "桐公【2026】12号",
    ]);
    expect(formerSpellings("A 1")).toEqual(["A 1"]);
    expect(formerSpellings(" A1 ")).toEqual([]);
  });
});

describe("a court case number that is not written as one", () => {
  const right = "（2026）浙0483民诉前调123号";
  it.each([
    ["in other brackets", "〔2026〕浙0483民诉前调123号", "court-number-brackets"],
    ["in square ones", "[2026]浙0483民诉前调123号", "court-number-brackets"],
    ["with 之一", "（2026）浙0483民诉前调123号之一", "court-number-part"],
    ["with 之一 before 号", "（2026）浙0483民诉前调123之一号", "court-number-part"],
    ["with a part past ten", "（2026）浙0483民诉前调123号之十二", "court-number-part"],
    ["with a part in digits", "（2026）浙0483民诉前调123号之2", "court-number-part"],
    ["as a range", "（2026）浙0483民诉前调123-125号", "court-number-series"],
    ["as a range in words", "（2026）浙0483民诉前调123号至125号", "court-number-series"],
    ["as a list", "（2026）浙0483民诉前调123、124号", "court-number-series"],
    ["as one and others", "（2026）浙0483民诉前调123号等", "court-number-series"],
  ])("%s gets a hint how to write it", (_, text, message) => {
    expect(caseNumberFault(text)).toEqual({ message, written: right });
  });

  it.each(["A1", "", "2026浙0483民初1号", "A1之一", "A1-2", "（2026）浙0483民诉前调123号之一补"])(
    "at all is told what one is: %j",
    (text) => {
      expect(caseNumberFault(text)).toEqual({ message: "not-a-court-case-number" });
    },
  );

  it.each([right, "(2026)浙0483民诉前调123号"])("in either kind of round brackets needs none: %s", (text) => {
    expect(caseNumberFault(text)).toBeUndefined();
  });
});
