import { describe, expect, it } from "vitest";
import type { Items } from "../../../shared/records/follow.ts";
import { rootOfManifest, manifestOf as theirs } from "../../../shared/records/roots.ts";
import { type Finding, verifyAll } from "../../../shared/records/verify-all.ts";
import { caseAfter, caseIds, type Item, rootedRecords, verify } from "../../support/rooted-records.ts";

const records = rootedRecords();
const [caseId = ""] = caseIds;
const pk = `CASE#${caseId}`;
const items = records.partitions.get(pk) ?? [];
const found = (change: Partial<Parameters<typeof verifyAll>[0]>): Finding[] =>
  verifyAll({ ...records, verify, ...change });
const withItems = (next: Items, at = pk): Finding[] =>
  found({ partitions: new Map([...records.partitions, [at, next]]) });
const changed = (sk: string, change: Item): Items =>
  items.map((item) => (item["sk"] === sk ? { ...item, ...change } : item));

describe("a record", () => {
  it("is named with its first link that does not hold, and since which root that is known", () => {
    expect(withItems(changed("EVENT#000002", { audience: ["nobody"] }))).toEqual([
      { kind: "case", id: caseId, why: "other", at: 2, root: 1 },
      { kind: "readings", id: caseId, why: "other", at: 2, root: 1 },
    ]);
  });

  it("that cannot be read is named like one that was changed", () => {
    expect(withItems(changed("EVENT#000003", { at: 7 }))[0]).toEqual({
      ...{ kind: "case", id: caseId, why: "other", at: 3, root: 1 },
    });
    expect(withItems(changed("CASE", { state: "none" }))[0]).toMatchObject({ kind: "case", id: caseId, root: 1 });
  });

  it("that a newer release seems to have written is named as well", () => {
    expect(withItems(changed("EVENT#000001", { v: 99 }))[0]).toMatchObject({ kind: "case", id: caseId, at: 1 });
  });

  it("that no root covers yet is followed as far as it goes by itself", () => {
    const id = "0190a0de-0000-4000-8000-00000000000c";
    const fresh = caseAfter(id, 2);
    expect(withItems(fresh, `CASE#${id}`)).toEqual([]);
    expect(withItems(fresh.slice(0, -1), `CASE#${id}`)).toEqual([
      { kind: "case", id, why: "end", at: fresh.length - 1 },
    ]);
    expect(withItems(fresh.slice(1), `CASE#${id}`)).toEqual([{ kind: "case", id, why: "gone", at: 1 }]);
    expect(withItems([{ pk: "LOG#police", sk: "HEAD", sequence: 2, hash: "a" }], "LOG#police")).toEqual([
      { kind: "log", id: "police", why: "end", at: 1 },
    ]);
  });

  it("of another kind is passed over", () => {
    expect(withItems([{ pk: "TERM#x", sk: "y" }], "TERM#x")).toEqual([]);
  });
});

describe("roots", () => {
  const { roots, manifestOf } = records;

  it("are named where one is missing, with what does not follow from it", () => {
    expect(found({ roots: roots.filter(({ number }) => number !== 2) })).toEqual([
      { kind: "root", id: "3", why: "number", at: 3, root: 3 },
    ]);
  });

  it("are named where they were changed, and so is the one that names another before it", () => {
    const forged = roots.map((root) => (root.number === 2 ? { ...root, count: 7 } : root));
    expect(found({ roots: forged })).toEqual([
      { kind: "root", id: "2", why: "signature", at: 2, root: 2 },
      { kind: "root", id: "3", why: "previous", at: 3, root: 3 },
    ]);
  });

  it("are named where what they cover is gone or is another's", () => {
    const gone = { kind: "manifest", id: "330483", why: "manifest", at: 0, root: 2 };
    expect(found({ manifestOf: (root, county) => (root.number === 2 ? undefined : manifestOf(root, county)) })).toEqual(
      [gone],
    );
    expect(found({ manifestOf: (root) => records.manifests[root.number === 2 ? 0 : root.number - 1] })).toEqual([gone]);
  });

  it("are missed where there are none, and where none lists the county that is asked for", () => {
    expect(found({ roots: [] })).toEqual([{ kind: "root", id: "1", why: "gone", at: 1 }]);
    const unlisted = { kind: "manifest", id: "330402", why: "manifest", at: 0 };
    expect(found({ counties: ["330402"], manifestOf: () => undefined })).toEqual([unlisted]);
  });

  it("do not take what another county's manifest says for this one's", () => {
    const gone = (root: number) => ({ kind: "manifest", id: "330483", why: "manifest", at: 0, root });
    const [first] = roots;
    if (first === undefined) throw new Error("no root");
    const both = {
      ...first,
      counties: [...first.counties, { county: "330402", root: rootOfManifest({ chains: [] }) }],
    };
    const empty = theirs("330402", []);
    expect(found({ roots: [both], manifestOf: () => empty, counties: ["330483"] })).toContainEqual(gone(1));
  });

  it("are compared with the records of those counties alone that are asked for", () => {
    expect(found({ counties: ["330483"], manifestOf: () => undefined })).toHaveLength(3);
  });
});
