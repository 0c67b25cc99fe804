import type { Asked } from "../domain/rights.ts";
import type { StoredCase } from "../dynamo/case-items.ts";
import { type Caller, requireRight } from "./caller.ts";
import { loadCaseInCounty } from "./county-of-case.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";

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
