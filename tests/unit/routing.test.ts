import { describe, expect, it } from "vitest";
import { lastDayOfTerm, type MediationBody, type Obstacle, obstacleByHand } from "../../shared/domain/routing-rules.ts";
import {
  answer,
  type BodyChanges,
  baimadun,
  elsewhere,
  hongqiao,
  placeless,
  qingfeng,
  quarrel,
  routed,
  tongxiang,
  whys,
  wuzhen,
} from "../support/routing.ts";

describe("a place", () => {
  it.each([
    ["a village", quarrel(), "place", "虹桥村人民调解委员会"],
    ["a community of a street", quarrel({ place: qingfeng }), "place", "庆丰社区人民调解委员会"],
    ["a town, no village given", quarrel({ place: wuzhen }), "place", "乌镇镇人民调解委员会"],
    ["a new village of a known town", quarrel({ place: "330483100999" }), "place", "乌镇镇人民调解委员会"],
    ["no closer than the county", quarrel({ place: tongxiang }), "centre", "桐乡市人民调解委员会"],
    [
      "no closer than the county, but a party's village is known",
      quarrel({ place: tongxiang, partyPlaces: [baimadun] }),
      "party-place",
      "白马墩村人民调解委员会",
    ],
    ["missing", placeless(), "triage", "unknown-place"],
    ["a town that does not exist", quarrel({ place: "330483999" }), "triage", "unknown-place"],
    ["in another county", quarrel({ place: elsewhere }), "triage", "unknown-place"],
    ["missing, a party's known", placeless({ partyPlaces: [hongqiao] }), "party-place", "虹桥村人民调解委员会"],
    [
      "in another county, a party's in this one",
      quarrel({ place: elsewhere, partyPlaces: [elsewhere, qingfeng], partyCount: 2 }),
      "party-place",
      "梧桐街道人民调解委员会",
    ],
    ["missing, a party's only a county", placeless({ partyPlaces: [tongxiang] }), "triage", "unknown-place"],
  ])("that is %s", (_, request, rule, body) => {
    expect(answer(routed(request))).toEqual([rule, body]);
  });
});

describe("a category with an industry committee", () => {
  it.each([
    ["traffic, in the town", quarrel({ category: "16" }), "industry", "乌镇镇道路交通事故人民调解委员会"],
    ["wages, in the town", quarrel({ category: "10" }), "industry", "乌镇镇劳动争议人民调解委员会"],
    [
      "property, in the street",
      quarrel({ category: "17", place: qingfeng }),
      "industry",
      "梧桐街道物业纠纷人民调解委员会",
    ],
    ["medical, in the county", quarrel({ category: "15" }), "industry", "桐乡市医疗纠纷人民调解委员会"],
    ["online trade, in the county", quarrel({ category: "13" }), "industry", "桐乡市消费纠纷人民调解委员会"],
    [
      "place only a county",
      quarrel({ category: "16", place: tongxiang }),
      "industry",
      "桐乡市道路交通事故人民调解委员会",
    ],
    ["mistyped town", quarrel({ category: "16", place: "330483999" }), "industry", "桐乡市道路交通事故人民调解委员会"],
    [
      "before the studio",
      quarrel({ category: "10", referrerId: "police-330483100" }),
      "industry",
      "乌镇镇劳动争议人民调解委员会",
    ],
    [
      "complex, still the town's",
      quarrel({ category: "10", partyCount: 30 }),
      "industry",
      "乌镇镇劳动争议人民调解委员会",
    ],
    ["no place", placeless({ category: "16" }), "triage", "unknown-place"],
  ])("%s", (_, request, rule, body) => {
    expect(answer(routed(request))).toEqual([rule, body]);
  });

  it("goes past a village's industry committee when complex", () => {
    const village: BodyChanges = { "industry-labour-330483100": { level: "village", divisionCode: hongqiao } };
    const wages = quarrel({ category: "10" });
    expect(answer(routed(wages, village))).toEqual(["industry", "乌镇镇劳动争议人民调解委员会"]);
    const many = routed({ ...wages, partyCount: 10 }, village);
    expect(answer(many)).toEqual(["industry", "桐乡市劳动争议人民调解委员会"]);
    expect(whys(many)).toEqual({ "industry-labour-330483100": "too-low-for-complex-case" });
  });

  it("finds none in an industry committee that lists no category", () => {
    const bare: BodyChanges = { "industry-medical-330483": { categories: [] } };
    expect(answer(routed(quarrel({ category: "15" }), bare))).toEqual(["place", "虹桥村人民调解委员会"]);
  });
});

