import * as z from "zod";
import { caseParties } from "../../shared/contracts/case-view.ts";
import { casesService } from "../../shared/contracts/cases-service.ts";
import { mayReadParties } from "../../shared/domain/audience.ts";
import type { CaseState } from "../../shared/domain/case.ts";
import { withHolderFacts } from "../../shared/domain/party.ts";
import { listCases } from "../../shared/dynamo/case-lists.ts";
import { loadHistory, loadParties, recordRead } from "../../shared/dynamo/case-store.ts";
import { indexes } from "../../shared/dynamo/keys.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { visibleCase } from "../../shared/runtime/visible-case.ts";
import { startKeyOf } from "../http/cursor.ts";
import { etagOf, viewOf } from "./case-view.ts";
import { operation } from "./platform.ts";

export const caseOperations = {
  listCases: operation(casesService.listCases, async ({ table }, { query, caller }) => {
    const { organisationId } = caller;
    const { as, limit, cursor } = query;
    const startKey = startKeyOf(cursor, as === "sender" ? indexes.casesBySender : indexes.casesByHolder);
    return { status: 200, body: await listCases(table, { organisationId, as, limit, startKey }) };
  }),

  showCase: operation(casesService.showCase, async (platform, { params, caller }) => {
    const stored = await visibleCase(platform, params.caseId, caller);
    return { status: 200, body: viewOf(stored, caller), headers: { ETag: etagOf(stored) } };
  }),

  showHistory: operation(casesService.showHistory, async (platform, { params, caller }) => {
    await visibleCase(platform, params.caseId, caller);
    const events = await loadHistory(platform.table, params.caseId);
    const entries = events.map(({ audience: _audience, mediatorIds: _mediatorIds, ...entry }) => entry);
    return { status: 200, body: { caseId: params.caseId, entries } };
  }),

  showParties: operation(casesService.showParties, async (platform, { params, query, caller }) => {
    const { caseId } = params;
    const { reason } = query;
    const { state } = await visibleCase(platform, caseId, caller);
    const { organisationId, officer } = caller;
    const mayRead =
      caller.role === "coordinator" ? isDeskOf(state, organisationId) : mayReadParties(state, organisationId);
    if (!mayRead) throw new Problem("not-found");
    if (caller.role === "coordinator" && reason === undefined) {
      throw new Problem("invalid-parameters", { errors: [{ path: "reason", code: "required", message: "required" }] });
    }
    const sealed = await loadParties(platform.table, caseId);
    if (sealed === undefined) throw new Problem("not-found");
    const read = { caseId, readId: platform.newId(), at: platform.now(), organisationId, officer, reason };
    await recordRead(platform.table, read);
    const text = await platform.sealer.open(`case/${caseId}/parties`, sealed);
    const known = caseParties().parse({ caseId, ...z.looseObject({}).parse(JSON.parse(text)) });
    return { status: 200, body: { ...known, parties: known.parties.map(withHolderFacts) } };
  }),
};

/** Whether the case lies in that coordinator's county, as far as it is known yet. */
const isDeskOf = ({ coordinatorId }: CaseState, organisationId: string): boolean =>
  (coordinatorId ?? organisationId) === organisationId;
