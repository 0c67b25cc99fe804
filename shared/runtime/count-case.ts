import { type CaseState, isOver } from "../domain/case.ts";
import type { CaseEventType } from "../domain/events.ts";
import { type Refused, refusedIn } from "../domain/refusal-tally.ts";
import { contributionOf, countAfter } from "../domain/tally.ts";
import { loadCase, loadHistory } from "../dynamo/case-store.ts";
import { loadOrganisation } from "../dynamo/directory-store.ts";
import type { Table } from "../dynamo/table.ts";
import { countedRefusals, loadCounted, saveCounted, saveRefusal } from "../dynamo/tally-store.ts";
import { untilItLands } from "../dynamo/version-conflict.ts";
import { lawOfCase } from "./law-in-force.ts";

/**
 * Brings the tallies up to a case as it stands now, whichever of its events woke us: counted twice, late or in any order, a
 * case adds to the figures once, and so does each offer of it that a body refused.
 */
export async function countCase(table: Table, caseId: string, eventType: CaseEventType): Promise<void> {
  const state = await untilItLands(() => countEnd(table, caseId, eventType));
  if (state === undefined || state.refusedBy.length === 0) return;
  const [history, counted] = await Promise.all([loadHistory(table, caseId), countedRefusals(table, caseId)]);
  for (const refused of refusedIn(history)) {
    if (!counted.has(refused.sequence)) await untilItLands(() => countRefusal(table, caseId, refused));
  }
}

/** Counts how the case ended, if it did. It is read before what was counted of it: a note is never newer than its case. */
async function countEnd(table: Table, caseId: string, eventType: CaseEventType): Promise<CaseState | undefined> {
  const stored = await loadCase(table, caseId);
  if (stored === undefined) return undefined;
  const { state, version } = stored;
  const before = await loadCounted(table, caseId);
  const heldBy = isOver(state) ? state.assignment?.organisationId : undefined;
  const host = heldBy === undefined ? undefined : await loadOrganisation(table, heldBy);
  const tally = contributionOf(state, host?.facts, await lawOfCase(table, state.rulePack));
  const change = countAfter(before, { version, ...(tally === undefined ? {} : { tally }) }, eventType);
  if (change !== undefined) {
    await saveCounted(table, caseId, before, { ...change, endedAt: isOver(state) ? state.closedAt : "" });
  }
  return state;
}

async function countRefusal(table: Table, caseId: string, refused: Refused): Promise<void> {
  const body = await loadOrganisation(table, refused.organisationId);
  if (body === undefined) return;
  await saveRefusal(table, { caseId, county: body.facts.divisionCode.slice(0, 6), refused });
}
