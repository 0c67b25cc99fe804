import type { CaseView } from "../../shared/contracts/case-view.ts";
import { isBodyOf } from "../../shared/domain/audience.ts";
import { possibleCommands } from "../../shared/domain/decide.ts";
import type { StoredCase } from "../../shared/dynamo/case-items.ts";
import { isForCallers } from "../../shared/runtime/problem.ts";
import type { Caller } from "./call.ts";

/** A case as its bodies see it; what only router and clock can do is not listed as possible. */
export const viewOf = ({ version, state }: StoredCase): CaseView => ({
  caseId: state.caseId,
  version,
  possible: possibleCommands[state.status].filter(isForCallers),
  state,
});

export const etagOf = ({ version }: StoredCase): string => `"${version}"`;

/** Whether the case exists for the caller: for its bodies, past ones included, and for those who supervise. */
export const isVisibleTo = ({ state }: StoredCase, { organisationId, role }: Caller): boolean =>
  role === "coordinator" || role === "auditor" || isBodyOf(state, organisationId);
