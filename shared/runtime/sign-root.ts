import type { RootKey } from "../aws/root-key.ts";
import type { RootStore } from "../aws/root-store.ts";
import type { Manifest, RootedChain, SignedRoot } from "../contracts/roots.ts";
import { shanghaiDate } from "../domain/calendar.ts";
import { noCounty } from "../domain/case.ts";
import { standsOver } from "../domain/scope.ts";
import { type CaseHeads, casesListedIn, casesUnderWay, headsOfCases, headsOfLogs } from "../dynamo/chain-heads.ts";
import type { Table } from "../dynamo/table.ts";
import { faultOfRoot, isListed, manifestOf, signedText, statementOf } from "../records/roots.ts";
import { verifierOf } from "../records/signature.ts";
import { logLine } from "./log.ts";
import { addManifest, addRoot, lastNumber, readManifest, readRoot } from "./root-archive.ts";

type RootPorts = { table: Table; store: RootStore; key: RootKey; now: () => string };

/** A root is made once a day; who asks earlier, as the schedule does, finds that there is one. */
const restMilliseconds = 20 * 3_600_000;
/** Cases that ended so many months ago still change often: they are acknowledged, filed, paid for. */
const monthsOften = 3;
/** The first root of a month covers all that ended in ten years, since papers of old cases are read as well. */
const monthsOnce = 120;

/**
 * Signs a root over the chains that are new or went on since the last one, and keeps it. The root before is checked first: none
 * follows one that does not hold. Throws where it does not, so that somebody is told.
 */
export async function signRoot({ table, store, key, now }: RootPorts): Promise<SignedRoot | undefined> {
  const at = now();
  const before = await lastRoot(store, key);
  if (before !== undefined && Date.parse(at) - Date.parse(before.at) < restMilliseconds) return undefined;
  const known = await rootsOfMonth(store, before, at);
  const months = monthsBack(at, known.length === 0 ? monthsOnce : monthsOften);
  const manifests: Manifest[] = [];
  for await (const { county, chains } of headsByCounty(table, before, months)) {
    const seen = await seenInMonth(store, known, county);
    const fresh = chains.filter(([kind, id, length, head]) => seen.get(`${kind} ${id}`) !== `${length} ${head}`);
    if (fresh.length > 0 || before?.counties.some((one) => one.county === county)) {
      manifests.push(manifestOf(county, fresh));
    }
  }
  for (const one of manifests) await addManifest(store, one);
  const statement = statementOf(manifests, { before, at, keyId: key.keyId });
  const root = { ...statement, signature: await key.sign(signedText(statement)) };
  if (!(await addRoot(store, root))) {
    // The run that came first with this number has made the root of this day: if it can be read.
    if ((await readRoot(store, root.number)) === undefined) throw new Error(`root ${root.number} is there and is not`);
    return undefined;
  }
  logLine({ unit: "sign-root", outcome: "ok", version: root.number, count: root.count });
  return root;
}

async function lastRoot(store: RootStore, key: RootKey): Promise<SignedRoot | undefined> {
  const number = await lastNumber(store);
  if (number === 0) return undefined;
  const [root, before] = await Promise.all([readRoot(store, number), readRoot(store, number - 1)]);
  const fault = root && faultOfRoot(root, before, verifierOf(await key.publicKey()));
  if (root === undefined || fault !== undefined) throw new Error(`root ${number} does not hold: ${fault}`);
  return root;
}

const monthOf = (at: string): string => shanghaiDate(at).slice(0, 7);

/** The roots that were made earlier in the month, the first one first. */
async function rootsOfMonth(store: RootStore, last: SignedRoot | undefined, at: string): Promise<SignedRoot[]> {
  const roots: SignedRoot[] = [];
  for (let root = last; root !== undefined && monthOf(root.at) === monthOf(at); ) {
    roots.unshift(root);
    root = root.number === 1 ? undefined : await readRoot(store, root.number - 1);
  }
  return roots;
}

/** How far the roots of the month have seen each chain of a county. */
async function seenInMonth(
  store: RootStore,
  roots: readonly SignedRoot[],
  county: string,
): Promise<Map<string, string>> {
  const seen = new Map<string, string>();
  const manifests = await Promise.all(roots.map((root) => readManifest(store, root, county)));
  for (const [index, one] of manifests.entries()) {
    const root = roots[index];
    // A chain that does not fit its root is no reason to leave anything out.
    if (one === undefined || root === undefined || !isListed(root, county, one)) continue;
    for (const [kind, id, length, head] of one.chains) seen.set(`${kind} ${id}`, `${length} ${head}`);
  }
  return seen;
}

/** `2026-03` and the months before it. */
function monthsBack(at: string, count: number): string[] {
  const [year = 0, month = 0] = monthOf(at).split("-").map(Number);
  return Array.from({ length: count }, (_, back) => {
    const months = year * 12 + month - 1 - back;
    return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, "0")}`;
  });
}

/**
 * The chains of each county, county by county. Counties are told by the cases that run in them and by the root before; those
 * over them, to the nation's, by theirs.
 */
async function* headsByCounty(
  table: Table,
  before: SignedRoot | undefined,
  months: readonly string[],
): AsyncGenerator<{ county: string; chains: RootedChain[] }> {
  const underWay = await casesUnderWay(table);
  const running = Map.groupBy(await headsOfCases(table, underWay), ({ county }) => county);
  const named = new Set([...running.keys(), ...(before?.counties.map(({ county }) => county) ?? [])]);
  const counties = new Set([...named].flatMap((county) => [county, ...scopesAbove(county)]).concat(noCounty));
  const isRunning = new Set(underWay);
  for (const county of [...counties].toSorted()) {
    const listed = (await casesListedIn(table, county, months)).filter((caseId) => !isRunning.has(caseId));
    const cases: CaseHeads[] = [...(running.get(county) ?? []), ...(await headsOfCases(table, listed))];
    yield { county, chains: [...cases.flatMap(({ chains }) => chains), ...(await headsOfLogs(table, county))] };
  }
}

/** The province and the city of a county, by their codes. */
const scopesAbove = (county: string): string[] =>
  [`${county.slice(0, 2)}0000`, `${county.slice(0, 4)}00`].filter((above) => standsOver(above, county));
