import { bundledTariffs, type Tariff } from "../domain/incentive.ts";
import { scopesOver } from "../domain/law.ts";
import { type Loading, loadTariffs } from "../dynamo/law-store.ts";
import type { Table } from "../dynamo/table.ts";

/** The tariffs that may hold in a scope: the bundled ones, then those of each layer, the nation's first, as they were loaded. */
export async function tariffsFor(table: Table, scope: string): Promise<(Tariff & Partial<Loading>)[]> {
  const loaded = await Promise.all(scopesOver(scope).map((one) => loadTariffs(table, one)));
  return [...bundledTariffs(), ...loaded.flat().map(({ tariff, ...loading }) => ({ ...tariff, ...loading }))];
}
