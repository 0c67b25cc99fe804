import { expect, it } from "vitest";
import type { EngineKind } from "../../infra/local/dynamo-engine.ts";
import type { StoredCase } from "../../shared/dynamo/case-items.ts";
import { caseKey } from "../../shared/dynamo/keys.ts";
import { onEachEngine } from "../support/engine-table.ts";
import { itemBytes } from "../support/item-size.ts";
import { nextOf, stored } from "../support/stored-cases.ts";

type Units = Record<string, number>;

/**
 * A transaction doubles every item's units. The engines agree on that and differ in two things: DynamoDB Local doubles the
 * indexes' units too, and it counts parts of a transaction that consumed the same only once. From the acceptance on the
 * case is larger than 1 KB.
 */
const expected: Record<EngineKind, { create: Units; offer: Units; accept: Units; seekConsent: Units }> = {
  dynoxide: {
    create: { table: 8, casesBySender: 1, casesByCounty: 1, dueNext: 1 },
    offer: { table: 4, casesByHolder: 1, casesByCounty: 2, dueNext: 2 },
    accept: { table: 6, casesByHolder: 2, casesByCounty: 2, dueNext: 2 },
    seekConsent: { table: 6 },
  },
  "dynamodb-local": {
    create: { table: 6, casesBySender: 2, casesByCounty: 2, dueNext: 2 },
    offer: { table: 4, casesByHolder: 2, casesByCounty: 4, dueNext: 4 },
    accept: { table: 6, casesByHolder: 4, casesByCounty: 4, dueNext: 4 },
    seekConsent: { table: 6 },
  },
};

await onEachEngine("the write units", (rig) => {
  it("of a creation are those of four items, and of a step those of two and of the indexes whose answer changes", async () => {
    const submitted = await stored(rig.table);
    const create = rig.unitsOfLastWrite();
    const offered = await nextOf(rig.table, submitted);
    const offer = rig.unitsOfLastWrite();
    const accepted = offered && (await nextOf(rig.table, offered));
    const accept = rig.unitsOfLastWrite();
    if (accepted) await nextOf(rig.table, accepted);
    const seekConsent = rig.unitsOfLastWrite();
    expect({ create, offer, accept, seekConsent }).toEqual(expected[rig.engine]);
  });
});

await onEachEngine("the item of a case of two parties", (rig) => {
  it("is below 1 KB until a body accepts it, and then below 1.5 KB", async () => {
    const bytes: [status: string, size: number][] = [];
    let step: StoredCase | undefined = await stored(rig.table);
    for (; step !== undefined; step = await nextOf(rig.table, step)) {
      const items = await rig.itemsUnder(caseKey(step.state.caseId).pk);
      const item = items.find(({ sk }) => sk === "CASE") ?? {};
      bytes.push([step.state.status, itemBytes(item)]);
    }
    const limit = (status: string): number => (["submitted", "offered"].includes(status) ? 1024 : 1536);
    expect(bytes).toHaveLength(9);
    expect(bytes.filter(([status, size]) => size >= limit(status))).toEqual([]);
  });
});
