import { DeleteCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { beforeAll, expect, it } from "vitest";
import type { RootedChain } from "../../shared/contracts/roots.ts";
import { caseKey } from "../../shared/dynamo/keys.ts";
import { recordRead } from "../../shared/dynamo/reading-store.ts";
import { type Items, partitionOf } from "../../shared/records/follow.ts";
import { createRoots } from "../../shared/runtime/seen-chains.ts";
import { signRoot } from "../../shared/runtime/sign-root.ts";
import { verifyCase, verifyChains } from "../../shared/runtime/verify-records.ts";
import { onEachEngine } from "../support/engine-table.ts";
import { rootKeyInMemory, rootStoreInMemory } from "../support/root-ports.ts";
import { type Item, type Partitions, rootedRecords } from "../support/rooted-records.ts";
import { advance, stored } from "../support/stored-cases.ts";
import { oneOf, randomFrom, tamper, tamperings } from "../support/tampering.ts";

const tries = 350;
const ways = Object.keys(tamperings);

await onEachEngine("records with roots", (rig) => {
  const { partitions, manifests }: { partitions: Partitions; manifests: { chains: RootedChain[] }[] } = rootedRecords();
  const put = (item: Item) => rig.table.client.send(new PutCommand({ TableName: rig.table.name, Item: item }));
  const remove = ({ pk, sk }: Item) =>
    rig.table.client.send(new DeleteCommand({ TableName: rig.table.name, Key: { pk, sk } }));
  /** Makes of what is stored under a key what is given. */
  const become = async (before: Items, after: Items): Promise<void> => {
    const placed = new Map(after.map((item) => [item["sk"], item]));
    await Promise.all(before.filter(({ sk }) => !placed.has(sk)).map(remove));
    await Promise.all(after.filter((item) => !before.includes(item)).map(put));
  };
  const seenOf = (pk: string): RootedChain[] =>
    manifests.flatMap(({ chains }) => chains.filter((chain) => partitionOf(chain) === pk));

  beforeAll(async () => {
    for (const item of [...partitions.values()].flat()) await put(item);
  });

  it("hold as they were written, and do not after any of hundreds of tamperings", async () => {
    for (const pk of partitions.keys()) expect(await verifyChains(rig.table, seenOf(pk))).toEqual([]);
    const random = randomFrom(4_711);
    const missed: string[] = [];
    for (let count = 0; count < tries; count += 1) {
      const way = ways[count % ways.length] ?? "";
      const [pk, items] = oneOf(random, [...partitions]);
      const next = tamper(random, way, pk, items);
      await become(items, next);
      if ((await verifyChains(rig.table, seenOf(pk))).length === 0) missed.push(`${count}: ${way} of ${pk}`);
      await become(next, items);
    }
    expect(missed).toEqual([]);
    for (const pk of partitions.keys()) expect(await verifyChains(rig.table, seenOf(pk))).toEqual([]);
  });
});

await onEachEngine("a root", (rig) => {
  it("covers cases from beginning to end, each time what went on, and costs no write", async () => {
    const [store, key] = [rootStoreInMemory(), rootKeyInMemory()];
    let at = "2026-03-03T00:00:00.000Z";
    const sign = async (day: string) => {
      at = `2026-03-${day}T00:00:00.000Z`;
      return signRoot({ table: rig.table, store, key, now: () => at });
    };
    const opened = await stored(rig.table);
    const { caseId } = opened.state;
    await sign("03");
    const steps = await advance(rig.table, opened);
    await recordRead(rig.table, { caseId, at, organisationId: "justice-bureau", officer: "李样例" });
    const { writeUnits } = rig.figures();
    await sign("04");
    expect(await sign("04")).toBeUndefined();
    await sign("05");
    expect(rig.figures().writeUnits).toBe(writeUnits);

    const roots = createRoots(store);
    const seen = await roots.seen(["330483"], ["case", "readings"], caseId);
    expect(seen.map(({ number, chain: [kind, , length] }) => [number, kind, length])).toEqual([
      [1, "case", 1],
      [2, "case", steps.at(-1)?.version],
      [2, "readings", 1],
    ]);
    expect(await verifyCase(rig.table, caseId, seen)).toMatchObject({ whole: true, roots: 2 });
    for (const item of await rig.itemsUnder(caseKey(caseId).pk)) {
      if (String(item["sk"]).startsWith("READ")) {
        await rig.table.client.send(
          new DeleteCommand({ TableName: rig.table.name, Key: { pk: item["pk"], sk: item["sk"] } }),
        );
      }
    }
    expect(await verifyCase(rig.table, caseId, seen)).toMatchObject({
      whole: false,
      why: "root",
      root: 2,
      brokenAt: 1,
    });
  });
});
