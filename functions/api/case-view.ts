import type { CaseView } from "../../shared/contracts/case-view.ts";
import { isBodyOf } from "../../shared/domain/audience.ts";
import { commandsOpenTo } from "../../shared/domain/decide.ts";
import type { StoredCase } from "../../shared/dynamo/case-items.ts";
import { loadCase } from "../../shared/dynamo/case-store.ts";
import { isForCallers, Problem } from "../../shared/runtime/problem.ts";
import { actorOf, type Caller, type Platform } from "./call.ts";

/** A case as the caller sees it, with what it could do about it now. */
export const viewOf = ({ version, state }: StoredCase, caller: Caller): CaseView => ({
  caseId: state.caseId,
  version,
  possible: commandsOpenTo(state, actorOf(caller)).filter(isForCallers),
  state,
});

export const etagOf = ({ version }: StoredCase): string => `"${version}"`;

/** Whether the case exists for the caller: for its bodies, past ones included, and for those who supervise. */
export const isVisibleTo = ({ state }: StoredCase, { organisationId, role }: Caller): boolean =>
  role === "coordinator" || role === "auditor" || isBodyOf(state, organisationId);

/** The case, if it exists for the caller: a foreign case is not told apart from one that never was. */
export async function visibleCase(
  { table }: Pick<Platform, "table">,
  caseId: string,
  caller: Caller,
): Promise<StoredCase> {
  const stored = await loadCase(table, caseId);
  if (stored === undefined || !isVisibleTo(stored, caller)) throw new Problem("not-found");
  return stored;
}
