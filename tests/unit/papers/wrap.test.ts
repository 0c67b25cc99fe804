import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wrap } from "../../../shared/papers/wrap.ts";

const one = (): number => 1;
const linesOf = (text: string, width: number, indent = 0): string[] =>
  wrap(text, width, one, indent).map((line) => line.map(({ character }) => character).join(""));

describe("a text is broken into lines", () => {
  it("of the width, the first one shorter by the indent", () =>
    expect(linesOf("一二三四五六七八", 4, 2)).toEqual(["一二", "三四五六", "七八"]));
  it("none of which begins with a stop or ends with an opening mark", () => {
    expect(linesOf("一二三，四五", 3)).toEqual(["一二", "三，四", "五"]);
    expect(linesOf("一二（三四）", 3)).toEqual(["一二", "（三", "四）"]);
  });
  it("that keep a number together", () => expect(linesOf("一二12345六", 6)).toEqual(["一二", "12345六"]));
  it("and a word wider than a line is broken", () => expect(linesOf("123456789", 4)).toEqual(["1234", "5678", "9"]));
  it("without losing a character, whatever it is", () =>
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), fc.integer({ min: 1, max: 30 }), (text, width) => {
        const whole = text.split("\n").join("");
        expect(linesOf(text, width).join("")).toBe(whole);
        const longest = Math.max(...linesOf(text, width).map((line) => [...line].length));
        expect(longest).toBeLessThanOrEqual(Math.max(width, 1));
      }),
    ));
});
