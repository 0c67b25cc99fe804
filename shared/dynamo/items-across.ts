import { ExecuteStatementCommand } from "@aws-sdk/lib-dynamodb";
import { indexes } from "./keys.ts";
import type { Item, Table } from "./table.ts";

/** As many partitions as one statement may name. */
const partitionsPerCall = 50;

/**
 * What several partitions of an index hold up to or from a sort key on, in no order: one call for fifty partitions, where
 * `Query` takes one for each. Undefined where a call answers with a part only; then the partitions are to be queried one by
 * one, page after page.
 */
export async function itemsAcross(
  { client, name }: Table,
  index: "dueNext" | "casesByParty",
  partitions: readonly string[],
  [sign, bound]: readonly ["<=" | ">=", string],
): Promise<Item[] | undefined> {
  const { partitionKey, sortKey } = indexes[index];
  const calls = Array.from({ length: Math.ceil(partitions.length / partitionsPerCall) }, (_, call) => {
    const asked = partitions.slice(call * partitionsPerCall, (call + 1) * partitionsPerCall);
    const marks = asked.map(() => "?").join(", ");
    return client.send(
      new ExecuteStatementCommand({
        Statement: `SELECT "${partitionKey}", "${sortKey}" FROM "${name}"."${index}" WHERE "${partitionKey}" IN [${marks}] AND "${sortKey}" ${sign} ?`,
        Parameters: [...asked, bound],
      }),
    );
  });
  const answers = await Promise.all(calls);
  return answers.some(({ NextToken }) => NextToken !== undefined)
    ? undefined
    : answers.flatMap(({ Items = [] }) => Items);
}
