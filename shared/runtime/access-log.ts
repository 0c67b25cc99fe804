import { pageOfAccess } from "../dynamo/access-store.ts";
import type { Caller } from "./caller.ts";
import { organisationFor } from "./organisation-for.ts";
import { namesOf } from "./organisation-names.ts";
import type { Ports } from "./ports.ts";

/** A page of the access log of an organisation, the latest first, with the names of those who acted. Throws `not-found`. */
export async function accessFor(
  { table }: Pick<Ports, "table">,
  caller: Caller,
  { organisationId, ...page }: { organisationId: string } & Parameters<typeof pageOfAccess>[2],
) {
  await organisationFor(table, caller, { organisationId, act: "read-access" });
  const { entries, last } = await pageOfAccess(table, organisationId, page);
  const names = await namesOf(
    table,
    entries.map(({ by }) => by.organisationId),
  );
  return { entries, names, last };
}
