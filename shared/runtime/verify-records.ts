import type { RootedChain } from "../contracts/roots.ts";
import { caseKey, logHeadKey } from "../dynamo/keys.ts";
import { queryAll, type Table } from "../dynamo/table.ts";
import {
  type Followed,
  followPartition,
  type Misfit,
  misfitOf,
  partitionOf,
  type Verified,
} from "../records/follow.ts";
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
  const followed = await followStored(table, caseKey(caseId).pk);
  return followed.found && withRoots(followed.found, seen, followed);
}

/** Follows the log of an organisation in the same way. */
export async function verifyLog(
  table: Table,
  organisationId: string,
  seen: readonly SeenChain[] = [],
): Promise<Rooted> {
  const followed = await followStored(table, logHeadKey(organisationId).pk);
  return withRoots(followed.found ?? { whole: true, length: 0, head: "" }, seen, followed);
}

function withRoots(found: Verified, seen: readonly SeenChain[], followed: Followed): Rooted {
  const roots = new Set(seen.map(({ number }) => number)).size;
  if (!found.whole) return { ...found, roots };
  for (const { number, chain } of seen) {
    const misfit = misfitOf(chain, followed);
    if (misfit !== undefined) return { ...found, whole: false, brokenAt: misfit.at, why: "root", roots, root: number };
  }
  return { ...found, roots };
}

export type Broken = Misfit & { kind: RootedChain[0]; id: string };

const partitionsAtOnce = 16;

/** Follows chains that a root saw, each partition once and as it is stored now; what does not fit, in their order. */
export async function verifyChains(table: Table, chains: readonly RootedChain[]): Promise<Broken[]> {
  const partitions = [...new Set(chains.map(partitionOf))];
  const followed = new Map<string, Followed>();
  for (let from = 0; from < partitions.length; from += partitionsAtOnce) {
    const some = partitions.slice(from, from + partitionsAtOnce);
    await Promise.all(some.map(async (pk) => followed.set(pk, await followStored(table, pk))));
  }
  return chains.flatMap((chain): Broken[] => {
    const one = followed.get(partitionOf(chain));
    const misfit = one && misfitOf(chain, one);
    return misfit === undefined ? [] : [{ kind: chain[0], id: chain[1], ...misfit }];
  });
}

const followStored = async (table: Table, pk: string): Promise<Followed> =>
  followPartition(
    pk,
    await queryAll(table, {
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": pk },
      ConsistentRead: true,
    }),
  );
