import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { covers } from "../../shared/domain/division.ts";
import { candidateDivisions, type RoutingDecision, route, traceStepsAtMost } from "../../shared/domain/routing.ts";
import type { MediationBody, RoutingRequest, RoutingRules } from "../../shared/domain/routing-rules.ts";
import { readDivisions, readRoster } from "../support/roster.ts";

const roster = readRoster();
const nameOf = new Map(roster.map((body) => [body.organisationId, body.name]));
const divisionOf = new Map(roster.map((body) => [body.organisationId, body.divisionCode]));

const rules: RoutingRules = {
  complexity: { partyCount: 10, amountFen: 50_000_000, grades: ["red", "orange"], article: "house" },
};

const hongqiao = "330483100200"; // a village of 乌镇镇
const baimadun = "330483100201"; // its neighbour
const qingfeng = "330483001001"; // a community of 梧桐街道
const wuzhen = "330483100";
const tongxiang = "330483";
const elsewhere = "330482001001"; // a village of the next county

/** Two neighbours in 虹桥村 quarrel; an agency without a studio of its own refers them. */
const quarrel = (changes: Partial<RoutingRequest> = {}): RoutingRequest => ({
  caseId: "0190a0de-0000-7000-8000-000000000001",
  category: "02",
  place: hongqiao,
  partyPlaces: [],
  partyHashes: [],
  partyCount: 2,
  referrerId: "justice-bureau",
  deathOrSeriousInjury: false,
  riskGrade: "blue",
  earlierAttemptFailed: false,
  refusedBy: [],
  today: "2026-03-02",
  ...changes,
});

const placeless = (changes: Partial<RoutingRequest> = {}): RoutingRequest => {
  const { place: _, ...rest } = quarrel();
  return { ...rest, ...changes };
};

type BodyChanges = Readonly<Record<string, Partial<MediationBody>>>;
const withChanges = (changes: BodyChanges): MediationBody[] =>
  roster.map((body) => ({ ...body, ...changes[body.organisationId] }));

/** What the router would load: the organisations of the candidate divisions, and the named one. */
const loadedFor = (request: RoutingRequest, directory: readonly MediationBody[] = roster): MediationBody[] => {
  const divisions = candidateDivisions(request, divisionOf.get(request.referrerId));
  return directory.filter(
    (body) => divisions.includes(body.divisionCode) || body.organisationId === request.namedOrganisationId,
  );
};

const routed = (request: RoutingRequest, changes: BodyChanges = {}): RoutingDecision =>
  route(request, loadedFor(request, withChanges(changes)), rules);

const answer = (decision: RoutingDecision): readonly [string, string | undefined] =>
  decision.outcome === "offered"
    ? [decision.rule, nameOf.get(decision.organisationId)]
    : [decision.outcome, decision.reason];

const whys = (decision: RoutingDecision): Record<string, string> =>
  Object.fromEntries(
    decision.trace.flatMap((step) => (step.verdict === "passed-over" ? [[step.organisationId, step.why]] : [])),
  );

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
    ["studio-paddy", quarrel(), "does-not-cover-place"],
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

