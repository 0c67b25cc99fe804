import { lawRoutes } from "../../shared/contracts/law-routes.ts";
import { given } from "../../shared/domain/given.ts";
import type { Caller } from "../../shared/runtime/caller.ts";
import { type LoadingCall, loadLawPack, loadTariff } from "../../shared/runtime/load-rules.ts";
import { listPacks, listTariffs, showLaw, showPack } from "../../shared/runtime/show-law.ts";
import { operation, type Platform } from "./platform.ts";

/** The law in force, its packs and its tariffs by layer. */
export const lawOperations = {
  showLaw: operation(lawRoutes.showLaw, async (platform, { query, caller }) => ({
    status: 200,
    body: await showLaw(platform, caller, query),
  })),

  listLawPacks: operation(lawRoutes.listLawPacks, async (platform, { query, caller }) => {
    const packs = await listPacks(platform, caller, query.scope);
    return { status: 200, body: { packs: packs.map(({ rules: _, ...head }) => head) } };
  }),

  showLawPack: operation(lawRoutes.showLawPack, async (platform, { params, caller }) => ({
    status: 200,
    body: await showPack(platform, caller, params),
  })),

  loadLawPack: operation(lawRoutes.loadLawPack, async (platform, { query, body, caller }) => {
    const answer = await loadLawPack(platform.table, loadingCall(platform, caller, query), body);
    return { status: answer.outcome === "stored" ? 201 : 200, body: answer };
  }),

  listTariffs: operation(lawRoutes.listTariffs, async (platform, { query, caller }) => ({
    status: 200,
    body: { tariffs: await listTariffs(platform, caller, query.county) },
  })),

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
