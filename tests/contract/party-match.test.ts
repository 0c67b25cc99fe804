import { randomUUID } from "node:crypto";
import { BatchWriteCommand } from "@aws-sdk/lib-dynamodb";
import { expect, it } from "vitest";
import { pairKey, pairKeys, partiesKey } from "../../shared/dynamo/keys.ts";
import {
  casesOfPair,
  casesOfPairs,
  formerCasesOfPair,
  formerCasesOfPairs,
  loadMatch,
} from "../../shared/dynamo/party-match-store.ts";
import { onEachEngine } from "../support/engine-table.ts";
import { stored, submit } from "../support/stored-cases.ts";

const hashes = (count: number): string[] => Array.from({ length: count }, () => randomUUID());
const always = { since: "2000-01-01T00:00:00.000Z", limit: 10 };

await onEachEngine("what parties are met again by", (rig) => {
  it("is stored with the case in the one call, and loaded in one", async () => {
    const match = { partyHashes: hashes(3), pairs: hashes(2), formerPairs: hashes(1), terms: hashes(4) };
    const created = await submit(rig.table, { match });
    expect(rig.figures().calls).toEqual({ TransactWriteItems: 1 });
    if (created.outcome !== "created") throw new Error(created.outcome);
    expect(await loadMatch(rig.table, created.stored.state.caseId)).toEqual({ ...match, numbered: 0 });
    expect(rig.figures().calls).toEqual({ TransactWriteItems: 1, BatchGetItem: 1 });
  });

  it("is loaded whole where many stand against each other", async () => {
    const match = { partyHashes: hashes(7), pairs: hashes(12), formerPairs: [], terms: [] };
    const { state } = await stored(rig.table, { match });
    expect(await loadMatch(rig.table, state.caseId)).toEqual({ ...match, numbered: 0 });
  });

  it("is nothing for parties that nothing tells by, and for a case that never was", async () => {
    const { state } = await stored(rig.table);
    for (const caseId of [state.caseId, randomUUID()]) {
      expect(await loadMatch(rig.table, caseId)).toEqual({
        partyHashes: [],
        pairs: [],
        formerPairs: [],
        terms: [],
        numbered: 0,
      });
    }
  });

  it("costs two units more for a pair, or four where the hashes take the parties past a kilobyte", async () => {
    const total = (units: Record<string, number>) => Object.values(units).reduce((sum, used) => sum + used, 0);
    await stored(rig.table, { match: { partyHashes: hashes(2), pairs: [] } });
    const without = total(rig.unitsOfLastWrite());
    await stored(rig.table, { match: { partyHashes: hashes(2), pairs: hashes(1) } });
    expect(total(rig.unitsOfLastWrite()) - without).toBeLessThanOrEqual(4);
    expect(rig.unitsOfLastWrite()).not.toHaveProperty("casesByParty");
  });

  it("is forgotten by itself once a repeat could no longer be found", async () => {
    const pairs = hashes(1);
    await stored(rig.table, { match: { partyHashes: [], pairs }, at: "2026-03-03T02:00:00.000Z" });
    expect(await rig.itemsUnder(`PAIR#${pairs[0]}`)).toMatchObject([
      { expiresAt: Date.parse("2027-03-03T02:00:00.000Z") / 1000 },
    ]);
  });

  it("leads from a pair to its cases, the latest first, none from before the window", async () => {
    const [pair = "", other = ""] = hashes(2);
    const caseIds: string[] = [];
    for (const [index, pairs] of [[pair], [other], [pair, other], [pair]].entries()) {
      const at = `2026-0${index + 1}-05T02:00:00.000Z`;
      caseIds.push((await stored(rig.table, { match: { partyHashes: [], pairs }, at })).state.caseId);
    }
    const found = async (ask: object) =>
      (await casesOfPair(rig.table, pair, { ...always, ...ask })).map(({ caseId }) => caseIds.indexOf(caseId));
    expect(await found({})).toEqual([3, 2, 0]);
    expect(await found({ limit: 2 })).toEqual([3, 2]);
    expect(await found({ since: "2026-01-05T02:00:00.001Z" })).toEqual([3, 2]);
    expect(await found({ since: "2026-01-05T02:00:00.000Z" }), "to the millisecond").toEqual([3, 2, 0]);
    expect(await casesOfPair(rig.table, "nobody", always)).toEqual([]);
    const calls = { ...rig.figures().calls };
    const ofAll = async (ask: object) =>
      (await casesOfPairs(rig.table, [pair, other, ...hashes(49)], { ...always, limit: 6, ...ask }))
        ?.map(({ caseId }) => caseIds.indexOf(caseId))
        .sort();
    expect(await ofAll({}), "one pair or the other").toEqual([0, 1, 2, 2, 3]);
    expect(rig.figures().calls, "fifty pairs in a call").toEqual({ ...calls, ExecuteStatement: 2 });
    expect(await ofAll({ since: "2026-01-05T02:00:00.001Z" })).toEqual([1, 2, 2, 3]);
    expect(await ofAll({ limit: 5 }), "as many as a page of one").toBeUndefined();
  });

  it("is read as an earlier release stored it: beside the case, and in the index", async () => {
    const [first = "", second = "", own = ""] = hashes(3);
    const caseId = randomUUID();
    const at = "2026-01-05T02:00:00.000Z";
    const items = [
      { ...partiesKey(caseId), sealed: {}, partyHashes: [own], v: 1 },
      ...[first, second].map((pair, index) => ({ ...pairKey(caseId, index), ...pairKeys(pair, at, caseId), v: 1 })),
    ];
    const requests = items.map((Item) => ({ PutRequest: { Item } }));
    await rig.table.client.send(new BatchWriteCommand({ RequestItems: { [rig.table.name]: requests } }));
    expect(await loadMatch(rig.table, caseId)).toEqual({
      partyHashes: [own],
      pairs: [first, second],
      formerPairs: [],
      terms: [],
      numbered: 2,
    });
    expect((await formerCasesOfPair(rig.table, second, always)).map((met) => met.caseId)).toEqual([caseId]);
    expect(await casesOfPair(rig.table, second, always)).toEqual([]);
  });

  it("is found in the index for many pairs at once, unless it is as much as a page of one pair", async () => {
    const pairs = hashes(120);
    const cases = [1, 2, 3].map((month) => ({ caseId: randomUUID(), at: `2026-0${month}-05T02:00:00.000Z` }));
    const requests = cases.map(({ caseId, at }, index) => {
      const keys = { ...pairKey(caseId, 0), ...pairKeys(pairs[index * 50] ?? "", at, caseId) };
      return { PutRequest: { Item: { ...keys, v: 1 } } };
    });
    await rig.table.client.send(new BatchWriteCommand({ RequestItems: { [rig.table.name]: requests } }));
    const calls = { ...rig.figures().calls };
    const found = async (ask: { since: string; limit: number }) =>
      (await formerCasesOfPairs(rig.table, pairs, ask))?.map(({ metAt }) => metAt).sort();
    const metAt = cases.map(({ caseId, at }) => `${at}#${caseId}`);
    expect(await found({ since: always.since, limit: 4 })).toEqual(metAt);
    expect(rig.figures().calls, "fifty pairs in a call").toEqual({ ...calls, ExecuteStatement: 3 });
    expect(await found({ since: "2026-02-05T02:00:00.000Z", limit: 4 })).toEqual(metAt.slice(1));
    expect(await found({ since: always.since, limit: 3 })).toBeUndefined();
    expect(await formerCasesOfPairs(rig.table, hashes(2), always)).toEqual([]);
  });
});
