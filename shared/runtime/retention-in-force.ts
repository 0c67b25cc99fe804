import { shanghaiDate } from "../domain/calendar.ts";
import type { StateIn } from "../domain/case-state.ts";
import { retentionFor } from "../domain/keeping.ts";
import { type Retention, retentionOf } from "../domain/retention.ts";
import type { Table } from "../dynamo/table.ts";
import { lawInForce } from "./law-in-force.ts";

/** How long an ended case is kept, by the law in force in its county at an instant: an order to the archive, not to the case. */
export async function retentionInForce(
  table: Table,
  state: StateIn<"closed" | "archived">,
  at: string,
): Promise<Retention> {
  return retentionFor(state, retentionOf(await lawInForce(table, state.county, shanghaiDate(at))));
}
