import { beforeEach, describe, expect, it } from "vitest";
import { bundledTariffs } from "../../shared/domain/incentive.ts";
import { loadCalendar } from "../../shared/runtime/load-calendar.ts";
import { loadLawPack, loadTariff } from "../../shared/runtime/load-rules.ts";
import { loadTemplate } from "../../shared/runtime/load-template.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { onEachEngine } from "../support/engine-table.ts";
import { countyPack } from "../support/law.ts";
import { letOneSuffice } from "../support/one-suffices.ts";
import { coordinatorAt, usualLimits } from "../support/organisations.ts";

// A file is compared first with what is there: once something else is there, it is compared again and nothing is stored.

const at = "2026-02-01T02:00:00.000Z";
const bureau = { organisationId: "justice-bureau", role: "coordinator", officer: "Zhao" } as const;
const twoDays = { days: 2, unit: "working", article: "house" } as const;

await onEachEngine("what is loaded", (rig) => {
  let number = 0;
  let county: string;
  beforeEach(async () => {
    number += 1;
    county = `${50 + number}0483`;
    await letOneSuffice(rig.table, county);
  });
  const caller = () => ({ ...bureau, organisation: coordinatorAt(county), limits: usualLimits });
  type Query = { dryRun?: boolean; revision?: string };
  const calling = ({ dryRun = false, ...query }: Query) => ({
    ...{ caller: caller(), at, dryRun, ...query },
    sealer: { seal: () => Promise.reject(new Error("nothing waits here")) },
  });
  const effectiveFrom = "2026-05-01";
  const source = "样例文件 第1号";
  const loads: Readonly<
    Record<string, (name: string, query: Query) => Promise<{ outcome: string; revision: string }>>
  > = {
    law: (version, query) =>
      loadLawPack(
        rig.table,
        calling(query),
        countyPack({ scope: county, version, effectiveFrom, rules: { triage: twoDays } }),
      ),
    tariff: async (version, query) => {
      const [bundled] = bundledTariffs();
      if (bundled === undefined) throw new Error("no tariff is bundled");
      const tariff = { ...bundled, county, version, effectiveFrom, source };
      return loadTariff(rig.table, calling(query), tariff);
    },
    calendar: (source, { dryRun = false, ...query }) =>
      loadCalendar({ table: rig.table, now: () => at }, caller(), {
        calendar: { year: 2026, scope: county, source, holidays: ["2026-04-20"], workdays: [] },
        dryRun,
        ...query,
      }),
    template: (version, { dryRun = false, ...query }) =>
      loadTemplate(
        rig.table,
        { caller: caller(), at, dryRun, judge: () => ({ fields: [] }), ...query },
        { county, kind: "agreement", version },
        { effectiveFrom, docx: Buffer.from(version).toString("base64") },
      ),
  };
  const problemCodeOf = (call: Promise<unknown>): Promise<string> =>
    call.then(
      () => "not refused",
      (error: unknown) => (error instanceof Problem ? error.code : String(error)),
    );

  describe.each(Object.entries(loads))("of the kind %s", (_, load) => {
    it("is stored as it was looked at, and the same again changes nothing, whatever is named", async () => {
      const { outcome, revision } = await load("one", { dryRun: true });
      expect(outcome).toBe("checked");
      expect((await load("one", { revision })).outcome).toBe("stored");
      expect((await load("one", { revision })).outcome).toBe("repeated");
      expect((await load("one", { revision: "another" })).outcome).toBe("repeated");
    });

    it("is refused where something else was loaded since, and loaded once that was looked at", async () => {
      const { revision } = await load("one", { dryRun: true });
      await load("two", {});
      expect(await problemCodeOf(load("one", { revision }))).toBe("changed-meanwhile");
      const again = await load("one", { dryRun: true });
      expect(again.revision).not.toBe(revision);
      expect((await load("one", { revision: again.revision })).outcome).toBe("stored");
    });

    it("is loaded by one of several who looked at the same and confirm at once", async () => {
      const { revision } = await load("one", { dryRun: true });
      const names = ["one", "two", "three"];
      const all = await Promise.all(
        names.map((name) =>
          load(name, { revision }).then(
            ({ outcome }) => outcome,
            (error: unknown) => (error instanceof Problem ? error.code : String(error)),
          ),
        ),
      );
      expect(all.toSorted()).toEqual(["changed-meanwhile", "changed-meanwhile", "stored"]);
    });

    it("is loaded without a revision whatever is there, even at the same time", async () => {
      const all = await Promise.all(["one", "two"].map((name) => load(name, {})));
      expect(all.map(({ outcome }) => outcome)).toEqual(["stored", "stored"]);
    });
  });
});
