import { beforeEach, describe, expect, it, vi } from "vitest";
import type { RootedChain } from "../../../shared/contracts/roots.ts";
import { manifestPath, rootPath } from "../../../shared/records/archive.ts";
import { rootOfManifest } from "../../../shared/records/roots.ts";
import { lastNumber, readManifest, readRoot } from "../../../shared/runtime/root-archive.ts";
import { createRoots } from "../../../shared/runtime/seen-chains.ts";
import { signRoot } from "../../../shared/runtime/sign-root.ts";
import { tableOf } from "../../support/answering-items.ts";
import { rootKeyInMemory, rootStoreInMemory } from "../../support/root-ports.ts";
import { caseAfter, caseIds } from "../../support/rooted-records.ts";

const [caseId = "", other = ""] = caseIds;
const key = rootKeyInMemory();
let store: ReturnType<typeof rootStoreInMemory>;
beforeEach(() => {
  store = rootStoreInMemory();
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
});

const sign = (items: readonly Record<string, unknown>[], at: string) =>
  signRoot({ table: tableOf(items).table, store, key, now: () => at });
const chainsOf = async (number: number): Promise<RootedChain[]> => {
  const root = await readRoot(store, number);
  return (root && (await readManifest(store, root, "330483")))?.chains ?? [];
};
const organisation = {
  ...{ pk: "ORGANISATION#court", sk: "ORGANISATION", county: "330483", countyDivision: "330483#court" },
  ...{ organisationId: "court", keys: {} },
  facts: { kind: "agency", type: "court", level: "county", name: "样例法院", divisionCode: "330483" },
};
const log = { pk: "LOG#court", sk: "HEAD", sequence: 4, hash: "a".repeat(64) };

describe("the root of a day", () => {
  it("covers cases of any county that run, the logs of its organisations, and who read parties", async () => {
    const readings = { pk: `CASE#${caseId}`, sk: "READINGS", sequence: 2, hash: "b".repeat(64) };
    const root = await sign([...caseAfter(caseId, 2), readings, organisation, log], "2026-03-03T00:00:00.000Z");
    expect(root).toMatchObject({ number: 1, previous: "", count: 3 });
    expect((await chainsOf(1)).map(([kind, id, length]) => [kind, id, length])).toEqual([
      ["case", caseId, expect.any(Number)],
      ["log", "court", 4],
      ["readings", caseId, 2],
    ]);
  });

  it("has only what went on since an earlier one of the month, and is there when nothing did", async () => {
    await sign(caseAfter(caseId, 1), "2026-03-03T00:00:00.000Z");
    await sign([...caseAfter(caseId, 1), ...caseAfter(other, 1)], "2026-03-04T00:00:00.000Z");
    await sign([...caseAfter(caseId, 2), ...caseAfter(other, 1)], "2026-03-05T00:00:00.000Z");
    await sign([...caseAfter(caseId, 2), ...caseAfter(other, 1)], "2026-03-06T00:00:00.000Z");
    const ids = await Promise.all([1, 2, 3, 4].map(async (number) => (await chainsOf(number)).map(([, id]) => id)));
    expect(ids).toEqual([[caseId], [other], [caseId], []]);
    expect((await readRoot(store, 4))?.counties.map(({ county }) => county)).toEqual(["330483"]);
  });

  it("has all of them again in the first one of a month", async () => {
    const items = [...caseAfter(caseId, 1), ...caseAfter(other, 1)];
    await sign(items, "2026-03-30T00:00:00.000Z");
    // In Shanghai a month begins eight hours earlier.
    await sign(items, "2026-03-31T17:00:00.000Z");
    expect([(await chainsOf(1)).length, (await chainsOf(2)).length]).toEqual([2, 2]);
  });

  it("is made once: another one within the day finds it, and of two at once one is kept", async () => {
    const items = caseAfter(caseId, 1);
    await sign(items, "2026-03-03T00:00:00.000Z");
    expect(await sign(caseAfter(caseId, 2), "2026-03-03T18:00:00.000Z")).toBeUndefined();
    const [one, two] = await Promise.all([
      sign(items, "2026-03-04T00:00:00.000Z"),
      sign(items, "2026-03-04T00:00:00.001Z"),
    ]);
    expect([one, two].filter((root) => root !== undefined)).toHaveLength(1);
    expect(await lastNumber(store)).toBe(2);
  });

  it("is not taken for made where another one took its number and cannot be read", async () => {
    vi.spyOn(store, "add").mockImplementation(async (path) => !path.startsWith("roots/"));
    await expect(sign(caseAfter(caseId, 1), "2026-03-03T00:00:00.000Z")).rejects.toThrow("root 1 is there and is not");
  });

  it("does not follow one that does not hold", async () => {
    await sign(caseAfter(caseId, 1), "2026-03-03T00:00:00.000Z");
    const first = store.kept.get(rootPath(1)) ?? "";
    store.kept.set(rootPath(1), first.replace('"count":1', '"count":2'));
    await expect(sign(caseAfter(caseId, 2), "2026-03-04T00:00:00.000Z")).rejects.toThrow(
      "root 1 does not hold: signature",
    );
    expect(store.kept.has(rootPath(2))).toBe(false);
  });
});

describe("the number of the last root", () => {
  it.each([0, 1, 2, 3, 4, 7, 8, 100, 1_000])("is found where there are %i, in few reads", async (count) => {
    let reads = 0;
    const read = async (path: string) => {
      reads += 1;
      return path !== rootPath(0) && path <= rootPath(count) ? "root" : undefined;
    };
    expect(await lastNumber({ read })).toBe(count);
    expect(reads).toBeLessThanOrEqual(24);
  });
});

describe("the heads that roots saw of a chain", () => {
  it("is read once, and goes on with each new root", async () => {
    await sign(caseAfter(caseId, 1), "2026-03-03T00:00:00.000Z");
    const read = vi.spyOn(store, "read");
    const roots = createRoots(store);
    const numbers = async () => (await roots.seen(["330483"], ["case"], caseId)).map(({ number }) => number);
    expect(await numbers()).toEqual([1]);
    read.mockClear();
    expect(await numbers()).toEqual([1]);
    // It has asked for the next root alone.
    expect(read.mock.calls).toEqual([[rootPath(2)]]);
    await sign(caseAfter(caseId, 2), "2026-03-04T00:00:00.000Z");
    expect(await numbers()).toEqual([1, 2]);
    expect(await roots.seen(["330402"], ["case"], caseId)).toEqual([]);
    expect(await roots.seen(["330483"], ["readings"], caseId)).toEqual([]);
  });

  it("is kept once for as long as it stays the same", async () => {
    await sign(caseAfter(caseId, 1), "2026-03-03T00:00:00.000Z");
    await sign(caseAfter(caseId, 1), "2026-04-03T00:00:00.000Z");
    await sign(caseAfter(caseId, 2), "2026-05-03T00:00:00.000Z");
    expect((await chainsOf(2)).length).toBe(1);
    const seen = await createRoots(store).seen(["330483"], ["case"], caseId);
    expect(seen.map(({ number }) => number)).toEqual([1, 3]);
  });

  it("does not take a manifest that is not its root's", async () => {
    const root = await sign(caseAfter(caseId, 1), "2026-03-03T00:00:00.000Z");
    const chains = await chainsOf(1);
    const path = manifestPath("330483", rootOfManifest({ chains }));
    store.kept.set(path, JSON.stringify({ version: 1, county: "330483", chains: [] }));
    expect(root?.count).toBe(1);
    expect(await createRoots(store).seen(["330483"], ["case"], caseId)).toEqual([]);
  });
});
