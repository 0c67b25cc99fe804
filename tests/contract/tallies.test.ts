import { describe, expect, it } from "vitest";
import { decideClaim, evolveClaim } from "../../shared/domain/claim-steps.ts";
import { bundledTariffs, claimFor } from "../../shared/domain/incentive.ts";
import { type Counted, countAfter, type Tally } from "../../shared/domain/tally.ts";
import { createClaim, listClaims, loadClaim, loadClaims, saveClaim } from "../../shared/dynamo/claim-store.ts";
import { countedCases, loadCounted, loadTallies, saveCounted } from "../../shared/dynamo/tally-store.ts";
import { VersionConflict } from "../../shared/dynamo/version-conflict.ts";
import {
  acceptedAssignment,
  acknowledged,
  archived,
  justiceBureau,
  now,
  performed,
  rules,
  town,
} from "../support/cases.ts";
import { onEachEngine } from "../support/engine-table.ts";
import { anyOrganisation } from "../support/stored-cases.ts";

const month = "2026-11";
const endedAt = "2026-11-23T02:00:00.000Z";
/** A county that no other test knows. */
let counties = 100_000;
const anyCounty = (): string => {
  counties += 1;
  return String(counties);
};
const tallyOf = (changes: Partial<Tally> = {}): Tally => ({
  month,
  county: anyCounty(),
  organisationId: anyOrganisation("pmc"),
  hostKind: "village",
  category: "02",
  source: "police",
  form: "written",
  cases: 1,
  parties: 2,
  successes: 1,
  hard: 0,
  performed: 1,
  amountFen: 350_000,
  days: 12,
  timed: 1,
  ...changes,
});

await onEachEngine("the tallies", (rig) => {
  const count = async (caseId: string, before: Counted | undefined, after: Counted): Promise<void> => {
    const change = countAfter(before, after, "case.closed");
    if (change !== undefined) await saveCounted(rig.table, caseId, before, { ...change, endedAt });
  };

  describe("a case that is counted", () => {
    it("moves its cell and is listed in its month, for six write units at most", async () => {
      const tally = tallyOf();
      const caseId = crypto.randomUUID();
      await count(caseId, undefined, { version: 11, tallies: [tally] });
      const units = Object.values(rig.unitsOfLastWrite()).reduce((sum, used) => sum + used, 0);
      expect(units).toBeLessThanOrEqual(6);
      expect(await loadCounted(rig.table, caseId)).toEqual({ version: 11, tallies: [tally] });
      expect(await loadTallies(rig.table, tally.county, month)).toEqual([tally]);
      expect(await countedCases(rig.table, tally.county, month)).toEqual([caseId]);
    });

    it("adds up with the others of its cell", async () => {
      const tally = tallyOf();
      const ids = Array.from({ length: 5 }, () => crypto.randomUUID());
      for (const caseId of ids) await count(caseId, undefined, { version: 11, tallies: [tally] });
      rig.pageBy(2);
      const sum = {
        ...tally,
        cases: 5,
        parties: 10,
        successes: 5,
        performed: 5,
        amountFen: 1_750_000,
        days: 60,
        timed: 5,
      };
      expect(await loadTallies(rig.table, tally.county, month)).toEqual([sum]);
      expect((await countedCases(rig.table, tally.county, month)).sort()).toEqual(ids.sort());
    });

    it("is listed in the month in which it ended, and its agreement counts in its own", async () => {
      const none = { cases: 0, parties: 0, hard: 0, performed: 0, days: 0, timed: 0 };
      const ended = tallyOf({ successes: 0, amountFen: 0 });
      const agreed = { ...ended, ...none, month: "2026-09", successes: 1, amountFen: 350_000 };
      const caseId = crypto.randomUUID();
      await count(caseId, undefined, { version: 7, tallies: [agreed] });
      expect(await loadTallies(rig.table, agreed.county, "2026-09")).toEqual([agreed]);
      expect(await countedCases(rig.table, agreed.county, "2026-09")).toEqual([]);
      await count(caseId, { version: 7, tallies: [agreed] }, { version: 11, tallies: [agreed, ended] });
      expect(await loadTallies(rig.table, agreed.county, "2026-09")).toEqual([agreed]);
      expect(await loadTallies(rig.table, ended.county, month)).toEqual([ended]);
      expect(await countedCases(rig.table, ended.county, "2026-09")).toEqual([]);
      expect(await countedCases(rig.table, ended.county, month)).toEqual([caseId]);
    });

    it("leaves its month without a trace when it counts no more", async () => {
      const tally = tallyOf();
      const caseId = crypto.randomUUID();
      await count(caseId, undefined, { version: 11, tallies: [tally] });
      await count(caseId, { version: 11, tallies: [tally] }, { version: 13, tallies: [] });
      expect(await loadTallies(rig.table, tally.county, month)).toEqual([]);
      expect(await countedCases(rig.table, tally.county, month)).toEqual([]);
      expect(await loadCounted(rig.table, caseId)).toEqual({ version: 13, tallies: [] });
    });

    it("is counted by one of two that count it at the same time, and moves nothing for the other", async () => {
      const tally = tallyOf();
      const caseId = crypto.randomUUID();
      await count(caseId, undefined, { version: 11, tallies: [tally] });
      const late = count(caseId, undefined, { version: 12, tallies: [tally] });
      await expect(late).rejects.toBeInstanceOf(VersionConflict);
      expect(await loadTallies(rig.table, tally.county, month)).toEqual([tally]);
    });
  });

  describe("a claim", () => {
    const settled = archived(acknowledged(performed({ assignment: acceptedAssignment({ mediatorId: "m-7" }) })));
    const claimIn = (county: string) =>
      claimFor(
        { ...settled, caseId: crypto.randomUUID() },
        { by: town, at: now, county, rules, tariffs: bundledTariffs(), mediator: { publicEmployee: false } },
      );

    it("is stored once, and stepped on from the version it was read at", async () => {
      const claim = claimIn(anyCounty());
      expect(await createClaim(rig.table, claim)).toBe(true);
      expect(await createClaim(rig.table, claim)).toBe(false);
      const step = decideClaim({ type: "review" }, claim, {
        at: now,
        by: { ...justiceBureau, officer: "张样例" },
        stands: true,
      });
      if (step === undefined) throw new Error("a claim is reviewed first");
      const reviewed = evolveClaim(claim, step);
      const [before, after] = [
        { claim, texts: [] },
        { claim: reviewed, texts: [] },
      ];
      await saveClaim(rig.table, before, after);
      expect(await loadClaim(rig.table, claim.claimId)).toEqual(after);
      await expect(saveClaim(rig.table, before, after)).rejects.toBeInstanceOf(VersionConflict);
    });

    it("is listed by county and quarter, page by page", async () => {
      const county = anyCounty();
      const claims = [1, 2, 3].map(() => claimIn(county));
      for (const claim of claims) await createClaim(rig.table, claim);
      const first = await listClaims(rig.table, { county, quarter: "2026Q1", limit: 2 });
      expect(first.claims).toHaveLength(2);
      expect(first.cursor).toEqual(expect.any(String));
      expect((await listClaims(rig.table, { county, quarter: "2026Q1", limit: 9 })).claims).toHaveLength(3);
      expect((await listClaims(rig.table, { county: anyCounty(), quarter: "2026Q1", limit: 9 })).claims).toEqual([]);
      const found = await loadClaims(rig.table, [...claims.map(({ claimId }) => claimId), crypto.randomUUID()]);
      expect(found.size).toBe(3);
    });
  });
});
