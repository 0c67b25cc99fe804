import { casesService } from "../../shared/contracts/cases-service.ts";
import { chaseListOf, indexes } from "../../shared/dynamo/keys.ts";
import { listFor } from "../../shared/runtime/case-listing.ts";
import { showResult } from "../../shared/runtime/show-result.ts";
import { startKeyOf } from "../http/cursor.ts";
import { operation } from "./platform.ts";

export const supervisionOperations = {
  showResult: operation(casesService.showResult, async (platform, { params, query, caller }) => ({
    status: 200,
    body: await showResult(platform, caller, { ...params, ...query }),
  })),

  /** Results that no referrer has acknowledged yet, oldest first. */
  listUnacknowledged: operation(casesService.listUnacknowledged, async ({ table, now }, { query, caller }) => {
    const place = { index: "casesByHolder", partition: chaseListOf(caller.organisationId) } as const;
    const startKey = startKeyOf(query.cursor, indexes.casesByHolder);
    return { status: 200, body: await listFor(table, caller, { place, query, startKey, now: now() }) };
  }),
};
