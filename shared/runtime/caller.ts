import { isBodyOf } from "../domain/audience.ts";
import type { Actor, Role } from "../domain/case.ts";
import { given } from "../domain/given.ts";
import type { StoredCase } from "../dynamo/case-items.ts";
import type { StoredOrganisation } from "../dynamo/directory-store.ts";

/** The authenticated organisation behind a call, and the human it names. */
export type Caller = { organisationId: string; role: Role; officer?: string; organisation: StoredOrganisation };

export const actorOf = ({ organisationId, role, officer }: Caller): Actor => ({
  organisationId,
  role,
  ...given("officer", officer),
});

/** Whether the case exists for the caller: for its bodies, past ones included, and for those who supervise. */
export const isVisibleTo = ({ state }: StoredCase, { organisationId, role }: Caller): boolean =>
  role === "coordinator" || role === "auditor" || isBodyOf(state, organisationId);
