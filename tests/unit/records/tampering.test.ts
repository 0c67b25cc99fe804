import { describe, expect, it } from "vitest";
import { followPartition, type Items } from "../../../shared/records/follow.ts";
import { type Finding, verifyAll } from "../../../shared/records/verify-all.ts";
import { rootedRecords, verify } from "../../support/rooted-records.ts";
import { oneOf, randomFrom, tamper, tamperings } from "../../support/tampering.ts";

const records = rootedRecords();
const tries = 10_000;
const ways = Object.keys(tamperings);

/** What nobody tampered with is followed once. */
const untouched = new Map([...records.partitions].map(([pk, items]) => [items, followPartition(pk, items)]));
const follow = (pk: string, items: Items) => untouched.get(items) ?? followPartition(pk, items);

const findingsWith = (pk: string, items: Items): Finding[] =>
  verifyAll({ ...records, partitions: new Map([...records.partitions, [pk, items]]), verify, follow });

describe("records with roots", () => {
  it("hold as they were written", () => {
    expect(verifyAll({ ...records, verify })).toEqual([]);
    expect([...records.partitions.values()].map((items) => items.length > 3)).toEqual([true, true, true, true]);
  });

  it(`do not hold after any of ${tries} tamperings, and the first thing that is told is what was tampered with`, {
    timeout: 300_000,
  }, () => {
    const random = randomFrom(20_261);
    const missed: string[] = [];
    const done = new Map<string, { all: number; byRootAlone: number }>();
    for (let count = 0; count < tries; count += 1) {
      const way = ways[count % ways.length] ?? "";
      const [pk, items] = oneOf(random, [...records.partitions]);
      const next = tamper(random, way, pk, items);
      const [first] = findingsWith(pk, next);
      if (first === undefined || !pk.endsWith(`#${first.id}`)) missed.push(`${count}: ${way} of ${pk}`);
      const sum = done.get(way) ?? { all: 0, byRootAlone: 0 };
      done.set(way, {
        all: sum.all + 1,
        byRootAlone: sum.byRootAlone + (followPartition(pk, next).found?.whole === true ? 1 : 0),
      });
    }
    expect(missed).toEqual([]);
    // Each kind was tried, and what holds by itself was among them: there only a root can tell.
    for (const way of ways) expect(done.get(way)?.all, way).toBeGreaterThan(1_000);
    expect(done.get("rewrite")?.byRootAlone).toBeGreaterThan(1_000);
    expect(done.get("delete a reading")?.byRootAlone).toBeGreaterThan(300);
    expect(done.get("truncate")?.byRootAlone).toBeGreaterThan(100);
  });
});
