import type { Manifest, RootedChain, RootFault, SignedRoot } from "../contracts/roots.ts";
import { casePrefix, logHeadKey } from "../dynamo/keys.ts";
import { type Followed, followPartition, type Items, misfitOf, partitionOf, type Verified } from "./follow.ts";
import { faultOfRoot, isListed, type Verify } from "./roots.ts";

/** Something that does not hold: of what, since which root it is known, and the first link. */
export type Finding = {
  kind: RootedChain[0] | "root" | "manifest";
  id: string;
  why: RootFault | NonNullable<Verified["why"]>;
  at: number;
  root?: number;
};

type Records = {
  /** All of them, the first one first. */
  roots: readonly SignedRoot[];
  manifestOf: (root: SignedRoot, county: string) => Manifest | undefined;
  /** The items by partition, each in the order of their keys. */
  partitions: ReadonlyMap<string, Items>;
  verify: Verify;
  /** Of which counties there are manifests to check; of all, where it is not said. */
  counties?: readonly string[] | undefined;
  /** Remembers what it has followed, where the same items are verified time and again. */
  follow?: typeof followPartition;
};

/** All that does not hold among roots, what they cover and the records themselves, in the order of the roots. */
export function verifyAll({
  roots,
  manifestOf,
  partitions,
  verify,
  counties,
  follow = followPartition,
}: Records): Finding[] {
  const findings: Finding[] = nothingIn(roots, counties);
  const broken = new Set<string>();
  const followed = new Map<string, Followed>();
  const following = (pk: string): Followed => {
    const one = followed.get(pk) ?? follow(pk, partitions.get(pk) ?? []);
    followed.set(pk, one);
    return one;
  };
  for (const [index, root] of roots.entries()) {
    const { number } = root;
    const fault = faultOfRoot(root, roots[index - 1], verify);
    if (fault !== undefined) findings.push({ kind: "root", id: String(number), why: fault, at: number, root: number });
    for (const { county } of root.counties.filter((one) => counties?.includes(one.county) ?? true)) {
      const manifest = manifestOf(root, county);
      if (manifest === undefined || !isListed(root, county, manifest)) {
        findings.push({ kind: "manifest", id: county, why: "manifest", at: 0, root: number });
        continue;
      }
      for (const chain of manifest.chains) {
        const [kind, id] = chain;
        const one = following(partitionOf(chain));
        if (broken.has(`${kind} ${id}`)) continue;
        const misfit = misfitOf(chain, one);
        if (misfit === undefined) continue;
        broken.add(`${kind} ${id}`);
        findings.push({ kind, id, ...misfit, root: number });
      }
    }
  }
  // A chain that no root covers yet is followed as far as it goes by itself.
  const unrooted = [...partitions.keys()].filter((pk) => isOfChains(pk) && !followed.has(pk));
  return [...findings, ...unrooted.flatMap((pk) => brokenAlone(pk, following(pk)))];
}

/** Where there is nothing to compare with, nothing has been verified. */
export function nothingIn(roots: readonly SignedRoot[], counties: readonly string[] = []): Finding[] {
  if (roots.length === 0) return [{ kind: "root", id: "1", why: "gone", at: 1 }];
  const listed = new Set(roots.flatMap((root) => root.counties.map(({ county }) => county)));
  const unlisted = counties.filter((county) => !listed.has(county));
  return unlisted.map((id) => ({ kind: "manifest", id, why: "manifest", at: 0 }));
}

const logPrefix = logHeadKey("").pk;
const isOfChains = (pk: string): boolean => pk.startsWith(casePrefix) || pk.startsWith(logPrefix);

function brokenAlone(pk: string, { found }: Followed): Finding[] {
  if (found?.whole === true) return [];
  const kind = pk.startsWith(casePrefix) ? "case" : "log";
  const id = pk.slice(pk.indexOf("#") + 1);
  return [{ kind, id, why: found === undefined ? "gone" : (found.why ?? "link"), at: found?.brokenAt ?? 1 }];
}
