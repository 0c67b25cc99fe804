import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadsLaw, scopeOf, seesLaw } from "../../shared/domain/scope.ts";

describe("the layer of an organisation", () => {
  it.each([
    ["000000", "cn"],
    ["330000", "33"],
    ["330400", "330400"],
    ["330483", "330483"],
    ["330483101206", "330483"],
    ["330400101", "330400"],
  ])("at %s is %s", (divisionCode, scope) => expect(scopeOf(divisionCode)).toBe(scope));
});

describe("the right to see and load a layer", () => {
  const scopes = ["cn", "33", "330483", "330421", "32", "320102"];
  const those = (may: (scope: string) => boolean) => scopes.filter(may);

  it.each([
    ["a county", "330483", ["cn", "33", "330483"], ["330483"]],
    ["a city", "330400", ["cn", "33", "330483", "330421"], []],
    ["a province", "330000", ["cn", "33", "330483", "330421"], ["33"]],
    ["the operator", "000000", scopes, scopes],
  ])("%s at %s", (_, divisionCode, seen, loaded) => {
    expect(those((scope) => seesLaw(divisionCode, scope))).toEqual(seen);
    expect(those((scope) => loadsLaw(divisionCode, scope))).toEqual(loaded);
  });
});

describe("the county of a division", () => {
  it("is cut out of its code in one place", () => {
    const sources = globSync(["shared/**/*.ts", "functions/**/*.{ts,tsx}"]);
    const cuts = /slice\(0, 6\)|"0{6}"/;
    expect(sources.length).toBeGreaterThan(400);
    expect(sources.filter((file) => cuts.test(readFileSync(file, "utf8"))).toSorted()).toEqual([
      "shared/domain/case.ts",
      "shared/domain/scope.ts",
    ]);
  });
});
