import { beforeEach, describe, expect, it, vi } from "vitest";
import { bundledTariffs } from "../../shared/domain/incentive.ts";
import { bundledRulePacks } from "../../shared/domain/rule-pack.ts";
import { loadLaw } from "../../shared/dynamo/law-store.ts";
import type { Table } from "../../shared/dynamo/table.ts";
import { lawInForce, lawOfCase } from "../../shared/runtime/law-in-force.ts";
import { loadLawPack, loadTariff } from "../../shared/runtime/load-rules.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { tariffsFor } from "../../shared/runtime/tariffs-for.ts";
import { rules } from "../support/cases.ts";
import { onEachEngine } from "../support/engine-table.ts";
import { countyPack, nation, provincePack } from "../support/law.ts";
import { letOneSuffice } from "../support/one-suffices.ts";
import { coordinatorAt, usualLimits } from "../support/organisations.ts";

const at = "2026-02-01T02:00:00.000Z";
const bureau = { organisationId: "justice-bureau", role: "coordinator", officer: "Zhao" } as const;
const calling = (divisionCode: string, more: { at?: string; dryRun?: boolean } = {}) => ({
  caller: { ...bureau, organisation: coordinatorAt(divisionCode), limits: usualLimits },
  at,
  dryRun: false,
  sealer: { seal: () => Promise.reject(new Error("nothing waits here")) },
  ...more,
});
const twoDays = { days: 2, unit: "working", article: "house" } as const;

/** The code of the problem, and each field that it names. */
async function problemCodeOf(call: Promise<unknown>): Promise<string> {
  const error: unknown = await call.then(
    (answer) => new Error(`not refused, but answered ${JSON.stringify(answer)}`),
    (refused: unknown) => refused,
  );
  if (!(error instanceof Problem)) throw error;
  return [error.code, ...(error.extras.errors ?? []).map(({ path, code }) => `${path} ${code}`)].join(" ");
}

