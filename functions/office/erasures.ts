import { erasureRoutes } from "../../shared/contracts/erasure-routes.ts";
import { indexes } from "../../shared/dynamo/keys.ts";
import { countyFor } from "../../shared/runtime/caller.ts";
import { dueErasures } from "../../shared/runtime/due-erasures.ts";
import { eraseCase } from "../../shared/runtime/erase-case.ts";
import { startKeyOf } from "../http/cursor.ts";
import { operation } from "./platform.ts";

/** Cases whose time of keeping is over, and how they are erased. */
export const erasureOperations = {
  listDueErasures: operation(erasureRoutes.listDueErasures, async ({ table, now }, { query, caller }) => {
    const county = countyFor(caller, "list-erasures", query.county);
    const { month, limit, cursor } = query;
    const startKey = startKeyOf(cursor, indexes.casesByCounty);
    return { status: 200, body: await dueErasures(table, { county, month, limit, startKey, now: now() }) };
  }),

  eraseCase: operation(erasureRoutes.eraseCase, async (platform, { params, caller }) => ({
    status: 200,
    body: await eraseCase(platform, caller, params.caseId),
  })),
};
