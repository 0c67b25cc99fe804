import { bundledLaw, type Layer, lawOfVersion, layered, layerNames, layersOn, versionIdOf } from "../domain/law.ts";
import type { RulePack } from "../domain/rule-pack.ts";
import { scopesOver } from "../domain/scope.ts";
import { loadLaw } from "../dynamo/law-store.ts";
import type { Table } from "../dynamo/table.ts";

const freshMilliseconds = 60_000;
const lawsAtMost = 500;

/** What an environment remembers of a table: packs by scope for a minute, laws by version for good, since no pack changes. */
type Known = {
  packs: Map<string, { read: Promise<readonly Layer[]>; readAt: number }>;
  laws: Map<string, RulePack>;
};
const known = new WeakMap<Table["client"], Known>();

/**
 * The law in force in a county (six digits) on a day (YYYY-MM-DD): what is bundled and, over it, what was loaded up to a
 * minute ago. Since a pack takes effect the day after it was loaded, a minute is early enough. Throws RangeError before the
 * nation's first pack.
 */
export async function lawInForce(table: Table, county: string, day: string): Promise<RulePack> {
  const layers = layersOn(await packsOf(table, scopesOver(county)), county, day);
  return composed(table, versionIdOf(layers), () => layered(layers).rules);
}

/** The law that a case runs under, whatever is in force today. Throws RangeError when a pack that it names was never loaded. */
export async function lawOfCase(table: Table, versionId: string): Promise<RulePack> {
  const held = rememberedBy(table).laws.get(versionId);
  if (held !== undefined) return held;
  if (names(bundledLaw(), versionId)) return composed(table, versionId, () => lawOfVersion(bundledLaw(), versionId));
  const scopes = layerNames(versionId).map(({ scope }) => scope);
  const remembered = await packsOf(table, scopes);
  // A case may have been submitted under a pack that is newer than what is remembered here.
  const packs = names(remembered, versionId) ? remembered : await packsOf(table, scopes, 0);
  return composed(table, versionId, () => lawOfVersion(packs, versionId));
}

/** The packs of these scopes, bundled ones first, then in the order of their loading; read no longer ago than that. */
async function packsOf(
  table: Table,
  scopes: readonly string[],
  atMostMilliseconds = freshMilliseconds,
): Promise<Layer[]> {
  const loaded = await Promise.all(scopes.map((scope) => packsIn(table, scope, atMostMilliseconds)));
  return [...bundledLaw(), ...loaded.flat()];
}

async function packsIn(table: Table, scope: string, atMostMilliseconds: number): Promise<readonly Layer[]> {
  const { packs } = rememberedBy(table);
  const kept = packs.get(scope);
  if (kept !== undefined && Math.abs(Date.now() - kept.readAt) < atMostMilliseconds) return kept.read;
  const read = loadLaw(table, scope).then((stored) => stored.map(({ pack }) => pack));
  packs.set(scope, { read, readAt: Date.now() });
  // A reading that failed is not remembered; its caller sees the error.
  read.catch(() => {
    if (packs.get(scope)?.read === read) packs.delete(scope);
  });
  return read;
}

function composed(table: Table, versionId: string, compose: () => RulePack): RulePack {
  const { laws } = rememberedBy(table);
  const law = laws.get(versionId) ?? compose();
  if (laws.size >= lawsAtMost) laws.clear();
  laws.set(versionId, law);
  return law;
}

function rememberedBy({ client }: Table): Known {
  const held = known.get(client) ?? { packs: new Map(), laws: new Map() };
  known.set(client, held);
  return held;
}

const names = (packs: readonly Layer[], versionId: string): boolean =>
  layerNames(versionId).every((name) =>
    packs.some((pack) => pack.scope === name.scope && pack.version === name.version),
  );
