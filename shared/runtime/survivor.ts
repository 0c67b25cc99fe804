import { isOver } from "../domain/case-state.ts";
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
