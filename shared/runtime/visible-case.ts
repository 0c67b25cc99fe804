import { wasMerged } from "../domain/case.ts";
import type { StoredCase } from "../dynamo/case-items.ts";
import { loadCase } from "../dynamo/case-store.ts";
import { type Caller, isVisibleTo } from "./caller.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";
import { goesOnIn } from "./survivor.ts";

/** The case, if it exists for the caller: a foreign case is not told apart from one that never was. Throws `not-found`. */
export async function visibleCase(
  { table }: Pick<Ports, "table">,
  caseId: string,
  caller: Caller,
): Promise<StoredCase> {
  const stored = await loadCase(table, caseId);
  if (stored === undefined || !isVisibleTo(stored, caller)) throw new Problem("not-found");
  return stored;
}

/**
 * The case to which an address leads: of a merged case, the surviving one for those that it concerns. Those who coordinate and
 * audit see what they ask for, as one of them may part the two again. Throws `not-found`.
 */
export async function caseLedTo(ports: Pick<Ports, "table">, caseId: string, caller: Caller): Promise<StoredCase> {
  const stored = await visibleCase(ports, caseId, caller);
  if (!wasMerged(stored.state) || caller.role === "coordinator" || caller.role === "auditor") return stored;
  const survivor = await goesOnIn(ports.table, stored);
  return isVisibleTo(survivor, caller) ? survivor : stored;
}
