import type { AccessAct } from "../domain/access.ts";
import { shanghaiDate } from "../domain/calendar.ts";
import { type Change, difference } from "../domain/difference.ts";
import { scopeOfTariff, type Tariff, tariffInForce } from "../domain/incentive.ts";
import { bundledLaw, type Layer } from "../domain/law.ts";
import type { Fault } from "../domain/law-bounds.ts";
import { changesBy, lateFaults, loadingFaults } from "../domain/law-loading.ts";
import type { LawPack } from "../domain/law-pack.ts";
import type { JsonObject } from "../domain/provisions.ts";
import { scopeOf, scopesOver } from "../domain/scope.ts";
import { shortenedBy } from "../domain/shortened-keeping.ts";
import type { Accessed } from "../dynamo/access-store.ts";
import { lawRevisionKey } from "../dynamo/keys.ts";
import {
  type Loading,
  type LoadOutcome,
  loadLaw,
  loadTariffs,
  sameness,
  saveLaw,
  saveTariff,
} from "../dynamo/law-store.ts";
import { loadedOn } from "../dynamo/loaded-on.ts";
import type { Table } from "../dynamo/table.ts";
import { untilItLands } from "../dynamo/version-conflict.ts";
import { type Approved, accessBy } from "./access.ts";
import { actorOf, type Caller, requireRight } from "./caller.ts";
import type { Deployment } from "./first-key.ts";
import { Problem } from "./problem.ts";
import { requireRevision, revisionOf } from "./revision.ts";
import { approved, asJson, type Grave } from "./second-person.ts";
import type { AskingPorts } from "./standing.ts";
import { tariffsFor } from "./tariffs-for.ts";

/**
 * Who loads, when, and which revision was looked at before. With `dryRun` nothing is stored, and the answer is the same otherwise.
 */
export type LoadingCall = Deployment &
  Pick<AskingPorts, "sealer"> & { caller: Caller; at: string; dryRun: boolean; revision?: string };
export type LoadingAnswer = { outcome: "stored" | "repeated" | "checked"; revision: string; difference: Change[] };

/**
 * Loads a pack of law for good; one that shortens how long cases are kept takes two persons, as what is erased by it is gone. Throws
 * `Problem`: `not-found` for the scope of another county, `not-allowed` for a layer above, `invalid-body` with its faults,
 * `version-taken` where another pack has its version, `changed-meanwhile` where other packs are there than were looked at,
 * `second-person-required`.
 */
export async function loadLawPack(table: Table, call: LoadingCall, pack: LawPack): Promise<LoadingAnswer> {
  refuseStranger(call, pack.scope);
  return untilItLands(() => tryLawPack(table, call, pack));
}

async function tryLawPack(table: Table, call: LoadingCall, pack: LawPack): Promise<LoadingAnswer> {
  const packs = await packsOver(table, pack.scope);
  const held = packs.find(({ scope, version }) => scope === pack.scope && version === pack.version);
  const revision = revisionOf(packs.map(({ scope, version }) => [scope, version]));
  if (held === undefined) {
    requireRevision(call.revision, revision);
    refuseFaults(loadingFaults(pack, packs, shanghaiDate(call.at)));
  }
  const changes = changesBy(pack, packs);
  const save = async () => {
    const shortened = shortenedBy(pack, packs);
    const grave: Grave = {
      act: "erasing",
      request: { operation: "loadLawPack", params: {}, body: asJson(pack) },
      seen: { changes, shortened },
      isDone: async () => (await loadLaw(table, pack.scope)).some((one) => one.pack.version === pack.version),
    };
    const approval = shortened.length === 0 ? undefined : await approved(portsOf(table, call), call.caller, grave);
    const entry = entryOf(call, "law-loaded", `${pack.scope} ${pack.version}`, approval);
    return saveLaw(table, pack, loadingOf(call), loadedOn(table, lawRevisionKey(pack.scope, "law", revision), entry));
  };
  return { outcome: await landed(call, pack, held, save), revision, difference: changes };
}

/** Loads a layer's tariff for good, the caller's own where it names none; refused as a pack of law is. */
export async function loadTariff(table: Table, call: LoadingCall, asked: Tariff): Promise<LoadingAnswer> {
  const tariff = ofLayer(asked, call.caller);
  refuseStranger(call, scopeOfTariff(tariff));
  return untilItLands(() => tryTariff(table, call, tariff));
}

