import { randomUUID } from "node:crypto";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { beforeEach, describe, expect, it } from "vitest";
import { bundledCalendars, type CalendarYear } from "../../shared/domain/calendar.ts";
import { clockOf, nextDueAt } from "../../shared/domain/case-clocks.ts";
import { loadCase } from "../../shared/dynamo/case-store.ts";
import { dueKeys } from "../../shared/dynamo/keys.ts";
import { keepOwnPending, loadOwnCalendars } from "../../shared/dynamo/own-calendars-store.ts";
import { calendarsInForce } from "../../shared/runtime/calendars-in-force.ts";
import { calendarOfLayer, loadCalendar } from "../../shared/runtime/load-calendar.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { recomputeClocks } from "../../shared/runtime/recompute-clocks.ts";
import { calendars, mediating, rules } from "../support/cases.ts";
import { onEachEngine } from "../support/engine-table.ts";
import { coordinatorAt, usualLimits } from "../support/organisations.ts";
import { placedCase } from "../support/placed-case.ts";

const at = "2026-04-01T02:00:00.000Z";
const later = "2026-04-01T02:05:00.000Z";
const startedAt = "2026-04-16T02:00:00.000Z";
const always = () => true;
const bureau = { organisationId: "justice-bureau", role: "coordinator", officer: "Zhao" } as const;
const callerAt = (divisionCode: string) => ({
  ...bureau,
  organisation: coordinatorAt(divisionCode),
  limits: usualLimits,
});
const festival = { year: 2026, source: "样例自治区放假办法 第2条", holidays: ["2026-04-20"], workdays: ["2026-04-25"] };

