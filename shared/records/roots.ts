import type { Manifest, RootedChain, RootFault, SignedRoot, Statement } from "../contracts/roots.ts";
import { canonicalText, fingerprint } from "../dynamo/case-items.ts";
import { merkleRoot } from "./merkle.ts";

// How roots and manifests are made and checked. Pure, so that what an office exported can be checked anywhere.

/** The signer of a text is proved by the public key, which the platform or somebody who kept it provides. */
export type Verify = (text: string, signature: string) => boolean;

const byText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
const textOf = (chain: RootedChain): string => canonicalText(chain);

/** The chains of a county, put in order. */
export const manifestOf = (county: string, chains: readonly RootedChain[]): Manifest => ({
  version: 1,
  county,
  chains: chains.toSorted((one, other) => byText(textOf(one), textOf(other))),
});

/** The root of a county's chains, by which the manifest is also named. */
export const rootOfManifest = ({ chains }: Pick<Manifest, "chains">): string => merkleRoot(chains.map(textOf));

/** The root over the counties' roots. */
const rootOfCounties = (counties: Statement["counties"]): string =>
  merkleRoot(counties.map(({ county, root }) => canonicalText([county, root])));

/** What is to be signed of these manifests. Each county's stands there once. */
export function statementOf(
  manifests: readonly Manifest[],
  { before, at, keyId }: { before: SignedRoot | undefined; at: string; keyId: string },
): Statement {
  const counties = manifests
    .map((manifest) => ({ county: manifest.county, root: rootOfManifest(manifest) }))
    .toSorted((one, other) => byText(one.county, other.county));
  return {
    version: 1,
    number: (before?.number ?? 0) + 1,
    at,
    previous: before === undefined ? "" : hashOfRoot(before),
    algorithm: "ECDSA-P256-SHA256",
    keyId,
    count: manifests.reduce((sum, { chains }) => sum + chains.length, 0),
    counties,
    root: rootOfCounties(counties),
  };
}

/** The text that the signature of a root is over: the hash of all it says, which fits what a key service signs at once. */
export const signedText = (statement: Statement): string => fingerprint(statement);

/** By which the next root names this one. */
export const hashOfRoot = (root: SignedRoot): string => fingerprint(root);

/** Whether a root follows from the one before it, and is signed and made of what it lists; else why not. */
export function faultOfRoot(root: SignedRoot, before: SignedRoot | undefined, verify: Verify): RootFault | undefined {
  const { signature, ...statement } = root;
  if (root.number !== (before?.number ?? 0) + 1) return "number";
  if (root.previous !== (before === undefined ? "" : hashOfRoot(before))) return "previous";
  if (!verify(signedText(statement), signature)) return "signature";
  return root.root === rootOfCounties(root.counties) ? undefined : "root";
}

/** Whether a manifest is the one that a root lists for this county, whatever county it names itself. */
export function isListed(root: SignedRoot, county: string, manifest: Manifest): boolean {
  const listed = root.counties.find((one) => one.county === county);
  return manifest.county === county && listed?.root === rootOfManifest(manifest);
}

/** Whether a chain still has the link that a root saw at its end. `hashes` are those of the chain's links; undefined when it is gone. */
export function faultOfChain(
  [, , length, head]: RootedChain,
  hashes: readonly string[] | undefined,
): RootFault | undefined {
  if (hashes === undefined || hashes.length === 0) return "gone";
  if (hashes.length < length) return "short";
  return hashes[length - 1] === head ? undefined : "other";
}
