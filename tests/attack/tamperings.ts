import { followPartition, type Items } from "../../shared/records/follow.ts";
import { verifyAll } from "../../shared/records/verify-all.ts";
import { rootedRecords, verify } from "../support/rooted-records.ts";
import { oneOf, tamper, tamperings as ways } from "../support/tampering.ts";
import type { Corpus } from "./ground.ts";

const tries = 10_000;

/** What somebody who can write to the table does to records under a root: each is found, and at the right place. */
export const tamperings: Corpus = {
  name: "tamperings with records",
  zh: "篡改留痕",
  atLeast: tries,
  async run(_, random) {
    const records = rootedRecords();
    const untouched = new Map([...records.partitions].map(([pk, items]) => [items, followPartition(pk, items)]));
    const follow = (pk: string, items: Items) => untouched.get(items) ?? followPartition(pk, items);
    const names = Object.keys(ways);
    const wrong = verifyAll({ ...records, verify, follow }).map(({ id }) => `untouched records of ${id} do not hold`);
    for (let count = 0; count < tries; count += 1) {
      const way = names[count % names.length] ?? "";
      const [pk, items] = oneOf(random, [...records.partitions]);
      const partitions = new Map([...records.partitions, [pk, tamper(random, way, pk, items)] as const]);
      const [first] = verifyAll({ ...records, partitions, verify, follow });
      if (first === undefined || !pk.endsWith(`#${first.id}`)) wrong.push(`not found: ${way} of ${pk}`);
    }
    return { tried: tries, wrong };
  },
};
