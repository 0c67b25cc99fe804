import * as z from "zod";
import { caseParties } from "../../shared/contracts/case-view.ts";
import { casesService } from "../../shared/contracts/cases-service.ts";
import type { StoredCase } from "../../shared/dynamo/case-items.ts";
import { listCases } from "../../shared/dynamo/case-lists.ts";
import { loadParties, recordRead } from "../../shared/dynamo/case-store.ts";
import { indexes } from "../../shared/dynamo/keys.ts";
import { caseFor, historySeenBy, seenBy } from "../../shared/runtime/case-for.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { startKeyOf } from "../http/cursor.ts";
import { viewFor } from "./case-view.ts";
import { operation } from "./platform.ts";

export const caseOperations = {
  listCases: operation(casesService.listCases, async ({ table }, { query, caller }) => {
    const { organisationId } = caller;
    const { as, limit, cursor } = query;
    const startKey = startKeyOf(cursor, as === "sender" ? indexes.casesBySender : indexes.casesByHolder);
    const seen = (stored: StoredCase) => seenBy(table, caller, stored);
    return { status: 200, body: await listCases(table, { organisationId, as, limit, startKey, seen }) };
  }),

  showCase: operation(casesService.showCase, async (platform, { params, caller }) => {
    const stored = await caseFor(platform, caller, { ...params, act: "read-case" });
    return { status: 200, ...(await viewFor(platform.table, caller, stored)) };
  }),

  showHistory: operation(casesService.showHistory, async (platform, { params, caller }) => {
    const stored = await caseFor(platform, caller, { ...params, act: "read-case" });
    const events = await historySeenBy(platform.table, caller, stored);
    const entries = events.map(({ audience: _audience, mediatorIds: _mediatorIds, ...entry }) => entry);
    return { status: 200, body: { caseId: params.caseId, entries } };
  }),

  showParties: operation(casesService.showParties, async (platform, { params, query, caller }) => {
    const { caseId } = params;
    const { reason } = query;
    await caseFor(platform, caller, { caseId, act: "read-parties" });
    const { organisationId, officer } = caller;
    if (caller.role === "coordinator" && reason === undefined) {
      throw new Problem("invalid-parameters", { errors: [{ path: "reason", code: "required", message: "required" }] });
    }
    const sealed = await loadParties(platform.table, caseId);
    if (sealed === undefined) throw new Problem("not-found");
    const read = { caseId, readId: platform.newId(), at: platform.now(), organisationId, officer, reason };
    await recordRead(platform.table, read);
    const text = await platform.sealer.open(`case/${caseId}/parties`, sealed);
    return { status: 200, body: caseParties().parse({ caseId, ...z.looseObject({}).parse(JSON.parse(text)) }) };
  }),
};
