import { randomUUID } from "node:crypto";
import { BatchWriteCommand } from "@aws-sdk/lib-dynamodb";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { allClocks, clockOf, nextDueAt } from "../../shared/domain/case-clocks.ts";
import { casesWithClocks } from "../../shared/dynamo/case-lists.ts";
import { loadCase, loadCases } from "../../shared/dynamo/case-store.ts";
import { dueKeys, dueShards } from "../../shared/dynamo/keys.ts";
import { keepPending, loadCalendars, saveCalendar } from "../../shared/dynamo/rules-store.ts";
import { caseStore, issueCommand } from "../../shared/runtime/issue-command.ts";
import { recomputeClocks } from "../../shared/runtime/recompute-clocks.ts";
import { calendars, mediating, referral, rules, town, with2027, withFacts } from "../support/cases.ts";
import { dueCases } from "../support/due-cases.ts";
import { onEachEngine } from "../support/engine-table.ts";
import { placedCase } from "../support/placed-case.ts";

const startedAt = "2026-12-10T02:00:00.000Z";
const loadedAt = "2026-12-12T02:00:00.000Z";
const now = "2026-12-12T02:05:00.000Z";
const later = "2026-12-12T02:06:00.000Z";
const always = () => true;
const atOnce = 48;

/** A petition in mediation, whose clocks both reach into a year that is not loaded yet. */
const provisional = (caseId: string) =>
  mediating({
    caseId,
    county,
    referrals: [referral({ agencyId: "petition-office", channel: "petition", requestedAt: startedAt })],
    clocks: [clockOf("mediate", startedAt, { days: 30, unit: "calendar" }, calendars)],
    senderClocks: [clockOf("petition-answer", startedAt, { days: 60, unit: "calendar" }, calendars)],
  });

/** Its cases lie in the first shard. */
const county = "330782";

/** New ids of cases that all lie in the same shard of the due index, in their order. */
function idsIn(shard: string | undefined, count: number): string[] {
  const caseIds: string[] = [];
  while (caseIds.length < count) {
    const caseId = randomUUID();
    if (dueKeys(startedAt, { caseId, county }).dueShard === shard) caseIds.push(caseId);
  }
  return caseIds.sort();
}

await onEachEngine("the recomputing of clocks", (rig) => {
  let caseIds: string[] = [];
  beforeAll(() => {
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
  });
  beforeEach(async () => {
    caseIds = idsIn(dueShards[0], 130);
    const items = caseIds.flatMap((caseId) => {
      const state = provisional(caseId);
      const placed = placedCase(state, 1, dueKeys(nextDueAt(state, rules) ?? "", state));
      return placed.map((Item) => ({ PutRequest: { Item } }));
    });
    const { client, name } = rig.table;
    for (let from = 0; from < items.length; from += 25) {
      await client.send(new BatchWriteCommand({ RequestItems: { [name]: items.slice(from, from + 25) } }));
    }
    for (const calendar of with2027.slice(calendars.length)) {
      const before = (await loadCalendars(rig.table)).find((one) => one.calendar.year === calendar.year);
      await saveCalendar(rig.table, calendar, loadedAt, { before });
    }
  });

  const recomputeOnePage = () => {
    let pages = 0;
    return recomputeClocks(
      rig.table,
      () => now,
      () => ++pages <= 1,
    );
  };
  const pending = async () => (await loadCalendars(rig.table)).flatMap((stored) => stored.pending);
  const versions = async () => {
    const found = await loadCases(rig.table, caseIds);
    return caseIds.map((caseId) => found.get(caseId)?.version);
  };
  /** How often cases were read by their keys, and what they build on: those that are recomputed at once are read by one call each. */
  const readsOf = async (run: Promise<void>): Promise<number> => {
    const reads = () => (rig.figures().calls["GetItem"] ?? 0) + (rig.figures().calls["BatchGetItem"] ?? 0);
    const before = reads();
    await run;
    return reads() - before;
  };

  describe("when a shard holds more cases than one run has time for", () => {
    it("goes on where it was left, until every case of the shard is done, each once", async () => {
      const listed = await Promise.all(dueShards.map((shard) => casesWithClocks(rig.table, shard)));
      const left = listed.map(({ length }, index) => (index === 0 ? length - atOnce : length));
      const calls = left.reduce((sum, cases) => sum + Math.ceil(cases / atOnce), 0);
      expect(calls).toBeGreaterThan(1);
      await recomputeOnePage();
      expect((await pending()).map(({ shard }) => shard)).toEqual(dueShards);
      // And once what the county and its province add to the calendars.
      expect(await readsOf(recomputeClocks(rig.table, () => later, always))).toBe(2 * calls + 1);
      expect(await versions()).toEqual(caseIds.map(() => 2));
      expect(await pending()).toEqual([]);
      expect(await readsOf(recomputeClocks(rig.table, () => later, always)), "once is enough").toBe(0);
    });

    it("finds all of a shard, however few of them a page of the index holds", async () => {
      rig.pageBy(7);
      await recomputeClocks(rig.table, () => now, always);
      expect(await versions()).toEqual(caseIds.map(() => 2));
    });

    it("misses no case that a command has brought forward meanwhile, with another of its clocks as it was", async () => {
      const caseId = caseIds.at(-1) ?? "";
      await recomputeOnePage();
      const store = { ...caseStore(rig.table), calendars: () => Promise.resolve(with2027) };
      const fail = withFacts({ type: "fail", reason: "positions_too_far_apart" });
      expect(await issueCommand(store, caseId, fail, { by: town, at: now })).toMatchObject({
        outcome: "done",
        stored: { state: { senderClocks: [{ kind: "petition-answer", provisional: true }] } },
      });
      expect(await dueCases(rig.table, "2027-12-31T00:00:00.000Z", 1), "now before the others").toEqual([caseId]);
      await recomputeClocks(rig.table, () => later, always);
      const [clock, ...more] = allClocks((await loadCase(rig.table, caseId))?.state ?? provisional(caseId));
      expect(more).toEqual([]);
      expect(clock).not.toHaveProperty("provisional");
    });

    it("begins again with a calendar that is loaded again meanwhile", async () => {
      await recomputeOnePage();
      const stale = await loadCalendars(rig.table);
      for (const before of stale) await saveCalendar(rig.table, before.calendar, later, { before });
      for (const each of stale) {
        expect(await keepPending(rig.table, each, [])).toBe(false);
      }
      expect(await pending()).toEqual(dueShards.map((shard) => ({ shard })));
    });
  });
});
