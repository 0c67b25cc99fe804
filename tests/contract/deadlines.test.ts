import { randomUUID } from "node:crypto";
import { BatchWriteCommand } from "@aws-sdk/lib-dynamodb";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { CaseState } from "../../shared/domain/case-state.ts";
import { loadCases } from "../../shared/dynamo/case-store.ts";
import { dueKeys, dueShards } from "../../shared/dynamo/keys.ts";
import { actOnDeadlines } from "../../shared/runtime/act-on-deadlines.ts";
import { submitted } from "../support/cases.ts";
import { dueCases } from "../support/due-cases.ts";
import { onEachEngine } from "../support/engine-table.ts";
import { placedCase } from "../support/placed-case.ts";

// Long before any other case of these suites falls due.
const waitingSince = "2026-01-05T01:00:00.000Z";
const dueAt = "2026-01-05T01:15:00.000Z";
const now = "2026-01-05T01:30:00.000Z";
const later = "2026-01-05T01:31:00.000Z";
const always = () => true;

await onEachEngine("the clock", (rig) => {
  beforeAll(() => {
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
  });

  /** Puts cases that wait for the router since long, each due in its shard; `damage` makes some of them unreadable. */
  const fallDue = async (
    count: number,
    damage: (state: CaseState) => unknown = (state) => state,
  ): Promise<string[]> => {
    const caseIds = Array.from({ length: count }, () => randomUUID());
    const items = caseIds.flatMap((caseId) => {
      const state = submitted({ caseId, waitingSince });
      const [item, event] = placedCase(state, 1, dueKeys(dueAt, submitted({ caseId })));
      return [{ ...item, state: damage(state) }, event].map((Item) => ({ PutRequest: { Item } }));
    });
    const { client, name } = rig.table;
    for (let from = 0; from < items.length; from += 25) {
      await client.send(new BatchWriteCommand({ RequestItems: { [name]: items.slice(from, from + 25) } }));
    }
    return caseIds;
  };
  const versionsOf = async (caseIds: readonly string[]): Promise<Set<number>> =>
    new Set([...(await loadCases(rig.table, caseIds)).values()].map(({ version }) => version));

  describe("when a great many deadlines pass in the same minute", () => {
    it("acts on every case once, page after page, and leaves none due", async () => {
      const caseIds = await fallDue(300);
      await actOnDeadlines(rig.table, () => now, always);
      expect(await versionsOf(caseIds)).toEqual(new Set([2]));
      expect(await dueCases(rig.table, now, 10)).toEqual([]);
    });

    it("stops when its time is up and goes on in the next minute, without acting twice", async () => {
      const caseIds = await fallDue(260);
      let pages = 0;
      await actOnDeadlines(
        rig.table,
        () => now,
        () => ++pages <= 1,
      );
      expect(await versionsOf(caseIds)).toEqual(new Set([1, 2]));
      await actOnDeadlines(rig.table, () => later, always);
      expect(await versionsOf(caseIds)).toEqual(new Set([2]));
    });

    it("lets no case that fails again and again starve the others behind it", async () => {
      // More of them than a page holds, in every shard, and all due before the others.
      const broken = await fallDue(30 * dueShards.length, () => ({ status: "no such state" }));
      const caseIds = await fallDue(100);
      await actOnDeadlines(rig.table, () => now, always);
      expect(await versionsOf(caseIds)).toEqual(new Set([2]));
      expect((await dueCases(rig.table, now, 400)).sort()).toEqual(broken.sort());
    });
  });
});
