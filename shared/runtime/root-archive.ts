import type { RootStore } from "../aws/root-store.ts";
import { type Manifest, manifest, type SignedRoot, signedRoot } from "../contracts/roots.ts";
import { canonicalText } from "../dynamo/case-items.ts";
import { manifestPath, rootPath } from "../records/archive.ts";
import { rootOfManifest } from "../records/roots.ts";

type Reads = Pick<RootStore, "read">;

/** The root with that number; undefined when there is none. Throws where what lies there is none. */
export async function readRoot(store: Reads, number: number): Promise<SignedRoot | undefined> {
  const text = await store.read(rootPath(number));
  return text === undefined ? undefined : signedRoot().parse(JSON.parse(text));
}

/** The number of the last root, 0 before the first: found in some twenty reads, so that nothing else need say which it is. */
export async function lastNumber(store: Reads): Promise<number> {
  const isThere = async (number: number): Promise<boolean> => (await store.read(rootPath(number))) !== undefined;
  if (!(await isThere(1))) return 0;
  let there = 1;
  while (await isThere(there * 2)) there *= 2;
  for (let missing = there * 2; missing - there > 1; ) {
    const middle = Math.floor((there + missing) / 2);
    if (await isThere(middle)) there = middle;
    else missing = middle;
  }
  return there;
}

/** What a root lists for a county; undefined when it lists nothing, or what it lists is not there. */
export async function readManifest(store: Reads, root: SignedRoot, county: string): Promise<Manifest | undefined> {
  const listed = root.counties.find((one) => one.county === county);
  const text = listed === undefined ? undefined : await store.read(manifestPath(county, listed.root));
  return text === undefined ? undefined : manifest().parse(JSON.parse(text));
}

export const addManifest = (store: RootStore, one: Manifest): Promise<boolean> =>
  store.add(manifestPath(one.county, rootOfManifest(one)), canonicalText(one));

/** False when another root has that number already. */
export const addRoot = (store: RootStore, root: SignedRoot): Promise<boolean> =>
  store.add(rootPath(root.number), canonicalText(root));
