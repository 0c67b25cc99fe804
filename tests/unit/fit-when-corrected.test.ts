import { describe, expect, it } from "vitest";
import { lastingObstacle, type MediationBody } from "../../shared/domain/routing-rules.ts";
import { baimadun, elsewhere, hongqiao, quarrel, rules, wuzhen } from "../support/routing.ts";

const body = (changes: Partial<MediationBody> = {}): MediationBody => ({
  organisationId: "pmc-1",
  kind: "committee",
  type: "general",
  level: "village",
  divisionCode: hongqiao,
  categories: [],
  openCases: 0,
  suspended: false,
  ...changes,
});
const obstacle = (
  rule: Parameters<typeof lastingObstacle>[1],
  request: Parameters<typeof quarrel>[0] = {},
  changes: Partial<MediationBody> = {},
) => lastingObstacle(body(changes), rule, quarrel(request), rules);

describe("a body that has a case", () => {
  it("keeps it while it takes the category, lies near enough and high enough", () => {
    expect(obstacle("place")).toBeUndefined();
    expect(obstacle("place", {}, { level: "town", divisionCode: wuzhen })).toBeUndefined();
    expect(obstacle("place", { riskGrade: "red" }, { level: "town", divisionCode: wuzhen })).toBeUndefined();
  });

  it("no longer fits by kind of dispute, no matter who chose it", () => {
    for (const rule of ["place", "by-hand", "transfer", "named"] as const) {
      expect(obstacle(rule, {}, { categories: ["05"] }), rule).toBe("wrong-category");
    }
  });

  it("no longer fits by place where the rules went by place", () => {
    expect(obstacle("place", { place: baimadun })).toBe("does-not-cover-place");
    expect(obstacle("named", { place: elsewhere })).toBe("does-not-cover-place");
    expect(obstacle("named", { place: elsewhere }, { level: "county" })).toBeUndefined();
    expect(obstacle("party-place", { place: baimadun, partyPlaces: [hongqiao] })).toBeUndefined();
    expect(obstacle("party-place", { place: baimadun, partyPlaces: [] })).toBe("does-not-cover-place");
    for (const rule of ["stationed-studio", "by-hand", "transfer"] as const) {
      expect(obstacle(rule, { place: elsewhere }), rule).toBeUndefined();
    }
    const { place: _, ...nowhere } = quarrel();
    expect(lastingObstacle(body(), "place", nowhere, rules)).toBeUndefined();
  });

  it("no longer fits by level once the case is hard or has gone up, unless a person chose it", () => {
    expect(obstacle("place", { riskGrade: "orange" })).toBe("too-low-for-complex-case");
    expect(obstacle("place", { floor: "county" }, { level: "town", divisionCode: wuzhen })).toBe(
      "too-low-for-complex-case",
    );
    for (const rule of ["named", "by-hand", "transfer"] as const) {
      expect(obstacle(rule, { riskGrade: "orange" }), rule).toBeUndefined();
    }
  });
});