async function tryTariff(table: Table, call: LoadingCall, tariff: Tariff): Promise<LoadingAnswer> {
  const { version, effectiveFrom } = tariff;
  const scope = scopeOfTariff(tariff);
  const all = await tariffsFor(table, scope);
  const held = all.find((other) => scopeOfTariff(other) === scope && other.version === version);
  const others = all.filter((other) => other !== held);
  const first = others.every((other) => other.effectiveFrom > effectiveFrom);
  const before = first ? {} : bare(tariffInForce(others, effectiveFrom, scope));
  const revision = revisionOf(all.map((one) => [scopeOfTariff(one), one.version]));
  if (held === undefined) {
    requireRevision(call.revision, revision);
    refuseFaults(lateFaults(tariff, shanghaiDate(call.at)));
  }
  const save = async () => {
    const request = { operation: "loadTariff", params: {}, body: asJson(tariff) };
    const isDone = async () => (await loadTariffs(table, scope)).some((one) => one.tariff.version === version);
    // The one that it takes the place of: the difference is what another person approves.
    const grave = { act: "tariffs", request, seen: before, isDone } as const;
    const approval = await approved(portsOf(table, call), call.caller, grave);
    const entry = entryOf(call, "tariff-loaded", `${scope} ${version}`, approval);
    return saveTariff(
      table,
      tariff,
      loadingOf(call),
      loadedOn(table, lawRevisionKey(scope, "tariff", revision), entry),
    );
  };
  // A bundled one names no layer.
  const outcome = await landed(call, tariff, held && ofLayer({ ...held, scope }, call.caller), save);
  return { outcome, revision, difference: difference(before, bare(tariff), tariff.source) };
}

/** The packs of a scope and of those over it, bundled ones first, read again. */
export async function packsOver(table: Table, scope: string): Promise<Layer[]> {
  const loaded = await Promise.all(scopesOver(scope).map((one) => loadLaw(table, one)));
  return [...bundledLaw(), ...loaded.flat().map(({ pack }) => pack)];
}

const portsOf = (table: Table, { at, bootstrap, sealer }: LoadingCall): AskingPorts => ({
  ...{ table, bootstrap, sealer },
  now: () => at,
});
const loadingOf = ({ at, caller }: LoadingCall): Loading => ({ loadedAt: at, loadedBy: actorOf(caller) });
const entryOf = ({ at, caller }: LoadingCall, act: AccessAct, about: string, approval?: Approved): Accessed =>
  accessBy(caller, caller.organisationId, { at, act, about }, approval);

/** The tariff as it is stored: a county's under its code, as early releases know it, another layer's under its scope. */
function ofLayer({ scope: asked, county, ...tariff }: Tariff, caller: Caller): Tariff {
  const scope = asked ?? county ?? scopeOf(caller.organisation.facts.divisionCode);
  return scope.length === 6 ? { ...tariff, county: scope } : { ...tariff, scope };
}

const bare = ({ version: _, scope: __, county: ___, effectiveFrom: ____, lateReason: _____, ...amounts }: Tariff) =>
  amounts;

const refuseStranger = ({ caller }: LoadingCall, scope: string): void =>
  requireRight(caller, { act: "load-law", scope }, { detail: `the layer ${scope} is loaded by its own coordinator` });

/** Stores what was not there, unless it is only to be checked. Another content under a version that is taken is refused. */
async function landed(
  { dryRun }: LoadingCall,
  given: JsonObject,
  held: JsonObject | undefined,
  save: () => Promise<LoadOutcome>,
): Promise<LoadingAnswer["outcome"]> {
  if (held === undefined && dryRun) return "checked";
  const outcome = held === undefined ? await save() : sameness(given, held);
  if (outcome === "conflicting") throw new Problem("version-taken");
  return outcome;
}

const refuseFaults = (faults: readonly Fault[]): void => {
  if (faults.length === 0) return;
  throw new Problem("invalid-body", {
    errors: faults.map(({ path, code, message }) => ({ path: path.map((key) => `/${key}`).join(""), code, message })),
  });
};
