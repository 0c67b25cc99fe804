import { partsOf } from "../domain/case-file.ts";
import { type CaseState, isOver } from "../domain/case-state.ts";
import type { StoredCase } from "../dynamo/case-items.ts";
import { loadCase } from "../dynamo/case-store.ts";
import type { Table } from "../dynamo/table.ts";

/** The case in which a case goes on after merges; itself where it was not merged. Undefined when there is none. */
export async function survivorOf(table: Table, caseId: string): Promise<StoredCase | undefined> {
  const stored = await loadCase(table, caseId);
  return stored && goesOnIn(table, stored);
}

/** The same for a case that has been read. */
export async function goesOnIn(table: Table, stored: StoredCase): Promise<StoredCase> {
  const { state } = stored;
  if (!isOver(state) || state.mergedInto === undefined) return stored;
  return (await survivorOf(table, state.mergedInto)) ?? stored;
}

/**
 * The other cases whose papers belong to the file of this one: those of which a referral came into it, and those through which it came,
 * though all that they were sent themselves had been recalled by then.
 */
export async function joinedTo(table: Table, state: CaseState): Promise<string[]> {
  const [, ...parts] = partsOf(state);
  const joined = new Set(parts.map(({ caseId }) => caseId));
  for (const first of [...joined]) {
    const seen = new Set([state.caseId]);
    for (let caseId: string | undefined = first; caseId !== undefined && !seen.has(caseId); ) {
      seen.add(caseId);
      joined.add(caseId);
      const stands: CaseState | undefined = (await loadCase(table, caseId))?.state;
      caseId = stands !== undefined && isOver(stands) ? stands.mergedInto : undefined;
    }
  }
  return [...joined];
}
