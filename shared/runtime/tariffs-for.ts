import { bundledTariffs, type Tariff } from "../domain/incentive.ts";
import { scopesOver } from "../domain/scope.ts";
import { loadTariffs, type StoredTariff } from "../dynamo/law-store.ts";
import type { Table } from "../dynamo/table.ts";

/** The tariffs that may hold in a scope: the bundled ones, then those of each layer, the nation's first, as they were loaded. */
export async function tariffsFor(table: Table, scope: string): Promise<Tariff[]> {
  return [...bundledTariffs(), ...(await loadedTariffsFor(table, scope)).map(({ tariff }) => tariff)];
}

/** Of these the loaded ones, with who loaded them. */
export async function loadedTariffsFor(table: Table, scope: string): Promise<StoredTariff[]> {
  return (await Promise.all(scopesOver(scope).map((one) => loadTariffs(table, one)))).flat();
}
