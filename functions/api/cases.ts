import * as z from "zod";
import { caseParties } from "../../shared/contracts/case-view.ts";
import { routes } from "../../shared/contracts/routes.ts";
import { holderOf } from "../../shared/domain/case.ts";
import type { StoredCase } from "../../shared/dynamo/case-items.ts";
import { listCases, loadCase, loadHistory, loadParties, recordRead } from "../../shared/dynamo/case-store.ts";
import { indexes } from "../../shared/dynamo/keys.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import type { Caller, Platform } from "./call.ts";
import { etagOf, isVisibleTo, viewOf } from "./case-view.ts";
import { startKeyOf } from "./cursor.ts";
import { operation } from "./operation.ts";

export const caseOperations = {
  listCases: operation(routes.listCases, async ({ table }, { query, caller }) => {
    const { organisationId } = caller;
    const { as, limit, cursor } = query;
    const startKey = startKeyOf(cursor, as === "sender" ? indexes.casesBySender : indexes.casesByHolder);
    return { status: 200, body: await listCases(table, { organisationId, as, limit, startKey }) };
  }),

  showCase: operation(routes.showCase, async (platform, { params, caller }) => {
    const stored = await visibleCase(platform, params.caseId, caller);
    return { status: 200, body: viewOf(stored), headers: { ETag: etagOf(stored) } };
  }),

  showHistory: operation(routes.showHistory, async (platform, { params, caller }) => {
    await visibleCase(platform, params.caseId, caller);
    const events = await loadHistory(platform.table, params.caseId);
    const entries = events.map(({ audience: _audience, mediatorId: _mediatorId, ...entry }) => entry);
    return { status: 200, body: { caseId: params.caseId, entries } };
  }),

  showParties: operation(routes.showParties, async (platform, { params, caller }) => {
    const { caseId } = params;
    const { state } = await visibleCase(platform, caseId, caller);
    const { organisationId, officer } = caller;
    const isReferrer = state.referrals.some((sent) => sent.agencyId === organisationId);
    if (!isReferrer && holderOf(state) !== organisationId) throw new Problem("not-found");
    const sealed = await loadParties(platform.table, caseId);
    if (sealed === undefined) throw new Problem("not-found");
    await recordRead(platform.table, { caseId, readId: platform.newId(), at: platform.now(), organisationId, officer });
    const text = await platform.sealer.open(`case/${caseId}/parties`, sealed);
    return { status: 200, body: caseParties.parse({ caseId, ...z.looseObject({}).parse(JSON.parse(text)) }) };
  }),
};

/** The case, if it exists for the caller: a foreign case is not told apart from one that never was. */
async function visibleCase({ table }: Platform, caseId: string, caller: Caller): Promise<StoredCase> {
  const stored = await loadCase(table, caseId);
  if (stored === undefined || !isVisibleTo(stored, caller)) throw new Problem("not-found");
  return stored;
}
