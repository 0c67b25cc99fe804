import { describe, expect, it } from "vitest";
import { earlierFigures, type LoadedFigures } from "../../shared/domain/series.ts";
import { loadEarlier, loadEarlierBetween, saveEarlier } from "../../shared/dynamo/earlier-store.ts";
import { VersionConflict } from "../../shared/dynamo/version-conflict.ts";
import { onEachEngine } from "../support/engine-table.ts";

/** A county that no other test knows. */
let counties = 100_000;
const anyCounty = (): string => {
  counties += 1;
  return String(counties);
};
const figuresOf = (county: string, month: string, cases: number): LoadedFigures => ({
  county,
  month,
  loadedAt: "2026-04-01T02:00:00.000Z",
  loadedBy: { organisationId: "justice-bureau", role: "coordinator" },
  figures: earlierFigures().parse({ takenFrom: "综治平台", cases }),
});

await onEachEngine("the figures of earlier months", (rig) => {
  describe("a month", () => {
    it("is taken by one of two that found none, and replaced by one of two that found the same", async () => {
      const county = anyCounty();
      const figures = (cases: number) => figuresOf(county, "2019-03", cases);
      await saveEarlier(rig.table, figures(1), undefined);
      await expect(saveEarlier(rig.table, figures(2), undefined)).rejects.toThrow(VersionConflict);
      const found = await loadEarlier(rig.table, county, "2019-03");
      expect(found?.loaded).toEqual(figures(1));
      await saveEarlier(rig.table, figures(3), found);
      await expect(saveEarlier(rig.table, figures(4), found)).rejects.toThrow(VersionConflict);
      expect((await loadEarlier(rig.table, county, "2019-03"))?.loaded.figures.cases).toBe(3);
    });
  });

  describe("the months between two", () => {
    it("are those of the county alone, both ends included, in their order", async () => {
      const [county, other] = [anyCounty(), anyCounty()];
      for (const month of ["2019-04", "2018-12", "2019-01", "2019-03"]) {
        await saveEarlier(rig.table, figuresOf(county, month, 1), undefined);
      }
      await saveEarlier(rig.table, figuresOf(other, "2019-02", 1), undefined);
      const found = await loadEarlierBetween(rig.table, county, { from: "2019-01", to: "2019-03" });
      expect(found.map(({ month }) => month)).toEqual(["2019-01", "2019-03"]);
      expect(await loadEarlier(rig.table, county, "2019-02")).toBeUndefined();
    });
  });
});
