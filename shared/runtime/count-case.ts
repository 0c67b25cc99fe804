import { isOver } from "../domain/case-state.ts";
import { type Refused, refusedIn } from "../domain/refusal-tally.ts";
import { countyOf } from "../domain/scope.ts";
import {
  changesFigures,
  committeeBehind,
  contributionsOf,
  countAfter,
  countedAfter,
  countsEvent,
  hostsOf,
} from "../domain/tally.ts";
import type { PublishedEvent } from "../dynamo/case-items.ts";
import { loadCase, loadHistory } from "../dynamo/case-store.ts";
import { loadOrganisation } from "../dynamo/directory-store.ts";
import { caseKey, countedKey, organisationKey } from "../dynamo/keys.ts";
import { readAhead } from "../dynamo/read-ahead.ts";
import type { Table } from "../dynamo/table.ts";
import { countedRefusals, loadCounted, saveCounted, saveRefusal } from "../dynamo/tally-store.ts";
import { untilItLands } from "../dynamo/version-conflict.ts";
import { lawOfCase } from "./law-in-force.ts";

/**
 * Brings the tallies up to a case as it stands now. Does nothing for an event that needs no counting. Counted twice, late or in
 * any order, a case adds to the figures once, and so does each offer of it that a body refused.
 */
export async function countCase(table: Table, event: PublishedEvent): Promise<void> {
  if (!countedAfter.includes(event.type)) return;
  const [refused] = refusedIn([event]);
  const ahead = await readAhead(table, neededFor(event, refused));
  if (refused !== undefined) await untilItLands(() => countRefusal(ahead, event.caseId, refused));
  await untilItLands(() => countFigures(ahead, event, refused));
}

/** What counting most probably looks at, so that it takes one call. The body that a case ends with has mostly ended it. */
function neededFor({ caseId, type, by }: PublishedEvent, refused: Refused | undefined): Record<string, unknown>[] {
  if (refused !== undefined) return [countedKey(caseId), organisationKey(refused.organisationId)];
  if (!changesFigures(type)) return [countedKey(caseId)];
  const body = committeeBehind(by);
  return [countedKey(caseId), caseKey(caseId), ...(body === undefined ? [] : [organisationKey(body)])];
}

/** Counts the agreement of a case and how it ended, as far as it has come. A note that another call writes meanwhile is not overwritten. */
async function countFigures(table: Table, event: PublishedEvent, refused: Refused | undefined): Promise<void> {
  const { caseId, type } = event;
  const before = await loadCounted(table, caseId);
  // Of a case that goes on after a refusal nothing is counted, and what is counted up to this event need not be read again.
  if (before === undefined ? refused !== undefined : countsEvent(before, event)) return;
  const stored = await loadCase(table, caseId);
  if (stored === undefined) return;
  const { state, version } = stored;
  // Before the note, which says of everything up to its version that it is counted.
  if (state.refusedBy.length > 0) await countMissedRefusals(table, caseId);
  const hosts = await Promise.all(hostsOf(state).map((id) => loadOrganisation(table, id)));
  const hostOf = (id: string) => hosts.find((host) => host?.organisationId === id)?.facts;
  const tallies = contributionsOf(state, hostOf, await lawOfCase(table, state.rulePack));
  const change = countAfter(before, { version, tallies }, type);
  if (change !== undefined) {
    await saveCounted(table, caseId, before, { ...change, endedAt: isOver(state) ? state.closedAt : "" });
  }
}

/** Makes up for refusals whose own events were lost. */
async function countMissedRefusals(table: Table, caseId: string): Promise<void> {
  const [history, counted] = await Promise.all([loadHistory(table, caseId), countedRefusals(table, caseId)]);
  for (const refused of refusedIn(history)) {
    if (!counted.has(refused.sequence)) await untilItLands(() => countRefusal(table, caseId, refused));
  }
}

async function countRefusal(table: Table, caseId: string, refused: Refused): Promise<void> {
  const body = await loadOrganisation(table, refused.organisationId);
  if (body === undefined) return;
  await saveRefusal(table, { caseId, county: countyOf(body.facts.divisionCode), refused });
}
