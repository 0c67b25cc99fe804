import { casesService } from "../../shared/contracts/cases-service.ts";
import { indexes } from "../../shared/dynamo/keys.ts";
import { showHistory } from "../../shared/runtime/case-history.ts";
import { listFor, placeOf } from "../../shared/runtime/case-listing.ts";
import { readParties } from "../../shared/runtime/case-parties.ts";
import { showCase } from "../../shared/runtime/case-view.ts";
import { findCases } from "../../shared/runtime/find-cases.ts";
import { searchByNumber } from "../../shared/runtime/search-cases.ts";
import { searchByParty } from "../../shared/runtime/search-parties.ts";
import { startKeyOf } from "../http/cursor.ts";
import { etagOf } from "../http/entity-tags.ts";
import { operation } from "./platform.ts";

export const caseOperations = {
  listCases: operation(casesService.listCases, async ({ table, now }, { query, caller }) => {
    const place = placeOf(caller, query);
    const startKey = startKeyOf(query.cursor, indexes[place.index]);
    return { status: 200, body: await listFor(table, caller, { place, query, startKey, now: now() }) };
  }),

  findCases: operation(casesService.findCases, async ({ table, now }, { query, caller }) => ({
    status: 200,
    body: await findCases(table, caller, query.name, now()),
  })),

  searchCases: operation(casesService.searchCases, async (platform, { body: { number, ...party }, caller }) => ({
    status: 200,
    body:
      number === undefined
        ? await searchByParty(platform, caller, party)
        : await searchByNumber(platform.table, caller, number, platform.now()),
  })),

  showCase: operation(casesService.showCase, async (platform, { params, caller }) => {
    const body = await showCase(platform, caller, params.caseId);
    const led = body.caseId === params.caseId ? {} : { "Content-Location": `/v1/cases/${body.caseId}` };
    return { status: 200, body, headers: { ETag: etagOf(body), ...led } };
  }),

  showHistory: operation(casesService.showHistory, async (platform, { params, caller }) => ({
    status: 200,
    body: await showHistory(platform, caller, params.caseId),
  })),

  showParties: operation(casesService.showParties, async (platform, { params, query, caller }) => ({
    status: 200,
    body: await readParties(platform, caller, { caseId: params.caseId, reason: query.reason }),
  })),
};
