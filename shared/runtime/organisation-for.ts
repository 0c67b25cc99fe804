import type { Asked } from "../domain/rights.ts";
import { loadOrganisation, type StoredOrganisation } from "../dynamo/directory-store.ts";
import type { Table } from "../dynamo/table.ts";
import { type Caller, requireRight } from "./caller.ts";
import { Problem } from "./problem.ts";

/** What can be asked of an organisation that is registered. */
type ActOnOrganisation = Extract<
  Asked,
  {
    act:
      | "read-organisation"
      | "supervise-organisation"
      | "set-limits"
      | "read-limits"
      | "hold-webhooks"
      | "hold-keys"
      | "register-mediator"
      | "administer-people"
      | "read-access";
  }
>["act"];

/** The organisation, if the caller may do this with it: a foreign one is not told apart from none. Throws `not-found`. */
export async function organisationFor(
  table: Table,
  caller: Caller,
  { organisationId, act }: { organisationId: string; act: ActOnOrganisation },
): Promise<StoredOrganisation> {
  // Its own has been read to tell who calls.
  const own = caller.organisationId === organisationId ? caller.organisation : undefined;
  const organisation = own ?? (await loadOrganisation(table, organisationId));
  if (organisation === undefined) throw new Problem("not-found");
  requireRight(caller, { act, of: { organisationId, divisionCode: organisation.facts.divisionCode } });
  return organisation;
}
