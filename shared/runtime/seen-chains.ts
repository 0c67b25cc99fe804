import type { RootStore } from "../aws/root-store.ts";
import type { RootedChain, SignedRoot } from "../contracts/roots.ts";
import { isListed } from "../records/roots.ts";
import { lastNumber, readManifest, readRoot } from "./root-archive.ts";

/** What a root saw of a chain. */
export type SeenChain = { number: number; chain: RootedChain };

/** What is asked of the roots. Nothing that lies there ever changes, so an execution environment remembers what it has read. */
export type Roots = {
  /** The roots with these numbers, as far as there are. */
  between(from: number, to: number): Promise<SignedRoot[]>;
  last(): Promise<number>;
  /** What roots saw of chains of these counties that are of one id, the first root first. */
  seen(counties: readonly string[], kinds: readonly RootedChain[0][], id: string): Promise<SeenChain[]>;
};

const readsAtOnce = 16;
/** Each with what its chains were at each change: some 400 bytes an entry. */
const countiesKept = 4;

export function createRoots(store: RootStore): Roots {
  const known = new Map<number, SignedRoot>();
  const counties = new Map<string, { upTo: number; byId: Map<string, SeenChain[]> }>();

  const root = async (number: number): Promise<SignedRoot | undefined> => {
    const found = known.get(number) ?? (await readRoot(store, number));
    if (found !== undefined) known.set(number, found);
    return found;
  };
  const last = async (): Promise<number> => {
    // Most often it is the one that was the last before, or the next.
    let number = Math.max(0, ...known.keys());
    if (number === 0) return lastNumber(store);
    while ((await root(number + 1)) !== undefined) number += 1;
    return number;
  };
  const between = async (from: number, to: number): Promise<SignedRoot[]> => {
    const found: SignedRoot[] = [];
    for (let first = from; first <= to; first += readsAtOnce) {
      const count = Math.min(readsAtOnce, to - first + 1);
      const some = await Promise.all(Array.from({ length: count }, (_, index) => root(first + index)));
      found.push(...some.filter((one) => one !== undefined));
    }
    return found;
  };
  const chainsOf = async (county: string): Promise<Map<string, SeenChain[]>> => {
    const { upTo, byId } = counties.get(county) ?? { upTo: 0, byId: new Map<string, SeenChain[]>() };
    const roots = await between(upTo + 1, await last());
    for (let from = 0; from < roots.length; from += readsAtOnce) {
      const some = roots.slice(from, from + readsAtOnce);
      const manifests = await Promise.all(some.map((one) => readManifest(store, one, county)));
      for (const [index, one] of some.entries()) {
        const manifest = manifests[index];
        // That a manifest is not what its root lists is found where roots are verified.
        if (manifest === undefined || !isListed(one, county, manifest)) continue;
        for (const chain of manifest.chains) {
          const seen = byId.get(chain[1]) ?? [];
          const [kind, , length, head] = chain;
          const last = seen.findLast((earlier) => earlier.chain[0] === kind)?.chain;
          // The first root of a month names old chains again as they were: that says nothing new.
          if (last?.[2] === length && last[3] === head) continue;
          seen.push({ number: one.number, chain });
          byId.set(chain[1], seen);
        }
      }
    }
    counties.delete(county);
    counties.set(county, { upTo: roots.at(-1)?.number ?? upTo, byId });
    for (const oldest of [...counties.keys()].slice(0, -countiesKept)) counties.delete(oldest);
    return byId;
  };
  return {
    between,
    last,
    async seen(ofCounties, kinds, id) {
      const found: SeenChain[] = [];
      for (const county of new Set(ofCounties)) found.push(...((await chainsOf(county)).get(id) ?? []));
      return found.filter(({ chain }) => kinds.includes(chain[0])).sort((one, other) => one.number - other.number);
    },
  };
}
