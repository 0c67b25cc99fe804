import { ExecuteStatementCommand } from "@aws-sdk/lib-dynamodb";
import { indexes } from "./keys.ts";
import type { Item, Table } from "./table.ts";

/** As many partitions as one statement may name. */
const partitionsPerCall = 50;

type Place = { from: string; partitionKey: string; sortKey: string; ConsistentRead?: true };
/** Up to or from a sort key on. */
type Bound = readonly ["<=" | ">=", string];

/**
 * What several partitions of an index hold up to or from a sort key on, in no order: one call for fifty partitions, where
 * `Query` takes one for each. Undefined where a call answers with a part only; then the partitions are to be queried one by
 * one, page after page.
 */
export const itemsAcross = (
  table: Table,
  index: "dueNext" | "casesByParty",
  partitions: readonly string[],
  bound: Bound,
): Promise<Item[] | undefined> =>
  across(table, { from: `"${table.name}"."${index}"`, ...indexes[index] }, partitions, bound);

/** The same of partitions of the table itself, read consistently. */
export const ownItemsAcross = (
  table: Table,
  partitions: readonly string[],
  bound: Bound,
): Promise<Item[] | undefined> =>
  across(
    table,
    { from: `"${table.name}"`, partitionKey: "pk", sortKey: "sk", ConsistentRead: true },
    partitions,
    bound,
  );

async function across(
  { client }: Table,
  { from, partitionKey, sortKey, ConsistentRead }: Place,
  partitions: readonly string[],
  [sign, bound]: Bound,
): Promise<Item[] | undefined> {
  const calls = Array.from({ length: Math.ceil(partitions.length / partitionsPerCall) }, (_, call) => {
    const asked = partitions.slice(call * partitionsPerCall, (call + 1) * partitionsPerCall);
    const marks = asked.map(() => "?").join(", ");
    return client.send(
      new ExecuteStatementCommand({
        Statement: `SELECT "${partitionKey}", "${sortKey}" FROM ${from} WHERE "${partitionKey}" IN [${marks}] AND "${sortKey}" ${sign} ?`,
        Parameters: [...asked, bound],
        ConsistentRead,
      }),
    );
  });
  const answers = await Promise.all(calls);
  return answers.some(({ NextToken }) => NextToken !== undefined)
    ? undefined
    : answers.flatMap(({ Items = [] }) => Items);
}
