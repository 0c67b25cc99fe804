import { shanghaiDate } from "../domain/calendar.ts";
import { bundledTariffs, type Tariff } from "../domain/incentive.ts";
import { bundledLaw, layered, layersOn } from "../domain/law.ts";
import { numbersOf } from "../domain/law-loading.ts";
import type { LawPack } from "../domain/law-pack.ts";
import { nationwide, scopeOf } from "../domain/scope.ts";
import { type Loading, loadLaw } from "../dynamo/law-store.ts";
import { type Caller, countyFor, ownCounty, requireRight } from "./caller.ts";
import { packsOver } from "./load-rules.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";
import { loadedTariffsFor } from "./tariffs-for.ts";

type LawPorts = Pick<Ports, "table" | "now">;
/** A pack with who loaded it, and when; those of a release have been loaded by nobody. */
type HeldPack = LawPack & Partial<Loading>;

/** The law in force in a county on a day (YYYY-MM-DD), the caller's own and today where none is named. Throws `not-found`. */
export async function showLaw(
  { table, now }: LawPorts,
  caller: Caller,
  asked: { county?: string | undefined; day?: string | undefined },
) {
  const county = asked.county ?? ownCounty(caller);
  requireRight(caller, { act: "read-law", scope: county });
  const day = asked.day ?? shanghaiDate(now());
  const layers = layersOn(await packsOver(table, county), county, day);
  if (layers[0]?.scope !== nationwide) throw new Problem("not-found", { detail: `no law is in force on ${day}` });
  const law = layered(layers);
  return { county, day, version: law.rules.version, numbers: numbersOf(law) };
}

/** The packs of one scope, the caller's own when none is named. Those of other counties do not exist for it: throws `not-found`. */
export async function listPacks(
  { table }: Pick<LawPorts, "table">,
  caller: Caller,
  asked: string | undefined,
): Promise<HeldPack[]> {
  const scope = asked ?? scopeOf(caller.organisation.facts.divisionCode);
  requireRight(caller, { act: "read-law", scope });
  const loaded = await loadLaw(table, scope);
  const bundled = bundledLaw().filter((pack) => pack.scope === scope);
  return [...bundled, ...loaded.map(({ pack, ...loading }) => ({ ...pack, ...loading }))];
}

/** One of them. Throws `not-found`. */
export async function showPack(
  ports: Pick<LawPorts, "table">,
  caller: Caller,
  { scope, version }: { scope: string; version: string },
): Promise<HeldPack> {
  const pack = (await listPacks(ports, caller, scope)).find((one) => one.version === version);
  if (pack === undefined) throw new Problem("not-found");
  return pack;
}

/** The tariffs that hold in a county, those of a release first. */
export async function listTariffs(
  { table }: Pick<LawPorts, "table">,
  caller: Caller,
  asked: string | undefined,
): Promise<(Tariff & Partial<Loading>)[]> {
  const scope = scopeOf(countyFor(caller, "read-tariffs", asked));
  const loaded = await loadedTariffsFor(table, scope);
  return [...bundledTariffs(), ...loaded.map(({ tariff, ...loading }) => ({ ...tariff, ...loading }))];
}
