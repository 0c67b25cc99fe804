import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  cityCommittee,
  police,
  refer,
  startTown,
  type Town,
  townCommittee,
  villageCommittee,
} from "../support/town.ts";

const version = "*";
const county = "330483";
let town: Town;
beforeAll(async () => {
  town = await startTown([police, villageCommittee, townCommittee, cityCommittee]);
});
afterAll(() => town?.stop());

type Query = Omit<Parameters<Awaited<ReturnType<Town["clientOf"]>>["listOrganisations"]>[0]["query"], "county">;
/** The ids of all organisations that fit, in pages of so many. */
async function listed(query: Query, limit = 50): Promise<string[]> {
  const client = await town.clientOf(police);
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const more = cursor === undefined ? {} : { cursor };
    const { body } = await client.listOrganisations({ query: { county, limit, ...query, ...more } });
    expect(body.organisations.length).toBeLessThanOrEqual(limit);
    ids.push(...body.organisations.map(({ organisationId }) => organisationId));
    cursor = body.cursor;
  } while (cursor !== undefined);
  return ids;
}

describe("the organisations of a county", () => {
  it("are found by a part of the name, by kind, type and division, and by all of these together", async () => {
    const all = await listed({});
    expect(all).toEqual(expect.arrayContaining([police, villageCommittee, townCommittee, cityCommittee]));
    expect((await listed({ kind: "committee" })).sort()).toEqual(
      [cityCommittee, townCommittee, villageCommittee].sort(),
    );
    expect(await listed({ type: "police" })).toEqual([police]);
    expect((await listed({ under: "330483101", kind: "committee" })).sort()).toEqual([townCommittee, villageCommittee]);
    expect(await listed({ q: "新 东村" })).toEqual([villageCommittee]);
    expect(await listed({ q: "无此机构" })).toEqual([]);
    expect(await listed({ q: "新东村", kind: "agency" })).toEqual([]);
  });

  it.each([1, 2, 3])("are all listed once, in pages of %i", async (limit) => {
    for (const query of [{}, { kind: "committee" }, { q: "人民调解委员会" }] as const) {
      expect(await listed(query, limit)).toEqual(await listed(query));
    }
  });

  it("and their mediators are listed with their open cases where that is asked for", async () => {
    const committee = await town.clientOf(villageCommittee);
    const params = { organisationId: villageCommittee };
    for (const mediatorId of ["m-1", "m-2"]) {
      const body = { name: "样例", categories: [], lead: false };
      await committee.putMediator({ params: { ...params, mediatorId }, body });
    }
    for (const number of ["load-1", "load-2"]) {
      const caseId = await refer(town, number);
      await town.platform.settled({ ignoreDelayed: true });
      if (number === "load-1") await committee.accept({ params: { caseId }, version, body: { mediatorId: "m-1" } });
    }
    const { mediators } = (await committee.listMediators({ params, query: { load: "true" } })).body;
    expect(mediators.map(({ mediatorId, openCases }) => [mediatorId, openCases])).toEqual(
      expect.arrayContaining([
        ["m-1", 1],
        ["m-2", 0],
      ]),
    );
    expect((await committee.listMediators({ params })).body.mediators[0]).not.toHaveProperty("openCases");
    const { organisations } = (await committee.listOrganisations({ query: { county, load: "true" } })).body;
    const loads = new Map(organisations.map(({ organisationId, openCases }) => [organisationId, openCases]));
    expect([loads.get(villageCommittee), loads.get(townCommittee)]).toEqual([2, 0]);
  });
});

describe("a dry run", () => {
  it("says what a record would change and what it holds now, and stores nothing", async () => {
    const { coordinator } = town;
    const query = { dryRun: "true" } as const;
    const params = { organisationId: townCommittee };
    const { organisationId: _, keys: __, ...facts } = (await coordinator.showOrganisation({ params })).body;
    const { capacity: ___, ...unlimited } = facts;
    await coordinator.putOrganisation({ params, body: { ...unlimited, capacity: 41 } });
    const changed = { ...unlimited, capacity: 42, regionBrand: "样例品牌" };
    const { body } = await coordinator.putOrganisation({ params, query, body: changed });
    expect(body).toEqual({
      change: "updated",
      changed: ["capacity", "regionBrand"],
      before: { capacity: 41 },
      takesTwo: false,
    });
    expect((await coordinator.showOrganisation({ params })).body.capacity).toBe(41);
    expect((await coordinator.putOrganisation({ params, query, body: { ...unlimited, capacity: 41 } })).body).toEqual({
      change: "unchanged",
      changed: [],
      takesTwo: false,
    });
    const other = { organisationId: "pmc-nobody" };
    expect((await coordinator.putOrganisation({ params: other, query, body: facts })).body.change).toBe("created");
    await expect(coordinator.showOrganisation({ params: other })).rejects.toMatchObject({ code: "not-found" });
  });

  it("of a mediator and of a division likewise, for those alone who may register them", async () => {
    const { coordinator } = town;
    const query = { dryRun: "true" } as const;
    const params = { organisationId: townCommittee, mediatorId: "m-dry" };
    const body = { name: "样例", categories: [], lead: false };
    expect((await coordinator.putMediator({ params, query, body })).body.change).toBe("created");
    await coordinator.putMediator({ params, body });
    const renamed = { ...body, name: "另例", identityNumber: "11010519491231002X" };
    expect((await coordinator.putMediator({ params, query, body: renamed })).body).toEqual({
      change: "updated",
      changed: ["name", "identityNumber"],
      before: { name: "样例" },
      takesTwo: false,
    });
    const { mediators } = (await coordinator.listMediators({ params: { organisationId: townCommittee }, query: {} }))
      .body;
    expect(mediators.find(({ mediatorId }) => mediatorId === "m-dry")?.name).toBe("样例");

    const division = { params: { code: "330483101" }, query, body: { name: "改名", level: "town" } } as const;
    expect((await coordinator.putDivision(division)).body).toMatchObject({
      change: "updated",
      before: { name: "濮院镇" },
    });
    const { divisions } = (await coordinator.listDivisions({ query: { county } })).body;
    expect(divisions.find(({ code }) => code === "330483101")?.name).toBe("濮院镇");
    const clerk = await town.clientOf(police);
    await expect(clerk.putDivision(division)).rejects.toMatchObject({ code: "not-allowed" });
  });
});
