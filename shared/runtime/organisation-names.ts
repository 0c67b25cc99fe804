import { mediatorNames, organisationNames } from "../dynamo/names.ts";
import type { Table } from "../dynamo/table.ts";

const rememberedMilliseconds = 5 * 60_000;
const rememberedAtMost = 5_000;

type Remembered = { name: string; until: number };
/** What organisations and mediators are called, by table and then by id; a change of name is seen after some minutes. */
const remembered = new Map<string, Map<string, Remembered>>();

/** What organisations are called, by id; those that are not registered are absent. Asks only for what is not remembered. */
export const namesOf = (table: Table, ids: readonly string[]): Promise<Record<string, string>> =>
  recalled(table, ids, (unknown) => organisationNames(table, unknown));

/** What an organisation's mediators are called, by id, in the same way. */
export async function mediatorNamesOf(
  table: Table,
  organisationId: string,
  ids: readonly string[],
): Promise<Record<string, string>> {
  const placeOf = (mediatorId: string): string => `${organisationId}/${mediatorId}`;
  const found = await recalled(table, ids.map(placeOf), async (unknown) => {
    const mediatorIds = unknown.map((place) => place.slice(organisationId.length + 1));
    const names = await mediatorNames(table, organisationId, mediatorIds);
    return new Map([...names].map(([mediatorId, name]) => [placeOf(mediatorId), name]));
  });
  return Object.fromEntries(
    Object.entries(found).map(([place, name]) => [place.slice(organisationId.length + 1), name]),
  );
}

async function recalled(
  table: Table,
  ids: readonly string[],
  ask: (unknown: readonly string[]) => Promise<ReadonlyMap<string, string>>,
): Promise<Record<string, string>> {
  const known = remembered.get(table.name) ?? new Map<string, Remembered>();
  const now = Date.now();
  const wanted = [...new Set(ids)];
  const fresh = (id: string): Remembered | undefined => {
    const one = known.get(id);
    return one !== undefined && one.until > now ? one : undefined;
  };
  const unknown = wanted.filter((id) => fresh(id) === undefined);
  const found = unknown.length === 0 ? new Map<string, string>() : await ask(unknown);
  if (known.size + found.size > rememberedAtMost) known.clear();
  const named = wanted.flatMap((id) => {
    const name = found.get(id) ?? fresh(id)?.name;
    return name === undefined ? [] : [[id, name] as const];
  });
  for (const [id, name] of found) known.set(id, { name, until: now + rememberedMilliseconds });
  remembered.set(table.name, known);
  return Object.fromEntries(named);
}
