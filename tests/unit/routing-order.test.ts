import { describe, expect, it } from "vitest";
import { candidateDivisions, route, traceStepsAtMost } from "../../shared/domain/routing.ts";
import type { MediationBody, RoutingRequest } from "../../shared/domain/routing-rules.ts";
import { readDivisions } from "../support/roster.ts";
import {
  answer,
  baimadun,
  elsewhere,
  hongqiao,
  loadedFor,
  nameOf,
  placeless,
  qingfeng,
  quarrel,
  roster,
  routed,
  rules,
  tongxiang,
  whys,
  wuzhen,
} from "../support/routing.ts";

describe("a complex case", () => {
  it.each<[string, Partial<RoutingRequest>, "complex" | "simple"]>([
    ["ten parties", { partyCount: 10 }, "complex"],
    ["nine parties", { partyCount: 9 }, "simple"],
    ["an amount over the threshold", { amountFen: 50_000_001 }, "complex"],
    ["an amount at the threshold", { amountFen: 50_000_000 }, "simple"],
    ["red", { riskGrade: "red" }, "complex"],
    ["orange", { riskGrade: "orange" }, "complex"],
    ["yellow", { riskGrade: "yellow" }, "simple"],
    ["a serious injury", { harm: "serious_injury" }, "complex"],
    ["a death", { harm: "death" }, "complex"],
    ["an earlier attempt failed", { earlierAttemptFailed: true }, "complex"],
    ["parties from two towns", { partyPlaces: [hongqiao, qingfeng] }, "complex"],
    ["parties from two villages of one town", { partyPlaces: [hongqiao, baimadun] }, "simple"],
    ["a party of whom only the county is known", { partyPlaces: [hongqiao, tongxiang] }, "simple"],
  ])("%s", (_, changes, kind) => {
    const decision = routed(quarrel(changes));
    expect(answer(decision)).toEqual(["place", kind === "complex" ? "乌镇镇人民调解委员会" : "虹桥村人民调解委员会"]);
    expect(whys(decision)).toEqual(kind === "complex" ? { "pmc-330483100200": "too-low-for-complex-case" } : {});
  });

  it("of placeless parties from two towns goes to one of their towns, the less busy one", () => {
    const request = placeless({ partyPlaces: [hongqiao, qingfeng] });
    const decision = routed(request, { "pmc-330483001": { openCases: 1 } });
    expect(answer(decision)).toEqual(["party-place", "乌镇镇人民调解委员会"]);
  });
});

describe("a body that may not be asked", () => {
  const village = "pmc-330483100200";
  it.each<[string, Partial<RoutingRequest>, Partial<MediationBody>]>([
    ["refused-before", { refusedBy: [village] }, {}],
    ["suspended", {}, { suspended: true }],
    ["term-expired", { today: "2026-03-02" }, { termEndsOn: "2026-03-01" }],
    ["conflict-of-interest", { partyHashes: ["h1", "h2"] }, { members: ["h9", "h2"] }],
    ["full", {}, { capacity: 12, openCases: 12 }],
  ])("is passed over, %s, for its town", (why, request, body) => {
    const decision = routed(quarrel(request), { [village]: body });
    expect(answer(decision)).toEqual(["place", "乌镇镇人民调解委员会"]);
    expect(whys(decision)).toEqual({ [village]: why });
  });

  it.each<[string, Partial<RoutingRequest>, Partial<MediationBody>]>([
    ["its term ends today", { today: "2026-03-02" }, { termEndsOn: "2026-03-02" }],
    ["one place is left", {}, { capacity: 12, openCases: 11 }],
    ["none of its members is a party", { partyHashes: ["h1"] }, { members: ["h9"] }],
  ])("is not one when %s", (_, request, body) => {
    expect(answer(routed(quarrel(request), { [village]: body }))).toEqual(["place", "虹桥村人民调解委员会"]);
  });
});

