import { lawRoutes } from "../../shared/contracts/law-routes.ts";
import { shanghaiDate } from "../../shared/domain/calendar.ts";
import { given } from "../../shared/domain/given.ts";
import { bundledTariffs } from "../../shared/domain/incentive.ts";
import { bundledLaw, layered, layersOn } from "../../shared/domain/law.ts";
import { numbersOf } from "../../shared/domain/law-loading.ts";
import { scopeOf } from "../../shared/domain/scope.ts";
import { loadLaw } from "../../shared/dynamo/law-store.ts";
import type { Table } from "../../shared/dynamo/table.ts";
import { type Caller, countyFor, ownCounty, requireRight } from "../../shared/runtime/caller.ts";
import { type LoadingCall, loadLawPack, loadTariff, packsOver } from "../../shared/runtime/load-rules.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { loadedTariffsFor } from "../../shared/runtime/tariffs-for.ts";
import { operation, type Platform } from "./platform.ts";

/** The law in force, its packs and its tariffs by layer. */
export const lawOperations = {
  showLaw: operation(lawRoutes.showLaw, async ({ table, now }, { query, caller }) => {
    const county = query.county ?? ownCounty(caller);
    requireRight(caller, { act: "read-law", scope: county });
    const day = query.day ?? shanghaiDate(now());
    const layers = layersOn(await packsOver(table, county), county, day);
    if (layers[0]?.scope !== "cn") throw new Problem("not-found", { detail: `no law is in force on ${day}` });
    const law = layered(layers);
    return { status: 200, body: { county, day, version: law.rules.version, numbers: numbersOf(law) } };
  }),

  listLawPacks: operation(lawRoutes.listLawPacks, async ({ table }, { query, caller }) => {
    const packs = await packsIn(table, visibleScope(caller, query.scope));
    return { status: 200, body: { packs: packs.map(({ rules: _, ...head }) => head) } };
  }),

  showLawPack: operation(lawRoutes.showLawPack, async ({ table }, { params, caller }) => {
    const packs = await packsIn(table, visibleScope(caller, params.scope));
    const pack = packs.find(({ version }) => version === params.version);
    if (pack === undefined) throw new Problem("not-found");
    return { status: 200, body: pack };
  }),

  loadLawPack: operation(lawRoutes.loadLawPack, async (platform, { query, body, caller }) => {
    const answer = await loadLawPack(platform.table, loadingCall(platform, caller, query), body);
    return { status: answer.outcome === "stored" ? 201 : 200, body: answer };
  }),

  listTariffs: operation(lawRoutes.listTariffs, async ({ table }, { query, caller }) => {
    const scope = scopeOf(countyFor(caller, "read-tariffs", query.county));
    const loaded = (await loadedTariffsFor(table, scope)).map(({ tariff, ...loading }) => ({ ...tariff, ...loading }));
    return { status: 200, body: { tariffs: [...bundledTariffs(), ...loaded] } };
  }),

  loadTariff: operation(lawRoutes.loadTariff, async (platform, { query, body, caller }) => {
    const answer = await loadTariff(platform.table, loadingCall(platform, caller, query), body);
    return { status: answer.outcome === "stored" ? 201 : 200, body: answer };
  }),
};

const loadingCall = (
  { now, bootstrap, sealer }: Platform,
  caller: Caller,
  query: { dryRun: "true" | "false"; revision?: string },
): LoadingCall => ({
  bootstrap,
  sealer,
  caller,
  at: now(),
  dryRun: query.dryRun === "true",
  ...given("revision", query.revision),
});

/** The scope asked about, the caller's own when none is. Those of other counties do not exist for it. */
function visibleScope(caller: Caller, asked: string | undefined): string {
  const scope = asked ?? scopeOf(caller.organisation.facts.divisionCode);
  requireRight(caller, { act: "read-law", scope });
  return scope;
}

/** The packs of one scope, with who loaded them; those of a release have been loaded by nobody. */
async function packsIn(table: Table, scope: string) {
  const loaded = await loadLaw(table, scope);
  const bundled = bundledLaw().filter((pack) => pack.scope === scope);
  return [...bundled, ...loaded.map(({ pack, ...loading }) => ({ ...pack, ...loading }))];
}
