import type { RootedChain } from "../contracts/roots.ts";
import { caseKey, logHeadKey } from "../dynamo/keys.ts";
import { queryAll, type Table } from "../dynamo/table.ts";
import type { Misfit } from "../records/follow.ts";
import { followCase, followLog, type Items, misfitOf, partitionOf, type Verified } from "../records/follow.ts";
import type { SeenChain } from "./seen-chains.ts";

/** What is found, and how many roots have seen the chain; `root` is the first that saw something else than there is now. */
export type Rooted = Omit<Verified, "why"> & {
  why?: NonNullable<Verified["why"]> | "root";
  roots: number;
  root?: number;
};

/**
 * Follows the history of a case as it is stored, its readings, and what roots saw of both, the first one first. Undefined when
 * there is no such case.
 */
export async function verifyCase(
  table: Table,
  caseId: string,
  seen: readonly SeenChain[] = [],
): Promise<Rooted | undefined> {
  const items = await itemsUnder(table, caseKey(caseId).pk);
  const found = followCase(caseId, items);
  return found && withRoots(found, seen, items);
}

/** Follows the log of an organisation in the same way. */
export async function verifyLog(
  table: Table,
  organisationId: string,
  seen: readonly SeenChain[] = [],
): Promise<Rooted> {
  const items = await itemsUnder(table, logHeadKey(organisationId).pk);
  return withRoots(followLog(organisationId, items), seen, items);
}

function withRoots(found: Verified, seen: readonly SeenChain[], items: Items): Rooted {
  const roots = new Set(seen.map(({ number }) => number)).size;
  if (!found.whole) return { ...found, roots };
  for (const { number, chain } of seen) {
    const misfit = misfitOf(chain, items);
    if (misfit !== undefined) return { ...found, whole: false, brokenAt: misfit.at, why: "root", roots, root: number };
  }
  return { ...found, roots };
}

export type Broken = Misfit & { kind: RootedChain[0]; id: string };

const partitionsAtOnce = 16;

/** Follows chains that a root saw, each as it is stored now; what does not fit, in their order. */
export async function verifyChains(table: Table, chains: readonly RootedChain[]): Promise<Broken[]> {
  const broken: Broken[] = [];
  for (let from = 0; from < chains.length; from += partitionsAtOnce) {
    const some = chains.slice(from, from + partitionsAtOnce);
    const misfits = await Promise.all(
      some.map(async (chain) => misfitOf(chain, await itemsUnder(table, partitionOf(chain)))),
    );
    for (const [index, [kind, id]] of some.entries()) {
      const misfit = misfits[index];
      if (misfit !== undefined) broken.push({ kind, id, ...misfit });
    }
  }
  return broken;
}

const itemsUnder = (table: Table, pk: string): Promise<Record<string, unknown>[]> =>
  queryAll(table, {
    KeyConditionExpression: "pk = :pk",
    ExpressionAttributeValues: { ":pk": pk },
    ConsistentRead: true,
  });
