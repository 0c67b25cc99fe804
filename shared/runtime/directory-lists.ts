import type * as z from "zod";
import type { listOrganisationsQuery } from "../contracts/directory-lists.ts";
import { mediatorsOf } from "../domain/case.ts";
import { covers } from "../domain/division.ts";
import { folded } from "../domain/text.ts";
import { countOpenCases } from "../dynamo/case-lists.ts";
import { loadCases } from "../dynamo/case-store.ts";
import { divisionNames, listOrganisations, type StoredOrganisation } from "../dynamo/directory-store.ts";
import { heldCaseIds } from "../dynamo/held-cases.ts";
import { countyKeys, organisationKey } from "../dynamo/keys.ts";
import { listMediators, type StoredMediator } from "../dynamo/mediator-store.ts";
import { encodeCursor, type Table } from "../dynamo/table.ts";
import type { Caller } from "./caller.ts";
import { organisationFor } from "./organisation-for.ts";

type Asked = z.output<ReturnType<typeof listOrganisationsQuery>>;
type Wanted = Pick<Asked, "limit"> & { [Name in "q" | "kind" | "type" | "under"]?: Asked[Name] };
type StartKey = Record<string, unknown> | undefined;

/** A page of the organisations of a county that fit, with how many open cases each has where that is asked for. */
export async function organisationsThatFit(
  table: Table,
  county: string,
  { withLoad, ...wanted }: Wanted & { withLoad: boolean },
  startKey: StartKey,
): Promise<{ organisations: (StoredOrganisation & { openCases?: number })[]; cursor?: string }> {
  const page = await pageThatFits(table, county, wanted, startKey);
  if (!withLoad) return page;
  const loaded = page.organisations.map(async (one) => ({
    ...one,
    openCases: await countOpenCases(table, one.organisationId),
  }));
  return { ...page, organisations: await Promise.all(loaded) };
}

/** Pages of the directory are read until one of those that fit is full, or the directory ends. */
async function pageThatFits(
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

/** The mediators of an organisation, with how many open cases each has where that is asked for. Throws `not-found`. */
export async function mediatorsFor(
  table: Table,
  caller: Caller,
  { organisationId, withLoad }: { organisationId: string; withLoad: boolean },
): Promise<(StoredMediator & { openCases?: number })[]> {
  await organisationFor(table, caller, { organisationId, act: "register-mediator" });
  const [mediators, loads] = await Promise.all([
    listMediators(table, organisationId),
    withLoad ? mediatorLoads(table, organisationId) : undefined,
  ]);
  return mediators.map((one) => ({ ...one, ...(loads && { openCases: loads.get(one.mediatorId) ?? 0 }) }));
}

/** The divisions of a county by their codes. */
export const divisionsOf = async (table: Table, county: string): Promise<{ code: string; name: string }[]> =>
  [...(await divisionNames(table, county))].map(([code, name]) => ({ code, name }));

/** How many open cases each mediator of an organisation leads or helps with. */
async function mediatorLoads(table: Table, organisationId: string): Promise<ReadonlyMap<string, number>> {
  const cases = await loadCases(table, await heldCaseIds(table, organisationId));
  const loads = new Map<string, number>();
  for (const { state } of cases.values()) {
    const assignment = "assignment" in state ? state.assignment : undefined;
    if (assignment?.organisationId !== organisationId) continue;
    for (const id of mediatorsOf(assignment)) loads.set(id, (loads.get(id) ?? 0) + 1);
  }
  return loads;
}
