import type * as z from "zod";
import type { listOrganisationsQuery } from "../contracts/directory-lists.ts";
import { mediatorsOf } from "../domain/case.ts";
import { covers } from "../domain/division.ts";
import { folded } from "../domain/text.ts";
import { countOpenCases } from "../dynamo/case-lists.ts";
import { loadCases } from "../dynamo/case-store.ts";
import { listOrganisations, type StoredOrganisation } from "../dynamo/directory-store.ts";
import { heldCaseIds } from "../dynamo/held-cases.ts";
import { countyKeys, organisationKey } from "../dynamo/keys.ts";
import { encodeCursor, type Table } from "../dynamo/table.ts";

type Asked = z.output<ReturnType<typeof listOrganisationsQuery>>;
type Wanted = Pick<Asked, "limit"> & { [Name in "q" | "kind" | "type" | "under"]?: Asked[Name] };
type StartKey = Record<string, unknown> | undefined;

/** A page of the organisations of a county that fit; pages of the directory are read until it is full, or the directory ends. */
export async function organisationsThatFit(
  table: Table,
  county: string,
  { limit, ...wanted }: Wanted,
  startKey: StartKey,
): Promise<{ organisations: StoredOrganisation[]; cursor?: string }> {
  const fits = fitting(wanted);
  const found: StoredOrganisation[] = [];
  let from = startKey;
  for (;;) {
    const read = await listOrganisations(table, { county, limit, startKey: from });
    found.push(...read.organisations.filter(fits));
    const last = found[limit - 1];
    if (found.length > limit && last !== undefined) {
      return { organisations: found.slice(0, limit), ...given(encodeCursor(keyOf(last))) };
    }
    if (read.cursor === undefined || found.length === limit) return { organisations: found, ...given(read.cursor) };
    from = read.lastKey;
  }
}

const given = (cursor: string | undefined): { cursor?: string } => (cursor === undefined ? {} : { cursor });
const keyOf = ({ organisationId, facts }: StoredOrganisation): Record<string, unknown> => ({
  ...organisationKey(organisationId),
  ...countyKeys(facts.divisionCode, organisationId),
});

const plain = (text: string): string => folded(text).replaceAll(/\s/g, "").toUpperCase();

function fitting({ q, kind, type, under }: Omit<Wanted, "limit">): (organisation: StoredOrganisation) => boolean {
  const part = q === undefined ? "" : plain(q);
  return ({ facts }) =>
    plain(facts.name).includes(part) &&
    (kind === undefined || facts.kind === kind) &&
    (type === undefined || facts.type === type) &&
    (under === undefined || covers(under, facts.divisionCode));
}

/** How many open cases each organisation has, in their order. */
export const loadsOf = (table: Table, organisations: readonly StoredOrganisation[]): Promise<number[]> =>
  Promise.all(organisations.map(({ organisationId }) => countOpenCases(table, organisationId)));

/** How many open cases each mediator of an organisation leads or helps with. */
export async function mediatorLoads(table: Table, organisationId: string): Promise<ReadonlyMap<string, number>> {
  const cases = await loadCases(table, await heldCaseIds(table, organisationId));
  const loads = new Map<string, number>();
  for (const { state } of cases.values()) {
    const assignment = "assignment" in state ? state.assignment : undefined;
    if (assignment?.organisationId !== organisationId) continue;
    for (const id of mediatorsOf(assignment)) loads.set(id, (loads.get(id) ?? 0) + 1);
  }
  return loads;
}