await onEachEngine("the calendars of a province or county", (rig) => {
  /** Each test has a county of its own in a province of its own. */
  let number = 0;
  let [province, county, neighbour] = ["", "", ""];
  beforeEach(() => {
    number += 1;
    province = String(60 + number);
    [county, neighbour] = [`${province}0483`, `${province}0421`];
  });
  const load = (divisionCode: string, calendar: CalendarYear, more: { dryRun?: boolean; now?: string } = {}) =>
    loadCalendar({ table: rig.table, now: () => more.now ?? at }, callerAt(divisionCode), {
      calendar,
      dryRun: more.dryRun ?? false,
    });
  const problemCodeOf = async (call: Promise<unknown>): Promise<string> => {
    const error: unknown = await call.catch((refused: unknown) => refused);
    if (!(error instanceof Problem)) throw new Error(`not refused: ${JSON.stringify(error)}`);
    return [error.code, ...(error.extras.errors ?? []).map(({ path, code }) => `${path} ${code}`)].join(" ");
  };
  /** The environment remembers by name, so a test that reads twice reads as two environments. */
  const inForce = async (of: string) => (await calendarsInForce({ ...rig.table }, of)).filter(({ scope }) => scope);

  it("is shown first and only then stored, for all counties below it and no others", async () => {
    const ofProvince = { ...festival, scope: province };
    const difference = [
      { path: "2026-04-20", before: null, after: "holiday", article: festival.source },
      { path: "2026-04-25", before: null, after: "workday", article: festival.source },
    ];
    expect(await load(`${province}0000`, ofProvince, { dryRun: true })).toEqual({
      ...{ outcome: "checked", revision: expect.any(String), difference, warnings: [] },
    });
    expect(await loadOwnCalendars(rig.table, province)).toBeUndefined();
    expect(await load(`${province}0000`, ofProvince)).toEqual({
      ...{ outcome: "stored", revision: expect.any(String), difference, warnings: [] },
    });
    expect((await load(`${province}0000`, ofProvince)).difference, "the same again").toEqual([]);
    expect(await inForce(county)).toEqual([ofProvince]);
    expect(await inForce("110101")).toEqual([]);
    const { organisationId, role, officer } = bureau;
    expect(await calendarOfLayer(rig.table, province, 2026)).toEqual({
      ...ofProvince,
      ...{ loadedAt: at, loadedBy: { organisationId, role, officer } },
    });
    expect(await calendarOfLayer(rig.table, county, 2026)).toBeUndefined();
    expect(await calendarOfLayer(rig.table, "cn", 2026)).toMatchObject({ year: 2026, source: expect.any(String) });
  });

  it("is loaded by its own coordinator or the operator, and no other", async () => {
    expect(await problemCodeOf(load(county, { ...festival, scope: province }))).toBe("not-allowed");
    expect(await problemCodeOf(load(neighbour, { ...festival, scope: county }))).toBe("not-found");
    expect(await problemCodeOf(load(county, festival)), "the nation's").toBe("not-allowed");
    expect((await load("000000", { ...festival, scope: county })).difference).toHaveLength(2);
  });

  it("does not work on a day that a layer above has off", async () => {
    await load(`${province}0000`, { ...festival, scope: province });
    const worked = { ...festival, scope: county, holidays: [], workdays: ["2026-04-20", "2026-05-01", "2026-05-16"] };
    expect(await problemCodeOf(load(county, worked))).toBe("invalid-body /workdays off-above /workdays off-above");
    expect(await loadOwnCalendars(rig.table, county)).toBeUndefined();
  });

  it("keeps both of two years that are loaded at once", async () => {
    const loadAtOnce = (...years: number[]) =>
      Promise.all(
        years.map((year) =>
          load(county, { year, scope: county, source: "house", holidays: [`${year}-04-20`], workdays: [] }),
        ),
      );
    const kept = async () => {
      const own = await loadOwnCalendars(rig.table, county);
      return [own?.edition, ...(own?.years.map(({ calendar }) => calendar.year).toSorted() ?? [])];
    };
    await loadAtOnce(2026, 2027);
    expect(await kept()).toEqual([2, 2026, 2027]);
    await loadAtOnce(2028, 2029);
    expect(await kept(), "beside those that were there").toEqual([4, 2026, 2027, 2028, 2029]);
  });

  describe("when clocks run", () => {
    /** A case whose mediation ends in three working days from a Thursday before the festival. */
    const running = async (of: string): Promise<string> => {
      const caseId = randomUUID();
      const state = mediating({
        ...{ caseId, county: of },
        clocks: [clockOf("mediate", startedAt, { days: 3, unit: "working" }, calendars)],
      });
      for (const Item of placedCase(state, 1, dueKeys(nextDueAt(state, rules) ?? "", state))) {
        await rig.table.client.send(new PutCommand({ TableName: rig.table.name, Item }));
      }
      return caseId;
    };
    const dueOf = async (caseId: string) => {
      const state = (await loadCase(rig.table, caseId))?.state;
      return state !== undefined && "clocks" in state ? state.clocks.map(({ dueAt }) => dueAt) : undefined;
    };
    const recompute = (now: string) => recomputeClocks(rig.table, () => now, always);

    it("moves those of its own cases two minutes later, once, and those of no others", async () => {
      const [own, foreign] = [await running(county), await running(neighbour)];
      expect(await dueOf(own)).toEqual(["2026-04-21T16:00:00.000Z"]);
      await load(county, { ...festival, scope: county });
      await recompute("2026-04-01T02:01:59.000Z");
      expect((await loadCase(rig.table, own))?.version, "some may still count by the one before").toBe(1);
      await recompute(later);
      expect(await dueOf(own)).toEqual(["2026-04-22T16:00:00.000Z"]);
      expect(await dueOf(foreign)).toEqual(["2026-04-21T16:00:00.000Z"]);
      expect((await loadOwnCalendars(rig.table, county))?.pending).toEqual([]);
      const reads = () => rig.figures().calls["GetItem"] ?? 0;
      const before = reads();
      await recompute("2026-04-01T02:06:00.000Z");
      expect(reads(), "nothing is left to do").toBe(before);
      expect((await loadCase(rig.table, own))?.version).toBe(2);
    });

    it("begins again with one that is loaded again meanwhile", async () => {
      await load(county, { ...festival, scope: county });
      const stale = await loadOwnCalendars(rig.table, county);
      await load(county, { ...festival, scope: county, holidays: [] });
      if (stale === undefined) throw new Error("nothing is loaded");
      expect(await keepOwnPending(rig.table, stale, [])).toBe(false);
      expect((await loadOwnCalendars(rig.table, county))?.pending).toHaveLength(1);
    });

    it("goes back when it is emptied", async () => {
      const own = await running(county);
      await load(county, { ...festival, scope: county });
      await recompute(later);
      await load(county, { ...festival, scope: county, holidays: [], workdays: [] }, { now: later });
      await recompute("2026-04-01T02:10:00.000Z");
      expect(await dueOf(own)).toEqual(["2026-04-21T16:00:00.000Z"]);
    });
  });

  it("adds to what is bundled", async () => {
    await load(county, { ...festival, scope: county });
    expect((await calendarsInForce(rig.table, county)).slice(0, 2)).toEqual(bundledCalendars());
  });
});
