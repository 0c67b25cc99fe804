import { describe, expect, it } from "vitest";
import { isFiller, isPlaceholder } from "../../shared/domain/placeholder.ts";

describe("a number", () => {
  it.each([
    ["00000000", true],
    ["H00000000", true],
    ["EA0000000", true],
    ["CAN00000", true],
    ["", true],
    ["H0000", false],
    ["ABCD00000", false],
    ["0AB00000", false],
    ["H00000001", false],
  ])("%j tells nothing but that none is known: %s", (text, expected) => {
    expect(isPlaceholder(text)).toBe(expected);
  });

  it.each([
    ["13800000000", true],
    ["12345678901", true],
    ["13987654321", true],
    ["57112121212", true],
    ["57113571357", true],
    ["1212121299", false],
    ["1357135799", false],
    ["5713579797", false],
    ["13800001234", false],
  ])("%s is typed where none is known: %s", (text, expected) => {
    expect(isFiller(text)).toBe(expected);
  });
});
