import * as z from "zod";
import { apiRoutes } from "../../shared/contracts/api-routes.ts";
import { caseParties } from "../../shared/contracts/case-view.ts";
import { mayReadParties } from "../../shared/domain/audience.ts";
import { listCases } from "../../shared/dynamo/case-lists.ts";
import { loadHistory, loadParties, recordRead } from "../../shared/dynamo/case-store.ts";
import { indexes } from "../../shared/dynamo/keys.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { etagOf, viewOf, visibleCase } from "./case-view.ts";
import { startKeyOf } from "./cursor.ts";
import { operation } from "./operation.ts";

export const caseOperations = {
  listCases: operation(apiRoutes.listCases, async ({ table }, { query, caller }) => {
    const { organisationId } = caller;
    const { as, limit, cursor } = query;
    const startKey = startKeyOf(cursor, as === "sender" ? indexes.casesBySender : indexes.casesByHolder);
    return { status: 200, body: await listCases(table, { organisationId, as, limit, startKey }) };
  }),

  showCase: operation(apiRoutes.showCase, async (platform, { params, caller }) => {
    const stored = await visibleCase(platform, params.caseId, caller);
    return { status: 200, body: viewOf(stored, caller), headers: { ETag: etagOf(stored) } };
  }),

  showHistory: operation(apiRoutes.showHistory, async (platform, { params, caller }) => {
    await visibleCase(platform, params.caseId, caller);
    const events = await loadHistory(platform.table, params.caseId);
    const entries = events.map(({ audience: _audience, mediatorIds: _mediatorIds, ...entry }) => entry);
    return { status: 200, body: { caseId: params.caseId, entries } };
  }),

  showParties: operation(apiRoutes.showParties, async (platform, { params, caller }) => {
    const { caseId } = params;
    const { state } = await visibleCase(platform, caseId, caller);
    const { organisationId, officer } = caller;
    if (!mayReadParties(state, organisationId)) throw new Problem("not-found");
    const sealed = await loadParties(platform.table, caseId);
    if (sealed === undefined) throw new Problem("not-found");
    await recordRead(platform.table, { caseId, readId: platform.newId(), at: platform.now(), organisationId, officer });
    const text = await platform.sealer.open(`case/${caseId}/parties`, sealed);
    return { status: 200, body: caseParties.parse({ caseId, ...z.looseObject({}).parse(JSON.parse(text)) }) };
  }),
};
