import { casesService } from "../../shared/contracts/cases-service.ts";
import { shanghaiDate } from "../../shared/domain/calendar.ts";
import type { StoredCase } from "../../shared/dynamo/case-items.ts";
import { listCases } from "../../shared/dynamo/case-lists.ts";
import { indexes } from "../../shared/dynamo/keys.ts";
import { caseFor, caseLedTo, historySeenBy, seenBy } from "../../shared/runtime/case-for.ts";
import { readParties } from "../../shared/runtime/case-parties.ts";
import { findCases, withHolders } from "../../shared/runtime/find-cases.ts";
import { searchByNumber } from "../../shared/runtime/search-cases.ts";
import { startKeyOf } from "../http/cursor.ts";
import { viewFor } from "./case-view.ts";
import { operation } from "./platform.ts";

export const caseOperations = {
  listCases: operation(casesService.listCases, async ({ table }, { query, caller }) => {
    const { organisationId } = caller;
    const { as, limit, cursor } = query;
    const startKey = startKeyOf(cursor, as === "sender" ? indexes.casesBySender : indexes.casesByHolder);
    const seen = (stored: StoredCase) => seenBy(table, caller, stored);
    const { cases, ...more } = await listCases(table, { organisationId, as, limit, startKey, seen });
    return { status: 200, body: { cases: await withHolders(table, cases), ...more } };
  }),

  findCases: operation(casesService.findCases, async ({ table }, { query, caller }) => ({
    status: 200,
    body: { cases: await findCases(table, caller, query.name) },
  })),

  searchCases: operation(casesService.searchCases, async ({ table, now }, { body, caller }) => ({
    status: 200,
    body: { cases: await searchByNumber(table, caller, body.number, shanghaiDate(now())) },
  })),

  showCase: operation(casesService.showCase, async (platform, { params, caller }) => {
    const stored = await caseLedTo(platform, caller, { ...params, act: "read-case" });
    const { caseId } = stored.state;
    const led = caseId === params.caseId ? {} : { "Content-Location": `/v1/cases/${caseId}` };
    const { body, headers } = await viewFor(platform.table, caller, stored);
    return { status: 200, body, headers: { ...headers, ...led } };
  }),

  showHistory: operation(casesService.showHistory, async (platform, { params, caller }) => {
    const stored = await caseFor(platform, caller, { ...params, act: "read-case" });
    const events = await historySeenBy(platform.table, caller, stored);
    const entries = events.map(
      ({ audience: _audience, mediatorIds: _mediatorIds, verb: _verb, content: _content, ...entry }) => entry,
    );
    return { status: 200, body: { caseId: params.caseId, entries } };
  }),

  showParties: operation(casesService.showParties, async (platform, { params, query, caller }) => ({
    status: 200,
    body: await readParties(platform, caller, { caseId: params.caseId, reason: query.reason }),
  })),
};
