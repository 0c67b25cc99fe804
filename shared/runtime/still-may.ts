import type { Actor } from "../domain/case.ts";
import { type Asked, authorise } from "../domain/rights.ts";
import { loadOrganisation, type StoredOrganisation } from "../dynamo/directory-store.ts";
import type { Table } from "../dynamo/table.ts";

/** Who began something that goes on while nobody calls, if it may still do that; undefined where it may not, or is suspended. */
export async function stillMay(
  table: Table,
  { organisationId, role }: Actor,
  asked: Asked,
): Promise<StoredOrganisation | undefined> {
  const found = await loadOrganisation(table, organisationId);
  if (found === undefined || found.facts.suspended || role === "platform") return undefined;
  const { divisionCode } = found.facts;
  return authorise({ organisationId, role, divisionCode }, asked) === "allowed" ? found : undefined;
}
