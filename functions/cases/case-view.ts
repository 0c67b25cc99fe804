import type { CaseView } from "../../shared/contracts/case-view.ts";
import { verbsOpenTo } from "../../shared/domain/decide.ts";
import { isForCallers } from "../../shared/domain/verbs.ts";
import type { StoredCase } from "../../shared/dynamo/case-items.ts";
import type { Table } from "../../shared/dynamo/table.ts";
import { actorOf, type Caller, elsewhere } from "../../shared/runtime/caller.ts";
import { seenBy } from "../../shared/runtime/case-for.ts";

type Viewed = { body: CaseView; headers: { ETag: string } };

/** A case as the caller sees it, with its version and with what it could do about it now. */
export async function viewFor(table: Table, caller: Caller, stored: StoredCase): Promise<Viewed> {
  const seen = await seenBy(table, caller, stored);
  const { version, state } = seen;
  // One that put the case down can do nothing about it, whatever it could when it did.
  const open = seen !== stored ? [] : verbsOpenTo(state, actorOf(caller), elsewhere(caller, state).fromElsewhere);
  const possible = open.filter(isForCallers);
  return { body: { caseId: state.caseId, version, possible, state }, headers: { ETag: `"${version}"` } };
}
