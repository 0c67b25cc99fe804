import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { shanghaiDate } from "../../shared/domain/calendar.ts";
import { bundledLaw } from "../../shared/domain/law.ts";
import type { LawPack } from "../../shared/domain/law-pack.ts";
import { rules } from "../support/cases.ts";
import { problemCodeOf, problemOf } from "../support/refused.ts";
import { day, dueAtOf, minute, police, refer, startTown, type Town, villageCommittee } from "../support/town.ts";

const county = "330483";
const oneDay = { days: 1, unit: "calendar", article: "house" } as const;

let town: Town;
beforeAll(async () => {
  town = await startTown([police, villageCommittee]);
});
afterAll(() => town?.stop());

const dayIn = (days: number): string => shanghaiDate(new Date(town.now() + days * day).toISOString());
const packOf = (more: Partial<LawPack> = {}): LawPack => ({
  scope: county,
  version: "one-day",
  effectiveFrom: dayIn(1),
  rules: { channels: { police_civil: { accept: oneDay } } },
  ...more,
});
const stateOf = async (caseId: string) => (await town.coordinator.showCase({ params: { caseId } })).body.state;

describe("a county's pack of law", () => {
  it("holds for referrals from its first day on, and never for a case that runs already", async () => {
    const before = await refer(town, "law-1");
    const zhao = await town.clientOf("justice-bureau", { officer: "Zhao" });
    const { difference } = (await zhao.loadLawPack({ query: { dryRun: "true" }, body: packOf() })).body;
    expect(difference).toEqual([
      { path: "channels.police_civil.accept.days", before: 3, after: 1, article: "house" },
      { path: "channels.police_civil.accept.unit", before: "working", after: "calendar", article: "house" },
    ]);
    expect((await town.coordinator.listLawPacks({ query: { scope: county } })).body.packs).toEqual([]);

    const loaded = await zhao.loadLawPack({ body: packOf() });
    expect([loaded.status, loaded.body]).toEqual([
      201,
      { outcome: "stored", revision: expect.any(String), difference },
    ]);
    expect((await zhao.loadLawPack({ body: packOf() })).status, "a repeat").toBe(200);
    expect((await town.coordinator.listLawPacks()).body.packs).toMatchObject([
      { version: "one-day", loadedBy: { organisationId: "justice-bureau", officer: "Zhao" } },
    ]);
    expect((await stateOf(await refer(town, "law-2"))).rulePack, "not today").toBe(rules.version);

    town.advance(day);
    const after = await stateOf(await refer(town, "law-3"));
    expect(after.rulePack).toBe(`${rules.version}+${county}:one-day`);
    expect(Date.parse(dueAtOf(after, "answer")) - town.now()).toBeLessThan(4 * day);
    expect((await stateOf(before)).rulePack).toBe(rules.version);
    const committee = await town.clientOf(villageCommittee);
    await committee.accept({ params: { caseId: before }, version: "*", body: {} });
    await committee.accept({ params: { caseId: after.caseId }, version: "*", body: {} });
    expect((await stateOf(after.caseId)).rulePack).toBe(`${rules.version}+${county}:one-day`);
    expect((await stateOf(before)).rulePack).toBe(rules.version);
  });

  it("shows in the law in force, which everybody of the county may read", async () => {
    const client = await town.clientOf(police);
    const { numbers, version } = (await client.showLaw({ query: { day: dayIn(0) } })).body;
    expect(version).toBe(`${rules.version}+${county}:one-day`);
    expect(numbers.filter(({ scope }) => scope === county)).toEqual([
      { path: "channels.police_civil.accept.days", value: 1, article: "house", scope: county },
      { path: "channels.police_civil.accept.unit", value: "calendar", article: "house", scope: county },
    ]);
    expect((await client.showLaw({ query: { day: dayIn(-2) } })).body.version).toBe(rules.version);
    expect(await problemCodeOf(client.showLaw({ query: { county: "330421" } }))).toBe("404 not-found");
    expect(await problemCodeOf(client.showLaw({ query: { day: "2025-12-31" } }))).toBe("404 not-found");
  });

  it("is loaded by the county's own coordinator alone, for its own county", async () => {
    const byCommittee = (await town.clientOf(villageCommittee)).loadLawPack({ body: packOf() });
    expect(await problemCodeOf(byCommittee)).toBe("403 not-allowed");
    const load = (scope: string) => town.coordinator.loadLawPack({ body: packOf({ scope, version: "foreign" }) });
    expect(await problemCodeOf(load("330421"))).toBe("404 not-found");
    expect(await problemCodeOf(load("33"))).toBe("403 not-allowed");
    const list = (scope: string) => town.coordinator.listLawPacks({ query: { scope } });
    expect(await problemCodeOf(list("330421"))).toBe("404 not-found");
    expect((await list("33")).body.packs).toEqual([]);
    expect((await list("cn")).body.packs).toMatchObject(bundledLaw().map(({ version }) => ({ version })));
    const show = (scope: string, version: string) => town.coordinator.showLawPack({ params: { scope, version } });
    expect((await show(county, "one-day")).body.rules).toEqual(packOf().rules);
    expect(await problemCodeOf(show("330421", "one-day"))).toBe("404 not-found");
    expect(await problemCodeOf(show(county, "none"))).toBe("404 not-found");
  });

  it("is refused by the fields that are wrong, and never changed", async () => {
    const late = packOf({ version: "late", effectiveFrom: dayIn(0) });
    expect(await problemOf(town.coordinator.loadLawPack({ body: late }))).toMatchObject({
      code: "invalid-body",
      errors: [{ path: "/lateReason", code: "reason-required" }],
    });
    const other = packOf({ rules: { triage: oneDay } });
    expect(await problemCodeOf(town.coordinator.loadLawPack({ body: other }))).toBe("409 version-taken");
    const unsourced = { ...packOf({ version: "bare" }), rules: { warnShares: [0.5] } };
    const answer = await town.ask("/v1/law/packs", { by: "justice-bureau", method: "POST", body: unsourced });
    expect([answer.status, answer.body]).toMatchObject([
      422,
      { errors: [{ path: "/rules/warnShares", code: "source-missing" }] },
    ]);
  });
});

