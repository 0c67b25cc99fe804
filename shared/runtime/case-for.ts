import { replay } from "../domain/events.ts";
import { type Asked, historyFor, standingOf } from "../domain/rights.ts";
import type { StoredCase, StoredEvent } from "../dynamo/case-items.ts";
import { loadHistory } from "../dynamo/case-store.ts";
import type { Table } from "../dynamo/table.ts";
import { type Caller, requireRight, seatOf } from "./caller.ts";
import { loadCaseInCounty } from "./county-of-case.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";

/**
 * The case as the caller sees it, which is as it stands for those who have a part in it, and as it was when they put it down
 * for those who had one.
 */
export async function seenBy(table: Table, caller: Caller, stored: StoredCase): Promise<StoredCase> {
  return standingOf(seatOf(caller), stored.state) === "former" ? pastOf(table, caller, stored) : stored;
}

/** The history as the caller sees it, the whole or up to its own last part. */
export async function historySeenBy(table: Table, caller: Caller, { state }: StoredCase): Promise<StoredEvent[]> {
  return historyFor(seatOf(caller), state, await loadHistory(table, state.caseId));
}

async function pastOf(table: Table, caller: Caller, stored: StoredCase): Promise<StoredCase> {
  const history = await historySeenBy(table, caller, stored);
  const state = replay(history);
  const last = history.at(-1);
  // Nobody is remembered who has not been told of anything.
  if (state === undefined || last === undefined) throw new Problem("not-found");
  return { version: last.sequence, head: last.hash, state };
}

/** What can be asked of a case as it stands. */
export type ActOnCase = Exclude<Extract<Asked, { of: StoredCase["state"] }>["act"], "read-paper">;

/** The case, if the caller may do this with it: a foreign case is not told apart from none. Throws `not-found`. */
export async function caseFor(
  { table }: Pick<Ports, "table">,
  caller: Caller,
  { caseId, act }: { caseId: string; act: ActOnCase },
): Promise<StoredCase> {
  const stored = await loadCaseInCounty(table, caseId);
  if (stored === undefined) throw new Problem("not-found");
  requireRight(caller, { act, of: stored.state });
  return stored;
}
