import { auditRoutes } from "../../shared/contracts/audit-routes.ts";
import type { Manifest, SignedRoot } from "../../shared/contracts/roots.ts";
import { given } from "../../shared/domain/given.ts";
import { isListed, manifestOf } from "../../shared/records/roots.ts";
import { countyFor } from "../../shared/runtime/caller.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { readManifest } from "../../shared/runtime/root-archive.ts";
import { verifyChains } from "../../shared/runtime/verify-records.ts";
import { cursorOf, keyIn } from "../http/cursor.ts";
import { operation, type Platform } from "./platform.ts";

const place = "from:";
/** How many were answered before this page. */
const passed = (cursor: string | undefined): number => Number(keyIn(cursor, place)?.slice(place.length) ?? 0) || 0;
const after = (count: number, all: number): { cursor?: string } =>
  given("cursor", count < all ? cursorOf(`${place}${count}`) : undefined);

/** So many chains are followed for one answer; their partitions are read whole. */
const chainsPerAnswer = 500;

/** The roots over all records, and whether what they saw is still there. */
export const rootOperations = {
  listRoots: operation(auditRoutes.listRoots, async ({ roots, rootKey }, { query }) => {
    const from = passed(query.cursor);
    const last = await roots.last();
    const some = await roots.between(from + 1, Math.min(from + query.limit, last));
    return { status: 200, body: { publicKey: await rootKey(), roots: some, ...after(from + query.limit, last) } };
  }),

  showManifest: operation(auditRoutes.showManifest, async (platform, { params, query, caller }) => {
    const county = countyFor(caller, "verify-records", query.county);
    const { manifest } = await listed(platform, params.number, county);
    if (manifest === undefined) throw new Problem("not-found");
    return { status: 200, body: manifest };
  }),

  verifyRoot: operation(auditRoutes.verifyRoot, async (platform, { params, query, caller }) => {
    const county = countyFor(caller, "verify-records", query.county);
    const { root, manifest } = await listed(platform, params.number, county);
    const { number, at } = root;
    if (manifest === undefined || !fits(root, county, manifest)) {
      const broken = [{ kind: "manifest" as const, id: county, why: "manifest" as const, at: 0 }];
      return { status: 200, body: { number, at, followed: 0, broken } };
    }
    const from = passed(query.cursor);
    const some = manifest.chains.slice(from, from + chainsPerAnswer);
    const broken = await verifyChains(platform.table, some);
    const more = after(from + chainsPerAnswer, manifest.chains.length);
    return { status: 200, body: { number, at, followed: some.length, broken, ...more } };
  }),
};

const names = (root: SignedRoot, county: string): boolean => root.counties.some((one) => one.county === county);

/** Of a county that the root does not name there is nothing that could not fit. */
const fits = (root: SignedRoot, county: string, manifest: Manifest): boolean =>
  !names(root, county) || isListed(root, county, manifest);

/** A root, and what it lists for a county: nothing, where it has no chains of it. Throws `not-found`. */
async function listed(
  { roots, rootStore }: Platform,
  number: number,
  county: string,
): Promise<{ root: SignedRoot; manifest: Manifest | undefined }> {
  const [root] = await roots.between(number, number);
  if (root === undefined) throw new Problem("not-found");
  return { root, manifest: names(root, county) ? await readManifest(rootStore, root, county) : manifestOf(county, []) };
}