describe("a complex case", () => {
  it.each<[string, Partial<RoutingRequest>, "complex" | "simple"]>([
    ["ten parties", { partyCount: 10 }, "complex"],
    ["nine parties", { partyCount: 9 }, "simple"],
    ["an amount over the threshold", { amountFen: 50_000_001 }, "complex"],
    ["an amount at the threshold", { amountFen: 50_000_000 }, "simple"],
    ["red", { riskGrade: "red" }, "complex"],
    ["orange", { riskGrade: "orange" }, "complex"],
    ["yellow", { riskGrade: "yellow" }, "simple"],
    ["death or serious injury", { deathOrSeriousInjury: true }, "complex"],
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

describe("any request over any state of the roster", () => {
  const codes = [...readDivisions().map((division) => division.code), "330483999", elsewhere, "330482"];
  const ids = roster.map((body) => body.organisationId);
  const place = fc.constantFrom(...codes);
  const hash = fc.constantFrom("h1", "h2", "h3", "h4");
  const request: fc.Arbitrary<RoutingRequest> = fc.record(
    {
      caseId: fc.uuid(),
      category: fc.integer({ min: 1, max: 18 }).map((code) => String(code).padStart(2, "0")),
      place,
      partyPlaces: fc.array(place, { maxLength: 4 }),
      partyHashes: fc.array(hash, { maxLength: 2 }),
      partyCount: fc.integer({ min: 1, max: 12 }),
      referrerId: fc.constantFrom(
        ...roster.filter((body) => body.kind === "agency").map((body) => body.organisationId),
      ),
      namedOrganisationId: fc.constantFrom(...ids),
      deathOrSeriousInjury: fc.boolean(),
      amountFen: fc.integer({ min: 0, max: 60_000_000 }),
      riskGrade: fc.constantFrom("red", "orange", "yellow", "blue"),
      earlierAttemptFailed: fc.boolean(),
      refusedBy: fc.uniqueArray(fc.constantFrom(...ids), { maxLength: 40 }),
      today: fc.constant("2026-03-02"),
    },
    {
      requiredKeys: [
        ...(["caseId", "category", "partyPlaces", "partyHashes", "partyCount", "referrerId", "riskGrade"] as const),
        ...(["deathOrSeriousInjury", "earlierAttemptFailed", "refusedBy", "today"] as const),
      ],
    },
  );
  const state: fc.Arbitrary<Partial<MediationBody>> = fc.oneof(
    fc.integer({ min: 0, max: 250 }).map((openCases) => ({ openCases })),
    fc.constant({ suspended: true }),
    fc.constantFrom("2026-03-01", "2026-03-02").map((termEndsOn) => ({ termEndsOn })),
    fc.array(hash, { maxLength: 2 }).map((members) => ({ members })),
  );
  /** A few states dealt out over the whole roster, so that a counterexample stays readable. */
  const states = fc.array(fc.option(state, { nil: {} }), { minLength: 13, maxLength: 13 });
  const deal = (dealt: readonly Partial<MediationBody>[]): MediationBody[] =>
    roster.map((body, index) => ({ ...body, ...dealt[index % dealt.length] }));

  const bodyOf = (bodies: readonly MediationBody[], id: string): MediationBody => {
    const body = bodies.find((candidate) => candidate.organisationId === id);
    if (body === undefined) throw new Error(`${id} is not in the directory`);
    return body;
  };
  const knows = (bodies: readonly MediationBody[], code: string): boolean =>
    bodies.some(
      (body) =>
        body.type === "general" &&
        code.startsWith(body.divisionCode) &&
        (body.level !== "county" || body.divisionCode === code),
    );

  it("reaches a body that covers the place, or the rule says why not", () => {
    fc.assert(
      fc.property(request, states, (asked, dealt) => {
        const bodies = deal(dealt);
        const decision = route(asked, bodies, rules);
        if (decision.outcome === "triage") return;
        const body = bodyOf(bodies, decision.organisationId);
        const coversPlace = asked.place !== undefined && covers(body.divisionCode, asked.place);
        const reason = (): boolean => {
          switch (decision.rule) {
            case "named":
              return coversPlace || body.level === "county" || asked.place === undefined || !knows(bodies, asked.place);
            case "stationed-studio":
              return body.stationedAt === asked.referrerId;
            case "party-place":
              return asked.partyPlaces.some((home) => covers(body.divisionCode, home));
            case "industry":
            case "place":
            case "centre":
              return coversPlace;
          }
        };
        expect(reason()).toBe(true);
      }),
    );
  });

  it("never reaches a body that must be skipped, nor an enterprise unasked", () => {
    fc.assert(
      fc.property(request, states, (asked, dealt) => {
        const bodies = deal(dealt);
        const decision = route(asked, bodies, rules);
        if (decision.outcome === "triage") return;
        const body = bodyOf(bodies, decision.organisationId);
        expect(body.kind).not.toBe("agency");
        expect(asked.refusedBy).not.toContain(body.organisationId);
        expect(body.suspended).toBe(false);
        expect(body.termEndsOn).not.toBe("2026-03-01");
        expect((body.members ?? []).filter((member) => asked.partyHashes.includes(member))).toEqual([]);
        expect(body.openCases).toBeLessThan(body.capacity ?? Number.POSITIVE_INFINITY);
        if (body.type === "enterprise") expect(decision.rule).toBe("named");
      }),
    );
  });

  it("gives the same decision for any order and repetition of the directory, and for only what had to be loaded", () => {
    fc.assert(
      fc.property(request, states, fc.infiniteStream(fc.nat()), (asked, dealt, numbers) => {
        const bodies = deal(dealt);
        const decision = route(asked, bodies, rules);
        const keyed = bodies.map((body) => ({ body, key: numbers.next().value }));
        const shuffled = keyed.toSorted((a, b) => a.key - b.key).map(({ body }) => body);
        expect(route(asked, [...shuffled, ...bodies], rules)).toEqual(decision);
        expect(route(asked, loadedFor(asked, bodies), rules)).toEqual(decision);
      }),
    );
  });

  it("ends in triage when each asked body declines, and asks none twice", () => {
    fc.assert(
      fc.property(request, states, (asked, dealt) => {
        const bodies = deal(dealt);
        const declined: string[] = [];
        for (let turn = 0; turn <= bodies.length; turn += 1) {
          const decision = route({ ...asked, refusedBy: [...asked.refusedBy, ...declined] }, bodies, rules);
          expect(decision.trace.length).toBeLessThanOrEqual(traceStepsAtMost);
          if (decision.outcome === "triage") return;
          expect(decision.trace.at(-1)).toEqual({
            rule: decision.rule,
            organisationId: decision.organisationId,
            verdict: "chosen",
          });
          expect(declined).not.toContain(decision.organisationId);
          declined.push(decision.organisationId);
        }
        throw new Error("never reached triage");
      }),
    );
  });
});
