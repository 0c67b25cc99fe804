import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  isOfASector,
  isPoliceType,
  organisationType,
  organisationTypes,
} from "../../shared/domain/organisation-types.ts";

const file = "shared/domain/organisation-types.ts";
const types = organisationType().options;

describe("the types of organisation", () => {
  it("say what follows from each", () => {
    expect(types.filter(isOfASector)).toEqual(["industry", "union", "womens_federation", "commercial_mediation"]);
    expect(types.filter(isPoliceType)).toEqual(["police", "traffic_police"]);
    expect([isOfASector("constructor"), isPoliceType("nothing")]).toEqual([false, false]);
    for (const type of types) expect(organisationTypes[type].zh).not.toBe("");
  });

  it("are told apart by no list elsewhere", () => {
    const sources = globSync(["shared/**/*.ts", "functions/**/*.{ts,tsx}"]).filter(
      (source) => source !== file && !/^shared\/(domain\/channels|sample-data)\//.test(source),
    );
    expect(sources.length).toBeGreaterThan(400);
    // More than two of them in one line are a list.
    const isList = (line: string): boolean =>
      // The sources of the statistics have some of the same words.
      !line.includes("z.enum(") && types.filter((type) => line.includes(`"${type}"`)).length > 2;
    expect(isList('const some = ["industry", "union", "womens_federation"];')).toBe(true);
    const found = sources.filter((source) => readFileSync(source, "utf8").split("\n").some(isList));
    expect(found).toEqual([]);
  });
});