await onEachEngine("the loading of law", (rig) => {
  /** Each test has a county of its own in a province of its own, and an environment that remembers nothing. */
  let number = 0;
  let county: string;
  let province: string;
  let fresh: () => Table;
  beforeEach(() => {
    number += 1;
    province = String(40 + number);
    county = `${province}0483`;
    fresh = () => ({ client: Object.create(rig.table.client), name: rig.table.name });
  });
  const own = (more: Partial<ReturnType<typeof countyPack>> = {}) =>
    countyPack({ scope: county, rules: { triage: twoDays }, ...more });
  const queriesOf = async (run: () => Promise<unknown>): Promise<number> => {
    const before = rig.figures().calls["Query"] ?? 0;
    await run();
    return (rig.figures().calls["Query"] ?? 0) - before;
  };

  describe("a pack that was not there", () => {
    it("is shown first, and only then stored, with the same difference", async () => {
      const checked = await loadLawPack(rig.table, calling(county, { dryRun: true }), own());
      const difference = [{ path: "triage.days", before: 3, after: 2, article: "house" }];
      expect(checked).toEqual({ outcome: "checked", revision: expect.any(String), difference });
      expect(await loadLaw(rig.table, county)).toEqual([]);
      expect(await loadLawPack(rig.table, calling(county), own())).toEqual({
        outcome: "stored",
        revision: expect.any(String),
        difference,
      });
      expect(await loadLaw(rig.table, county)).toEqual([{ pack: own(), loadedAt: at, loadedBy: bureau }]);
    });

    it("lies under its own scope and nowhere else", async () => {
      await loadLawPack(rig.table, calling(county), own());
      expect(await rig.itemsUnder(`LAW#${county}`)).toMatchObject([
        { sk: "PACK#2026-05-01" },
        { sk: expect.stringMatching(/^UPON#law#/) },
      ]);
      expect(await rig.itemsUnder(`LAW#${province}`)).toEqual([]);
    });

    it("is stored once, when two load it at the same time", async () => {
      const outcomes = await Promise.all([1, 2, 3].map(() => loadLawPack(rig.table, calling(county), own())));
      expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(["repeated", "repeated", "stored"]);
    });
  });

  describe("a pack that was loaded", () => {
    beforeEach(async () => {
      await loadLawPack(rig.table, calling(county), own());
    });

    it("is a repeat when it is loaded again, though its first day has come", async () => {
      const again = calling(county, { at: "2026-08-01T02:00:00.000Z" });
      expect(await loadLawPack(rig.table, again, own())).toMatchObject({ outcome: "repeated" });
      expect(await loadLaw(rig.table, county)).toMatchObject([{ loadedAt: at }]);
    });

    it("is never changed, checked only or not", async () => {
      const other = own({ rules: { triage: { ...twoDays, days: 1 } } });
      for (const dryRun of [true, false]) {
        expect(await problemCodeOf(loadLawPack(rig.table, calling(county, { dryRun }), other))).toBe("version-taken");
      }
      expect(await loadLaw(rig.table, county)).toMatchObject([{ pack: own() }]);
    });

    it("gives way to one loaded later for the same day", async () => {
      const corrected = own({ version: "2026-05-01b", rules: { triage: { ...twoDays, days: 1 } } });
      await loadLawPack(rig.table, calling(county, { at: "2026-02-02T02:00:00.000Z" }), corrected);
      expect((await lawInForce(fresh(), county, "2026-05-01")).triage.days).toBe(1);
    });
  });

  describe("a pack that is wrong", () => {
    it("is refused on or after its first day unless it says why", async () => {
      const late = calling(county, { at: "2026-05-01T02:00:00.000Z" });
      expect(await problemCodeOf(loadLawPack(rig.table, late, own()))).toBe("invalid-body /lateReason reason-required");
      expect(await loadLawPack(rig.table, late, own({ lateReason: "样例" }))).toMatchObject({ outcome: "stored" });
    });

    it("is refused if it raises a statutory maximum, and nothing is stored", async () => {
      const longer = own({
        rules: { channels: { walk_in: { mediate: { days: 45, unit: "calendar", article: "house" } } } },
      });
      expect(await problemCodeOf(loadLawPack(rig.table, calling(county), longer))).toBe(
        "invalid-body /rules/channels/walk_in/mediate above-statutory-maximum",
      );
      expect(await loadLaw(rig.table, county)).toEqual([]);
    });

    it("is refused under the version of a bundled pack, unless it is that pack", async () => {
      const national = calling("000000");
      expect(await loadLawPack(rig.table, national, nation)).toMatchObject({ outcome: "repeated" });
      const other = { ...nation, effectiveFrom: "2027-01-01" };
      expect(await problemCodeOf(loadLawPack(rig.table, national, other))).toBe("version-taken");
    });
  });

  describe("a layer", () => {
    it("is loaded by its own coordinator: those above are refused, those of others are not there", async () => {
      const load = (divisionCode: string, scope: string) =>
        loadLawPack(rig.table, calling(divisionCode, { dryRun: true }), own({ scope }));
      expect(await load(county, county)).toMatchObject({ outcome: "checked" });
      expect(await load(`${county}101`, county)).toMatchObject({ outcome: "checked" });
      expect(await load(`${province}0000`, province)).toMatchObject({ outcome: "checked" });
      expect(await problemCodeOf(load(county, province))).toBe("not-allowed");
      expect(await problemCodeOf(load(`${province}0000`, county))).toBe("not-allowed");
      expect(await problemCodeOf(load(county, `${province}0421`))).toBe("not-found");
      expect(await problemCodeOf(load(county, "32"))).toBe("not-found");
      const national = { ...nation, version: "2027", effectiveFrom: "2027-01-01" };
      const byCounty = loadLawPack(rig.table, calling(county, { dryRun: true }), national);
      expect(await problemCodeOf(byCounty)).toBe("not-allowed");
    });

    it("may be loaded by the operator, whichever it is", async () => {
      for (const scope of [county, province]) {
        const call = calling("000000", { dryRun: true });
        expect(await loadLawPack(rig.table, call, own({ scope }))).toMatchObject({ outcome: "checked" });
      }
    });
  });

  describe("the law of a case", () => {
    const ofProvince = () => provincePack({ scope: province, rules: { supplyInfo: twoDays } });

    it("stays what it was submitted under, for every environment, however much is loaded later", async () => {
      await loadLawPack(rig.table, calling(`${province}0000`), ofProvince());
      await loadLawPack(rig.table, calling(county), own());
      const submittedUnder = await lawInForce(fresh(), county, "2026-05-02");
      expect(submittedUnder).toMatchObject({
        version: `${rules.version}+${province}:2026-03-01+${county}:2026-05-01`,
        triage: twoDays,
        supplyInfo: twoDays,
      });
      const next = own({
        version: "next",
        effectiveFrom: "2026-06-01",
        rules: { supplyInfo: { ...twoDays, days: 1 } },
      });
      await loadLawPack(rig.table, calling(county), next);
      expect(await lawOfCase(fresh(), submittedUnder.version)).toEqual(submittedUnder);
      expect(await lawInForce(fresh(), county, "2026-06-01")).toMatchObject({
        version: `${rules.version}+${province}:2026-03-01+${county}:next`,
        triage: { days: 3 },
        supplyInfo: { days: 1 },
      });
    });

    it("is found though the pack is newer than what the environment remembers", async () => {
      const environment = fresh();
      await lawInForce(environment, county, "2026-05-02");
      await loadLawPack(rig.table, calling(county), own());
      const version = `${rules.version}+${county}:2026-05-01`;
      expect(await lawOfCase(environment, version)).toMatchObject({ version, triage: twoDays });
    });

    it("is found by its version after a minute, and by then what is in force is read again", async () => {
      const environment = fresh();
      await loadLawPack(rig.table, calling(county), own());
      const { version } = await lawInForce(environment, county, "2026-05-02");
      const remembered = () => lawInForce(environment, county, "2026-05-02");
      expect(await queriesOf(remembered), "within a minute").toBe(0);
      const later = vi.spyOn(Date, "now").mockReturnValue(Date.now() + 61_000);
      expect(await queriesOf(() => lawOfCase(environment, version)), "a version never changes").toBe(0);
      expect(await queriesOf(remembered), "each layer once").toBe(3);
      later.mockRestore();
    });

    it("needs no reading where it is bundled", async () => {
      const environment = fresh();
      expect(await queriesOf(() => lawOfCase(environment, "2026-01-01"))).toBe(0);
      expect(await lawOfCase(environment, "2026-01-01")).toEqual(bundledRulePacks()[0]);
    });

    it("is refused for a version that nobody loaded", async () => {
      await expect(lawOfCase(fresh(), `${rules.version}+${county}:never`)).rejects.toThrow(RangeError);
    });

    it("is read again after a reading that failed", async () => {
      const environment = fresh();
      const send = vi.spyOn(environment.client, "send").mockImplementation(() => Promise.reject(new Error("busy")));
      await expect(lawInForce(environment, county, "2026-05-02")).rejects.toThrow("busy");
      send.mockRestore();
      expect((await lawInForce(environment, county, "2026-05-02")).version).toBe(rules.version);
    });
  });

  describe("a tariff", () => {
    const [house] = bundledTariffs();
    const tariff = () => {
      if (house === undefined) throw new Error("no tariff is bundled");
      const { effectiveFrom: _, ...rest } = house;
      return { ...rest, county, effectiveFrom: "2026-05-01", atMostFen: 60_000, source: "样例文件 第1号" };
    };

    it("is loaded as law is: shown, stored, repeated and never changed", async () => {
      const call = calling(county);
      const difference = [
        { path: "atMostFen", before: 80_000, after: 60_000, article: "样例文件 第1号" },
        { path: "source", before: "house", after: "样例文件 第1号", article: "样例文件 第1号" },
      ];
      await letOneSuffice(rig.table, county);
      const checked = await loadTariff(rig.table, { ...call, dryRun: true }, tariff());
      expect(checked).toEqual({ outcome: "checked", revision: expect.any(String), difference });
      expect(await tariffsFor(rig.table, county)).toEqual(bundledTariffs());
      expect(await loadTariff(rig.table, call, tariff())).toEqual({
        outcome: "stored",
        revision: expect.any(String),
        difference,
      });
      expect(await loadTariff(rig.table, call, tariff())).toEqual({
        outcome: "repeated",
        revision: expect.any(String),
        difference,
      });
      expect(await problemCodeOf(loadTariff(rig.table, call, { ...tariff(), atMostFen: 1 }))).toBe("version-taken");
      expect(await tariffsFor(rig.table, county)).toEqual([...bundledTariffs(), tariff()]);
      expect(await tariffsFor(rig.table, `${province}0421`), "another county's").toEqual(bundledTariffs());
    });

    it("of the province holds in each county that has none of its own", async () => {
      const { county: _, ...common } = tariff();
      const ofProvince = { ...common, scope: province, version: "p" };
      await letOneSuffice(rig.table, `${province}0000`);
      await letOneSuffice(rig.table, county);
      expect(await problemCodeOf(loadTariff(rig.table, calling(county), ofProvince))).toBe("not-allowed");
      // A caller that names no layer means its own.
      const { scope: __, ...unnamed } = ofProvince;
      expect((await loadTariff(rig.table, calling(`${province}0000`), unnamed)).outcome).toBe("stored");
      expect((await loadTariff(rig.table, calling("000000"), ofProvince)).outcome).toBe("repeated");
      expect(await tariffsFor(rig.table, `${province}0421`)).toEqual([...bundledTariffs(), ofProvince]);
      const { difference } = await loadTariff(rig.table, calling(county), { ...tariff(), atMostFen: 50_000 });
      expect(difference, "what it takes the place of is the province's").toEqual([
        { path: "atMostFen", before: 60_000, after: 50_000, article: "样例文件 第1号" },
      ]);
    });

    it("of the nation cannot take the version of one that is bundled", async () => {
      const { county: _, ...common } = tariff();
      expect(await problemCodeOf(loadTariff(rig.table, calling("000000"), { ...common, scope: "cn" }))).toBe(
        "version-taken",
      );
      const [again] = bundledTariffs().map((one) => loadTariff(rig.table, calling("000000"), one));
      expect((await again)?.outcome, "the same").toBe("repeated");
    });

    it("is refused for another county, and on its first day without a reason", async () => {
      expect(await problemCodeOf(loadTariff(rig.table, calling(`${province}0421`), tariff()))).toBe("not-found");
      const late = calling(county, { at: "2026-05-01T02:00:00.000Z" });
      expect(await problemCodeOf(loadTariff(rig.table, late, tariff()))).toBe(
        "invalid-body /lateReason reason-required",
      );
    });
  });
});