describe("a county's tariff", () => {
  it("is loaded and listed beside the house's", async () => {
    const [house] = (await town.coordinator.listTariffs()).body.tariffs;
    if (house === undefined) throw new Error("no tariff is bundled");
    const body = { ...house, version: "lower", effectiveFrom: dayIn(1), atMostFen: 60_000 };
    const checked = await town.coordinator.loadTariff({ query: { dryRun: "true" }, body });
    const difference = [{ path: "atMostFen", before: 80_000, after: 60_000, article: "house" }];
    expect([checked.status, checked.body]).toEqual([
      200,
      { outcome: "checked", revision: expect.any(String), difference },
    ]);
    expect((await town.coordinator.loadTariff({ body })).status).toBe(201);
    expect((await town.coordinator.listTariffs()).body.tariffs).toMatchObject([house, { ...body, county }]);
    const foreign = town.coordinator.loadTariff({ body: { ...body, county: "330421" } });
    expect(await problemCodeOf(foreign)).toBe("404 not-found");
  });
});

describe("a calendar", () => {
  it("is shown as a difference first, day by day, and then not loaded", async () => {
    const year = 2026;
    const { body } = await town.coordinator.showCalendar({ params: { year } });
    const workdays = body.workdays.map((date) => (date === "2026-02-14" ? "2026-02-07" : date));
    const check = await town.operator.putCalendar({
      params: { year },
      query: { dryRun: "true" },
      body: { ...body, workdays },
    });
    expect(check.body.difference).toMatchObject([
      { path: "2026-02-07", before: null, after: "workday" },
      { path: "2026-02-14", before: "workday", after: null },
    ]);
    town.advance(2 * minute);
    expect((await town.coordinator.showCalendar({ params: { year } })).body).toEqual(body);
  });
});
