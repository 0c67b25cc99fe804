import { describe, expect, it } from "vitest";
import { fenIn } from "../../../shared/client/money.ts";

describe("an amount in yuan", () => {
  it.each([
    ["1234.50", 123_450],
    ["1234.5", 123_450],
    ["0.29", 29],
    ["1,234.50", 123_450],
    ["￥1，234.50 元", 123_450],
    ["4503599627370.49", 450_359_962_737_049],
  ])("of %s is exact in fen", (given, fen) => {
    expect(fenIn(given)).toBe(fen);
  });

  it.each(["1.234", "-1", "1e3", "12,34", "abc", "", "1.", "12345678901234"])("of %s is none", (given) => {
    expect(fenIn(given)).toBeUndefined();
  });
});
