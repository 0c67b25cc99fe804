import type { Manifest, RootedChain, RootFault, SignedRoot } from "../contracts/roots.ts";
import { casePrefix, logHeadKey } from "../dynamo/keys.ts";
import { followCase, followLog, type Items, misfitOf, partitionOf } from "./follow.ts";
import { faultOfRoot, isListed, type Verify } from "./roots.ts";

/** Something that does not hold: of what, since which root it is known, and the first link. */
export type Finding = {
  kind: RootedChain[0] | "root" | "manifest";
  id: string;
  why: RootFault | "link" | "end" | "state" | "reading";
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
};

/** All that does not hold among roots, what they cover and the records themselves, in the order of the roots. */
export function verifyAll({ roots, manifestOf, partitions, verify, counties }: Records): Finding[] {
  const findings: Finding[] = [];
  const broken = new Set<string>();
  const rooted = new Set<string>();
  for (const [index, root] of roots.entries()) {
    const { number } = root;
    const fault = faultOfRoot(root, roots[index - 1], verify);
    if (fault !== undefined) findings.push({ kind: "root", id: String(number), why: fault, at: number, root: number });
    for (const { county } of root.counties.filter((one) => counties?.includes(one.county) ?? true)) {
      const manifest = manifestOf(root, county);
      if (manifest === undefined || !isListed(root, manifest)) {
        findings.push({ kind: "manifest", id: county, why: "manifest", at: 0, root: number });
        continue;
      }
      for (const chain of manifest.chains) {
        const [kind, id] = chain;
        const pk = partitionOf(chain);
        rooted.add(pk);
        if (broken.has(`${kind} ${id}`)) continue;
        const misfit = misfitOf(chain, partitions.get(pk) ?? []);
        if (misfit === undefined) continue;
        broken.add(`${kind} ${id}`);
        findings.push({ kind, id, ...misfit, root: number });
      }
    }
  }
  return [...findings, ...unrooted(partitions, rooted)];
}

/** What no root covers yet is followed as far as it goes by itself. */
function unrooted(partitions: ReadonlyMap<string, Items>, rooted: ReadonlySet<string>): Finding[] {
  const logPrefix = logHeadKey("").pk;
  return [...partitions].flatMap(([pk, items]): Finding[] => {
    if (rooted.has(pk) || !(pk.startsWith(casePrefix) || pk.startsWith(logPrefix))) return [];
    const kind = pk.startsWith(casePrefix) ? "case" : "log";
    const id = pk.slice(pk.indexOf("#") + 1);
    const found = kind === "log" ? followLog(id, items) : followCase(id, items);
    if (found === undefined) return [{ kind, id, why: "gone", at: 1 }];
    return found.whole ? [] : [{ kind, id, why: found.why ?? "link", at: found.brokenAt ?? 1 }];
  });
}
