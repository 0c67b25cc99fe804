import type { StoredCase } from "../dynamo/case-items.ts";
import { loadCase } from "../dynamo/case-store.ts";
import { type Caller, isVisibleTo } from "./caller.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";

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
