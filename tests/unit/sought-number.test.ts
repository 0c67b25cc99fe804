import { describe, expect, it } from "vitest";
import { soughtNumber } from "../../shared/domain/sought-number.ts";
import { sourceNumberKey } from "../../shared/domain/source-number.ts";

const court = "（2026）浙0483民诉前调20号";
const means = (text: string, number: string): boolean => {
  const { key, part } = soughtNumber(text, 2026);
  const other = sourceNumberKey(number);
  return key === other || part?.fits(other) === true;
};

describe("a number that somebody looks for", () => {
  it.each([
    ["the whole of it", court, court],
    ["the whole of it in other brackets", "(2026) 浙0483民诉前调20号", court],
    ["a court's type and number of the year", "民诉前调20", court],
    ["the same with its ordinal and its word", "民诉前调第20号", court],
    ["the year and the last four digits", "2026 0012", "桐公移字2026第330012号"],
    ["the year and more digits, with signs between", "2026-330012", "桐公移字2026第330012号"],
    ["the year and the end with words around them", "桐公移字2026第330012号", "浙桐公移字2026第330012号之一"],
    ["a court's number with zeros before it", "民诉前调0020", court],
  ])("is %s", (_what, text, number) => {
    expect(means(text, number)).toBe(true);
  });

  it.each([
    ["another year's", "民诉前调20", "（2025）浙0483民诉前调20号"],
    ["another type's", "诉前调20", court],
    ["another number that ends so", "民诉前调20", "（2026）浙0483民诉前调120号"],
    ["fewer digits than four", "2026-012", "桐公移字2026第330012号"],
    ["an end of another year", "2025 0012", "桐公移字2026第330012号"],
    ["a part from the middle", "2026 3300", "桐公移字2026第330012号"],
    ["a beginning", "桐公移字2026", "桐公移字2026第330012号"],
    ["a type whose number is none of a court's", "样例1234", "样例1234-2"],
    ["an end without a year before it", "330012", "桐公移字2026第330012号"],
    ["a year of another century", "1926 0012", "桐公移字1926第330012号"],
    ["a court's type with a number of ten digits", "民诉前调0000000020", court],
    ["a court's type with words behind its number", "民诉前调20之一", court],
    ["the end of another number", "2026 0012", "桐公移字2026第3300121号"],
  ])("is not %s", (_what, text, number) => {
    expect(means(text, number)).toBe(false);
  });

  it("says since when a part of one can have been sent", () => {
    expect(soughtNumber("2025-4711", 2026).part?.year).toBe(2025);
    expect(soughtNumber("民诉前调20", 2026).part?.year).toBe(2026);
    expect(soughtNumber("A-1", 2026).part).toBeUndefined();
  });
});