describe("a referrer with a studio", () => {
  it.each([
    ["a police station", quarrel({ referrerId: "police-330483100" }), "乌镇镇驻所调解工作室"],
    ["a police station of an area", quarrel({ place: qingfeng, referrerId: "police-zhendong" }), "老泉毛调解工作室"],
    ["the court", quarrel({ referrerId: "court" }), "驻市法院调解工作室"],
    ["the petition office", quarrel({ referrerId: "petition-office" }), "驻信访局调解工作室"],
    ["a tribunal that knows no place", placeless({ referrerId: "tribunal-330483101" }), "驻濮院法庭调解工作室"],
    [
      "a police station, complex case",
      quarrel({ referrerId: "police-330483100", riskGrade: "red" }),
      "乌镇镇驻所调解工作室",
    ],
  ])("%s", (_, request, studio) => {
    expect(answer(routed(request))).toEqual(["stationed-studio", studio]);
  });

  it("is not served by a committee that happens to sit there", () => {
    const sits: BodyChanges = {
      "pmc-330483100": { stationedAt: "petition-office" },
      "studio-petition-city": { stationedAt: "court" },
    };
    expect(answer(routed(quarrel({ referrerId: "petition-office" }), sits))).toEqual(["place", "虹桥村人民调解委员会"]);
  });

  it("falls back on the place when the studio does not take the category", () => {
    const decision = routed(quarrel({ referrerId: "police-330483100" }), {
      "studio-police-330483100": { categories: ["01"] },
    });
    expect(answer(decision)).toEqual(["place", "虹桥村人民调解委员会"]);
    expect(whys(decision)).toEqual({ "studio-police-330483100": "wrong-category" });
  });
});

describe("a named organisation", () => {
  it.each([
    ["a town's studio", quarrel({ place: "330483103", namedOrganisationId: "studio-paddy" }), "石门稻田管事"],
    ["the county's studio", quarrel({ namedOrganisationId: "studio-one-metre" }), "一米调解工作室"],
    [
      "an enterprise committee",
      quarrel({ category: "11", namedOrganisationId: "enterprise-004" }),
      "乌镇镇第004企业人民调解委员会",
    ],
    [
      "a village, though complex",
      quarrel({ partyCount: 12, namedOrganisationId: "pmc-330483100200" }),
      "虹桥村人民调解委员会",
    ],
    ["a town's, place missing", placeless({ namedOrganisationId: "pmc-330483100" }), "乌镇镇人民调解委员会"],
    [
      "a town's, place unknown",
      quarrel({ place: "330483999", namedOrganisationId: "pmc-330483100" }),
      "乌镇镇人民调解委员会",
    ],
    ["before industry", quarrel({ category: "16", namedOrganisationId: "pmc-330483" }), "桐乡市人民调解委员会"],
  ])("is asked first: %s", (_, request, body) => {
    expect(answer(routed(request))).toEqual(["named", body]);
  });

  it.each([
    ["police-330483100", quarrel(), "not-a-mediation-body"],
    ["pmc-330483100201", quarrel({ place: hongqiao }), "does-not-cover-place"],
    ["industry-traffic-330483100", quarrel(), "wrong-category"],
    ["enterprise-004", quarrel(), "wrong-category"],
    ["studio-one-metre", quarrel({ refusedBy: ["studio-one-metre"] }), "refused-before"],
  ])("is passed over: %s", (namedOrganisationId, request, why) => {
    const decision = routed({ ...request, namedOrganisationId });
    expect(answer(decision)).toEqual(["place", "虹桥村人民调解委员会"]);
    expect(whys(decision)).toEqual({ [namedOrganisationId]: why });
  });

  it("of county level may be another county's", () => {
    const next: BodyChanges = { "studio-one-metre": { divisionCode: "330482" } };
    const decision = routed(quarrel({ namedOrganisationId: "studio-one-metre" }), next);
    expect(answer(decision)).toEqual(["named", "一米调解工作室"]);
  });

  it("that is not in the directory leaves a trace and changes nothing else", () => {
    const decision = routed(quarrel({ namedOrganisationId: "studio-closed-long-ago" }));
    expect(decision).toEqual({
      outcome: "offered",
      rule: "place",
      organisationId: "pmc-330483100200",
      trace: [
        { rule: "named", verdict: "no-candidate" },
        { rule: "industry", verdict: "no-candidate" },
        { rule: "stationed-studio", verdict: "no-candidate" },
        { rule: "place", organisationId: "pmc-330483100200", verdict: "chosen" },
      ],
    });
  });
});

describe("the term of a committee", () => {
  it.each([
    ["2024-03-15", "2027-03-14"],
    ["2024-01-01", "2026-12-31"],
    // Three years after a leap day there is none.
    ["2024-02-29", "2027-02-28"],
  ])("that began on %s ends with %s", (beganOn, lastDay) => {
    expect(lastDayOfTerm(beganOn, { committeeTermYears: 3 })).toBe(lastDay);
  });
});

describe("a body that a person picks", () => {
  const body: MediationBody = {
    organisationId: "pmc-330483",
    kind: "committee",
    type: "general",
    level: "county",
    divisionCode: "330483",
    categories: [],
    openCases: 3,
    suspended: false,
  };
  const request = { partyHashes: ["hash-1"], today: "2026-03-03" };

  it.each<[Partial<MediationBody>, Obstacle | undefined]>([
    [{}, undefined],
    [{ suspended: true }, "suspended"],
    [{ termEndsOn: "2026-03-02" }, "term-expired"],
    [{ termEndsOn: "2026-03-03", capacity: 4 }, undefined],
    [{ capacity: 3 }, "full"],
    [{ members: ["hash-2", "hash-1"] }, "conflict-of-interest"],
    [{ kind: "agency", level: "village", categories: ["17"] }, undefined],
  ])("%j: %s", (changes, expected) => {
    expect(obstacleByHand({ ...body, ...changes }, { request })).toBe(expected);
  });
});
