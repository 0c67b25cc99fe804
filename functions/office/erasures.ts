import { erasureRoutes } from "../../shared/contracts/erasure-routes.ts";
import { indexes } from "../../shared/dynamo/keys.ts";
import { countyFor } from "../../shared/runtime/caller.ts";
import { dueErasures } from "../../shared/runtime/due-erasures.ts";
import { eraseCase } from "../../shared/runtime/erase-case.ts";
import { Problem } from "../../shared/runtime/problem.ts";
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

  eraseCase: operation(erasureRoutes.eraseCase, async ({ eraser, ...platform }, { params, caller }) => {
    // Before anything: an erasure that is begun where it cannot be finished would leave a case that nobody can read.
    if (eraser === undefined) throw new Problem("not-allowed");
    return { status: 200, body: await eraseCase({ ...platform, eraser }, caller, params.caseId) };
  }),
};