describe("a case that everybody declines", () => {
  const declineUntilTriage = (first: RoutingRequest, directory: readonly MediationBody[]) => {
    const asked: string[] = [];
    const refusedBy = [...first.refusedBy];
    for (;;) {
      const decision = route({ ...first, refusedBy }, directory, rules);
      if (decision.outcome === "triage") return { asked, end: decision };
      expect(asked).not.toContain(decision.organisationId);
      asked.push(decision.organisationId);
      refusedBy.push(decision.organisationId);
    }
  };

  it.each<[string, RoutingRequest, string[], string]>([
    ["village → town → county", quarrel(), ["pmc-330483100200", "pmc-330483100", "pmc-330483"], "nobody-left"],
    [
      "industry of the town → of the county → village → town → county",
      quarrel({ category: "16" }),
      ["industry-traffic-330483100", "industry-traffic-330483", "pmc-330483100200", "pmc-330483100", "pmc-330483"],
      "nobody-left",
    ],
    [
      "named → studio → town → county, complex",
      quarrel({ namedOrganisationId: "studio-one-metre", referrerId: "police-330483100", riskGrade: "orange" }),
      ["studio-one-metre", "studio-police-330483100", "pmc-330483100", "pmc-330483"],
      "nobody-left",
    ],
    [
      "village → town → county → a party's village",
      quarrel({ partyPlaces: [baimadun] }),
      ["pmc-330483100200", "pmc-330483100", "pmc-330483", "pmc-330483100201"],
      "nobody-left",
    ],
    [
      "a party's village → town, never the county's default",
      placeless({ partyPlaces: [hongqiao] }),
      ["pmc-330483100200", "pmc-330483100"],
      "unknown-place",
    ],
  ])("%s → triage", (_, request, chain, reason) => {
    const { asked, end } = declineUntilTriage(request, loadedFor(request));
    expect(asked).toEqual(chain);
    expect(end.reason).toBe(reason);
  });

  it("names each body once in the trace, though several rules met it", () => {
    const refusedBy = ["pmc-330483100200", "pmc-330483100", "pmc-330483"];
    expect(routed(quarrel({ partyPlaces: [hongqiao], refusedBy }))).toEqual({
      outcome: "triage",
      reason: "nobody-left",
      trace: [
        { rule: "industry", verdict: "no-candidate" },
        { rule: "stationed-studio", verdict: "no-candidate" },
        ...refusedBy.map((organisationId) => ({
          rule: "place",
          organisationId,
          verdict: "passed-over",
          why: "refused-before",
        })),
      ],
    });
  });
});

describe("equals", () => {
  const request = quarrel({ place: qingfeng, referrerId: "police-330483001" });
  const [first, second] = ["studio-wutong-police", "studio-police-330483001"];

  it("are compared by open cases per mediator", () => {
    const decision = routed(request, {
      [first]: { openCases: 6, mediators: 6 },
      [second]: { openCases: 4, mediators: 2 },
    });
    expect(answer(decision)).toEqual(["stationed-studio", nameOf.get(first)]);
    expect(whys(decision)).toEqual({ [second]: "busier" });
  });

  it("count as one mediator when the directory does not say", () => {
    const unsaid = roster
      .filter((body) => body.organisationId === second)
      .map(({ mediators: _, ...body }) => ({ ...body, openCases: 2 }));
    const said = roster.filter((body) => body.organisationId === first).map((body) => ({ ...body, openCases: 5 }));
    expect(whys(route(request, [...unsaid, ...said], rules))).toEqual({ [second]: "busier" });
  });

  it("are asked by load even if the less loaded one is farther", () => {
    const farther = { level: "county", divisionCode: tongxiang } as const;
    const decision = routed(request, { [first]: farther, [second]: { openCases: 1 } });
    expect(answer(decision)).toEqual(["stationed-studio", nameOf.get(first)]);
    expect(whys(decision)).toEqual({ [second]: "busier" });
  });

  it("are then compared by level, the nearest first", () => {
    const decision = routed(request, { [first]: { level: "county", divisionCode: tongxiang } });
    expect(answer(decision)).toEqual(["stationed-studio", nameOf.get(second)]);
    expect(whys(decision)).toEqual({ [first]: "farther" });
  });

  it("are then drawn, fairly over many cases and alike for the same case", () => {
    const drawn = Array.from({ length: 1000 }, (_, index) => {
      const decision = routed({ ...request, caseId: `0190a0de-0000-7000-8000-${String(index).padStart(12, "0")}` });
      expect(Object.values(whys(decision))).toEqual(["by-lot"]);
      return answer(decision)[1];
    });
    const share = drawn.filter((name) => name === nameOf.get(first)).length;
    expect(share).toBeGreaterThan(400);
    expect(share).toBeLessThan(600);
    expect(routed(request)).toEqual(routed(request));
  });
});

describe("a trace", () => {
  it("is cut to its limit and still ends with the chosen body", () => {
    const villages = readDivisions().filter((division) => division.parentCode === wuzhen);
    const decision = routed(placeless({ partyCount: 40, partyPlaces: villages.map((village) => village.code) }));
    expect(decision.trace).toHaveLength(traceStepsAtMost);
    expect(decision.trace.at(-1)).toEqual({
      rule: "party-place",
      organisationId: "pmc-330483100",
      verdict: "chosen",
    });
  });
});

describe("candidate divisions", () => {
  it("are those of the place, the parties and the referrer, each with the ones above, once", () => {
    const request = quarrel({ partyPlaces: [baimadun, elsewhere] });
    expect(candidateDivisions(request, "330483001")).toEqual([
      ...[hongqiao, wuzhen, tongxiang],
      baimadun,
      ...[elsewhere, "330482001", "330482"],
      "330483001",
    ]);
  });

  it("are none for a case of which nothing is known", () => {
    expect(candidateDivisions(placeless())).toEqual([]);
  });
});
