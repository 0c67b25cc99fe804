import { nobodysCase } from "../domain/case.ts";
import type { CaseState } from "../domain/case-state.ts";
import { linksIn, withLinksShown } from "../domain/events.ts";
import type { StoredEvent } from "../dynamo/case-items.ts";
import { loadCases } from "../dynamo/case-store.ts";
import type { Table } from "../dynamo/table.ts";
import { type Caller, may } from "./caller.ts";

/** Which of these cases an agency may know of; other bodies mediate or watch over disputes, and know of all. */
async function knownTo(table: Table, caller: Caller, caseIds: readonly string[]): Promise<(caseId: string) => boolean> {
  if (caseIds.length === 0 || may(caller, { act: "know-disputes" })) return () => true;
  const cases = await loadCases(table, caseIds);
  return (caseId) => {
    const linked = cases.get(caseId);
    return linked !== undefined && may(caller, { act: "read-case", of: linked.state });
  };
}

/** The state without links to cases that others sent: that there was a dispute before is told, not whose. */
export async function withLinksSeen(table: Table, caller: Caller, state: CaseState): Promise<CaseState> {
  const { linked = [], ...rest } = state;
  const isKnown = await knownTo(table, caller, linked);
  if (linked.every(isKnown)) return state;
  const known = linked.filter(isKnown);
  return known.length === 0 ? rest : { ...rest, linked: known };
}

/** The history in the same way. Lines of which something is left out say so, as nobody can make their hash from them. */
export async function eventsSeen(
  table: Table,
  caller: Caller,
  events: readonly StoredEvent[],
): Promise<(StoredEvent & { leftOut?: true })[]> {
  const isKnown = await knownTo(table, caller, [...new Set(events.flatMap((event) => linksIn(event)))]);
  const shown = (caseId: string): string => (isKnown(caseId) ? caseId : nobodysCase);
  return events.map((event) => (linksIn(event).every(isKnown) ? event : withoutLinks(event, shown)));
}

const withoutLinks = <Event extends StoredEvent>(
  event: Event,
  shown: (caseId: string) => string,
): Event & { leftOut: true } => ({ ...event, ...withLinksShown(event, shown), leftOut: true });
