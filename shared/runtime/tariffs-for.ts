import { bundledTariffs, type Tariff } from "../domain/incentive.ts";
import { loadTariffs } from "../dynamo/law-store.ts";
import type { Table } from "../dynamo/table.ts";

/** The tariffs by which a claim of the county may be paid: those of the house, then the county's own as they were loaded. */
export async function tariffsFor(table: Table, county: string): Promise<Tariff[]> {
  return [...bundledTariffs(), ...(await loadTariffs(table, county)).map(({ tariff }) => tariff)];
}
