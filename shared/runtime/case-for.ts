import { type CaseState, wasMerged } from "../domain/case-state.ts";
import { replay } from "../domain/events.ts";
import { erasureOf } from "../domain/phases/erasure.ts";
import { type Asked, historyFor, isOffice, standingOf } from "../domain/rights.ts";
import type { StoredCase, StoredEvent } from "../dynamo/case-items.ts";
import { loadHistory } from "../dynamo/case-store.ts";
import type { Table } from "../dynamo/table.ts";
import { type Caller, requireRight, seatOf } from "./caller.ts";
import { loadCaseInCounty, withCounty } from "./county-of-case.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";
import { goesOnIn } from "./survivor.ts";

/**
 * The case as the caller sees it, which is as it stands for those who have a part in it, and as it was when they put it down
 * for those who had one.
 */
export async function seenBy(table: Table, caller: Caller, stored: StoredCase): Promise<StoredCase> {
  return standingOf(seatOf(caller), stored.state) === "former" ? pastOf(table, caller, stored) : stored;
}

/** Whether the caller has a part in the case as it stands, and can go on with it. */
export const hasPartIn = (caller: Caller, state: CaseState): boolean => standingOf(seatOf(caller), state) === "present";

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

/**
 * The case to which an address leads: of a merged case, the surviving one for those that it concerns. Those who coordinate and
 * audit see what they ask for, as one of them may part the two again. Throws `not-found`.
 */
export async function caseLedTo(
  ports: Pick<Ports, "table">,
  caller: Caller,
  { caseId, act }: { caseId: string; act: ActOnCase },
): Promise<StoredCase> {
  const stored = await caseFor(ports, caller, { caseId, act: "read-case" });
  const seat = seatOf(caller);
  const survivor =
    wasMerged(stored.state) && !isOffice(seat)
      ? await withCounty(ports.table, await goesOnIn(ports.table, stored))
      : stored;
  const led = standingOf(seat, survivor.state) === "stranger" ? stored : survivor;
  requireRight(caller, { act, of: led.state });
  refuseErased(led.state, act);
  return led;
}

/** What can be asked of a case as it stands. */
export type ActOnCase = Exclude<Extract<Asked, { of: StoredCase["state"] }>["act"], "read-paper" | "read-part">;

/** The case, if the caller may do this with it: a foreign case is not told apart from none. Throws `not-found`. */
export async function caseFor(
  { table }: Pick<Ports, "table">,
  caller: Caller,
  { caseId, act }: { caseId: string; act: ActOnCase },
): Promise<StoredCase> {
  const stored = await loadCaseInCounty(table, caseId);
  if (stored === undefined) throw new Problem("not-found");
  requireRight(caller, { act, of: stored.state });
  refuseErased(stored.state, act);
  return stored;
}

/** What is about people or papers, of whom nothing is left once a case is erased. */
const ofPeople: readonly ActOnCase[] = ["read-parties", "open-file", "list-papers", "make-paper", "make-letter"];

/** Throws `case-erased`: there is nothing left to be read, and nobody takes it for a failure. */
function refuseErased(state: CaseState, act: ActOnCase): void {
  const erasure = erasureOf(state);
  if (erasure !== undefined && ofPeople.includes(act)) throw new Problem("case-erased", { members: { erasure } });
}
