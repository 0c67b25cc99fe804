import type { RootStore } from "../aws/root-store.ts";
import type { Manifest, SignedRoot } from "../contracts/roots.ts";
import { isListed, manifestOf } from "../records/roots.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";
import { readManifest } from "./root-archive.ts";
import type { Roots } from "./seen-chains.ts";
import { type Broken, verifyChains } from "./verify-records.ts";

type ArchivePorts = { roots: Roots; rootStore: Pick<RootStore, "read"> };
type Asked = { number: number; county: string };
type VerifiedRoot = Pick<SignedRoot, "number" | "at"> & {
  followed: number;
  broken: (Broken | { kind: "manifest"; id: string; why: "manifest"; at: 0 })[];
  /** How many chains the root lists for the county; 0 where its list is broken. */
  listed: number;
};

/** So many chains are followed for one answer; their partitions are read whole. */
const chainsPerAnswer = 500;

/** What a root lists for a county: nothing, where it has no chains of it. Throws `not-found`, also where the list is not there. */
export async function showManifest(ports: ArchivePorts, asked: Asked): Promise<Manifest> {
  const { manifest } = await rootWithManifest(ports, asked);
  if (manifest === undefined) throw new Problem("not-found");
  return manifest;
}

/** Whether what a root saw of a county is still there, from a place in its list on. Throws `not-found`. */
export async function verifyRoot(
  ports: ArchivePorts & Pick<Ports, "table">,
  { from, ...asked }: Asked & { from: number },
): Promise<VerifiedRoot> {
  const { county } = asked;
  const { root, manifest } = await rootWithManifest(ports, asked);
  const { number, at } = root;
  if (manifest === undefined || !fits(root, county, manifest)) {
    const broken = [{ kind: "manifest" as const, id: county, why: "manifest" as const, at: 0 as const }];
    return { number, at, followed: 0, broken, listed: 0 };
  }
  const some = manifest.chains.slice(from, from + chainsPerAnswer);
  const broken = await verifyChains(ports.table, some);
  return { number, at, followed: some.length, broken, listed: manifest.chains.length };
}

const names = (root: SignedRoot, county: string): boolean => root.counties.some((one) => one.county === county);

/** Of a county that the root does not name there is nothing that could not fit. */
const fits = (root: SignedRoot, county: string, manifest: Manifest): boolean =>
  !names(root, county) || isListed(root, county, manifest);

async function rootWithManifest(
  { roots, rootStore }: ArchivePorts,
  { number, county }: Asked,
): Promise<{ root: SignedRoot; manifest: Manifest | undefined }> {
  const [root] = await roots.between(number, number);
  if (root === undefined) throw new Problem("not-found");
  return { root, manifest: names(root, county) ? await readManifest(rootStore, root, county) : manifestOf(county, []) };
}
