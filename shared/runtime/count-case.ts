import { isOver } from "../domain/case.ts";
import type { CaseEventType } from "../domain/events.ts";
import { contributionOf, countAfter } from "../domain/tally.ts";
import { loadCase, VersionConflict } from "../dynamo/case-store.ts";
import { loadOrganisation } from "../dynamo/directory-store.ts";
import type { Table } from "../dynamo/table.ts";
import { loadCounted, saveCounted } from "../dynamo/tally-store.ts";
import { rulesOf } from "./rules-of.ts";

const attempts = 8;

/**
 * Brings the tallies up to a case as it stands now, whichever of its events woke us: counted twice, late or in any order, a
 * case adds to the figures once. The case is read before what was counted of it, so that a note is never newer than its case.
 */
export async function countCase(table: Table, caseId: string, eventType: CaseEventType): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const stored = await loadCase(table, caseId);
    if (stored === undefined) return;
    const { state, version } = stored;
    const before = await loadCounted(table, caseId);
    const heldBy = isOver(state) ? state.assignment?.organisationId : undefined;
    const host = heldBy === undefined ? undefined : await loadOrganisation(table, heldBy);
    const tally = contributionOf(state, host?.facts, rulesOf(state.rulePack));
    const change = countAfter(before, { version, ...(tally === undefined ? {} : { tally }) }, eventType);
    if (change === undefined) return;
    try {
      await saveCounted(table, caseId, before, { ...change, endedAt: isOver(state) ? state.closedAt : "" });
      return;
    } catch (error) {
      if (!(error instanceof VersionConflict) || attempt === attempts) throw error;
    }
  }
}
