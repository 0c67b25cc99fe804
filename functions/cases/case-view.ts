import type { CaseView } from "../../shared/contracts/case-view.ts";
import { verbsOpenTo } from "../../shared/domain/decide.ts";
import { isForCallers } from "../../shared/domain/verbs.ts";
import type { StoredCase } from "../../shared/dynamo/case-items.ts";
import { actorOf, type Caller, elsewhere } from "../../shared/runtime/caller.ts";

/** A case as the caller sees it, with what it could do about it now. */
export const viewOf = ({ version, state }: StoredCase, caller: Caller): CaseView => ({
  caseId: state.caseId,
  version,
  possible: verbsOpenTo(state, actorOf(caller), elsewhere(caller, state).fromElsewhere).filter(isForCallers),
  state,
});

export const etagOf = ({ version }: StoredCase): string => `"${version}"`;
