import { auditRoutes } from "../../shared/contracts/audit-routes.ts";
import { given } from "../../shared/domain/given.ts";
import { countyFor } from "../../shared/runtime/caller.ts";
import { showManifest, verifyRoot } from "../../shared/runtime/verify-root.ts";
import { cursorOf, keyIn } from "../http/cursor.ts";
import { operation } from "./platform.ts";

const place = "from:";
/** How many were answered before this page. */
const passed = (cursor: string | undefined): number => Number(keyIn(cursor, place)?.slice(place.length) ?? 0) || 0;
const after = (count: number, all: number): { cursor?: string } =>
  given("cursor", count < all ? cursorOf(`${place}${count}`) : undefined);

/** The roots over all records, and whether what they saw is still there. */
export const rootOperations = {
  listRoots: operation(auditRoutes.listRoots, async ({ roots, rootKey }, { query }) => {
    const from = passed(query.cursor);
    const last = await roots.last();
    const some = await roots.between(from + 1, Math.min(from + query.limit, last));
    return { status: 200, body: { publicKey: await rootKey(), roots: some, ...after(from + query.limit, last) } };
  }),

  showManifest: operation(auditRoutes.showManifest, async (platform, { params, query, caller }) => ({
    status: 200,
    body: await showManifest(platform, { ...params, county: countyFor(caller, "verify-records", query.county) }),
  })),

  verifyRoot: operation(auditRoutes.verifyRoot, async (platform, { params, query, caller }) => {
    const county = countyFor(caller, "verify-records", query.county);
    const from = passed(query.cursor);
    const { listed, ...verified } = await verifyRoot(platform, { ...params, county, from });
    return { status: 200, body: { ...verified, ...after(from + verified.followed, listed) } };
  }),
};
