import { isBodyOf } from "../domain/audience.ts";
import type { Actor, Role } from "../domain/case.ts";
import { given } from "../domain/given.ts";
import type { Duty } from "../domain/person.ts";
import type { StoredCase } from "../dynamo/case-items.ts";
import type { StoredOrganisation } from "../dynamo/directory-store.ts";

/**
 * The authenticated organisation behind a call, and the human it names. A person who signed in has an id, and a duty that
 * limits what may be called.
 */
export type Caller = {
  organisationId: string;
  role: Role;
  officer?: string;
  personId?: string;
  duty?: Duty;
  organisation: StoredOrganisation;
};

export const actorOf = ({ organisationId, role, officer, personId }: Caller): Actor => ({
  organisationId,
  role,
  ...given("officer", officer),
  ...given("personId", personId),
});

/** Whether the case exists for the caller: for its bodies, past ones included, and for those who supervise. */
export const isVisibleTo = ({ state }: StoredCase, { organisationId, role }: Caller): boolean =>
  role === "coordinator" || role === "auditor" || isBodyOf(state, organisationId);
