import { describe, expect, it } from "vitest";
import { route } from "../../shared/domain/routing.ts";
import type { MediationBody } from "../../shared/domain/routing-rules.ts";
import { elsewhere, hongqiao, loadedFor, quarrel, roster, rules, wuzhen } from "../support/routing.ts";

const lingan = "330483003001";
const station = "police-330483003";
const stationStudio = "studio-police-330483003";
const subOffice = "studio-police-330483003-lingan";
const hometown = "studio-hometown"; // a brand of 濮院镇

const changed = (changes: Readonly<Record<string, Partial<MediationBody>>>): MediationBody[] =>
  roster.map((body) => ({ ...body, ...changes[body.organisationId] }));
const chosen = (decision: ReturnType<typeof route>) =>
  decision.outcome === "offered" ? [decision.rule, decision.organisationId] : [decision.outcome];

describe("a sub-office of a studio at a station", () => {
  const request = quarrel({ referrerId: station, place: lingan });

  it("is asked first about a dispute where it is, on behalf of its parent", () => {
    expect(chosen(route(request, loadedFor(request), rules))).toEqual(["stationed-studio", subOffice]);
  });

  it("leaves it to its parent when it declined, and where the dispute is elsewhere", () => {
    const declined = { ...request, refusedBy: [subOffice] };
    expect(chosen(route(declined, loadedFor(declined), rules))).toEqual(["stationed-studio", stationStudio]);
    const there = quarrel({ referrerId: station, place: "330483003002" });
    expect(chosen(route(there, loadedFor(there), rules))).toEqual(["stationed-studio", stationStudio]);
    const nowhere = { ...request, place: hongqiao };
    expect(chosen(route(nowhere, loadedFor(nowhere), rules))).toEqual(["stationed-studio", stationStudio]);
  });

  it("is not asked for another referrer", () => {
    const other = quarrel({ place: lingan });
    expect(chosen(route(other, loadedFor(other), rules))[1]).not.toBe(subOffice);
  });
});

describe("a brand studio", () => {
  it("of any town of the county is reached when it is named", () => {
    const named = quarrel({ namedOrganisationId: hometown });
    expect(chosen(route(named, loadedFor(named), rules))).toEqual(["named", hometown]);
  });

  it("of another county is not", () => {
    const named = quarrel({ namedOrganisationId: hometown });
    const abroad = changed({ [hometown]: { divisionCode: elsewhere } });
    expect(chosen(route(named, loadedFor(named, abroad), rules))[0]).not.toBe("named");
  });

  it("is no brand without a grade", () => {
    const named = quarrel({ namedOrganisationId: hometown });
    const plain = loadedFor(named).map(({ brandGrade: _, ...body }) => body);
    expect(chosen(route(named, plain, rules))[0]).not.toBe("named");
  });
});

describe("a rule that looks for brand studios in a category", () => {
  const looking = { ...rules, brandStudios: { categories: ["02" as const], article: "house" } };
  const listed = changed({
    [hometown]: { categories: ["02"] },
    "studio-laoquanmao": { categories: ["02", "06"] },
    "studio-paddy": { categories: ["06"] },
  });
  const request = quarrel({ place: hongqiao });

  it("finds the one of the highest grade in the county, wherever it sits", () => {
    expect(chosen(route(request, listed, looking))).toEqual(["brand", "studio-laoquanmao"]);
    const declined = { ...request, refusedBy: ["studio-laoquanmao"] };
    expect(chosen(route(declined, listed, looking))).toEqual(["brand", hometown]);
  });

  it("finds none in another category, without a place, or where no rule says so", () => {
    expect(chosen(route({ ...request, category: "06" }, listed, looking))[0]).not.toBe("brand");
    expect(chosen(route(request, listed, rules))[0]).not.toBe("brand");
    const { place: _, ...placeless } = request;
    expect(chosen(route(placeless, listed, looking))[0]).not.toBe("brand");
    const abroad = changed({ [hometown]: { categories: ["02"], divisionCode: elsewhere } });
    expect(chosen(route(request, abroad, looking))[0]).not.toBe("brand");
  });
});

describe("a committee of a union, of a women's federation or for commerce", () => {
  it.each(["union", "womens_federation", "commercial_mediation"])("is found by the categories it lists: %s", (type) => {
    const body: MediationBody = {
      organisationId: "sector",
      kind: "committee",
      type,
      level: "county",
      divisionCode: "330483",
      categories: ["02"],
      openCases: 0,
      suspended: false,
    };
    const request = quarrel({ place: wuzhen });
    expect(chosen(route(request, [...loadedFor(request), body], rules))).toEqual(["industry", "sector"]);
    const none = { ...body, categories: [] };
    expect(chosen(route(request, [...loadedFor(request), none], rules))[0]).not.toBe("industry");
  });
});
