import { casesService } from "../../shared/contracts/cases-service.ts";
import { listCases } from "../../shared/dynamo/case-lists.ts";
import { loadHistory } from "../../shared/dynamo/case-store.ts";
import { indexes } from "../../shared/dynamo/keys.ts";
import { readParties } from "../../shared/runtime/case-parties.ts";
import { findCases, withHolders } from "../../shared/runtime/find-cases.ts";
import { caseLedTo, visibleCase } from "../../shared/runtime/visible-case.ts";
import { startKeyOf } from "../http/cursor.ts";
import { etagOf, viewOf } from "./case-view.ts";
import { operation } from "./platform.ts";

export const caseOperations = {
  listCases: operation(casesService.listCases, async ({ table }, { query, caller }) => {
    const { organisationId } = caller;
    const { as, limit, cursor } = query;
    const startKey = startKeyOf(cursor, as === "sender" ? indexes.casesBySender : indexes.casesByHolder);
    const { cases, ...more } = await listCases(table, { organisationId, as, limit, startKey });
    return { status: 200, body: { cases: await withHolders(table, cases), ...more } };
  }),

  findCases: operation(casesService.findCases, async ({ table }, { query, caller }) => ({
    status: 200,
    body: { cases: await findCases(table, caller, query.name) },
  })),

  showCase: operation(casesService.showCase, async (platform, { params, caller }) => {
    const stored = await caseLedTo(platform, params.caseId, caller);
    const { caseId } = stored.state;
    const led = caseId === params.caseId ? {} : { "Content-Location": `/v1/cases/${caseId}` };
    return { status: 200, body: viewOf(stored, caller), headers: { ETag: etagOf(stored), ...led } };
  }),

  showHistory: operation(casesService.showHistory, async (platform, { params, caller }) => {
    await visibleCase(platform, params.caseId, caller);
    const events = await loadHistory(platform.table, params.caseId);
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
