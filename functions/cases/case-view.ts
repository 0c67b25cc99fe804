import type { CaseView } from "../../shared/contracts/case-view.ts";
import { verbsOpenTo } from "../../shared/domain/decide.ts";
import { isForCallers } from "../../shared/domain/verbs.ts";
import type { StoredCase } from "../../shared/dynamo/case-items.ts";
import type { Table } from "../../shared/dynamo/table.ts";
import { actorOf, type Caller, elsewhere } from "../../shared/runtime/caller.ts";
import { hasPartIn, seenBy } from "../../shared/runtime/case-for.ts";

type Viewed = { body: CaseView; headers: { ETag: string } };

/** A case as the caller sees it, with its version and with what it could do about it now. */
export async function viewFor(table: Table, caller: Caller, stored: StoredCase): Promise<Viewed> {
  return viewOf(caller, stored, await seenBy(table, caller, stored));
}

/** The same on a case as the caller's own step has just left it; a body that put the case down by that step has seen no more. */
export const viewAfterStep = (caller: Caller, stored: StoredCase): Viewed => viewOf(caller, stored, stored);

function viewOf(caller: Caller, stored: StoredCase, seen: StoredCase): Viewed {
  const { version, state } = seen;
  // One that put the case down can do nothing about it, whatever it could when it did.
  const open = hasPartIn(caller, stored.state)
    ? verbsOpenTo(state, actorOf(caller), elsewhere(caller, state).fromElsewhere)
    : [];
  const possible = open.filter(isForCallers);
  return { body: { caseId: state.caseId, version, possible, state }, headers: { ETag: `"${version}"` } };
}
