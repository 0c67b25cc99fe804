import { GetCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { type Chain, chainHead, hashOfLink } from "./links.ts";
import { kinds } from "./stored-versions.ts";
import { cancelled, type Table } from "./table.ts";
import type { Write } from "./update-item.ts";
import { untilItLands, VersionConflict } from "./version-conflict.ts";

/** An organisation's people can all come in at once, at eight in the morning. */
const patience = { attempts: 40, pauseMilliseconds: 20 };

/**
 * Does what an entry records, together with the entry: `write` puts `also` at the end of its transaction. Where another entry
 * came first, all of it is done again.
 */
export const withLink = <Value>(
  table: Table,
  chain: Chain,
  entry: Record<string, unknown>,
  write: (also: readonly Write[]) => Promise<Value>,
): Promise<Value> =>
  untilItLands(async () => {
    const also = await linkWrites(table, chain, entry);
    try {
      return await write(also);
    } catch (error) {
      const { codes } = cancelled(error) ?? cancelled(error instanceof Error ? error.cause : undefined) ?? {};
      const isAhead = codes?.slice(-also.length).some((code) => code !== "None") === true;
      throw isAhead ? new VersionConflict(`what is recorded of ${chain.of} went on`, { cause: error }) : error;
    }
  }, patience);

/** Adds an entry that goes with no other change. */
export const addLink = (table: Table, chain: Chain, entry: Record<string, unknown>): Promise<void> =>
  withLink(table, chain, entry, async (also) => {
    await table.client.send(new TransactWriteCommand({ TransactItems: [...also] }));
  });

/** The entry behind the last one, and the new end. */
async function linkWrites({ client, name }: Table, chain: Chain, entry: Record<string, unknown>): Promise<Write[]> {
  const { Item } = await client.send(new GetCommand({ TableName: name, Key: chain.head, ConsistentRead: true }));
  const head = Item === undefined ? undefined : chainHead().parse(Item);
  const sequence = (head?.sequence ?? 0) + 1;
  const previousHash = head?.hash ?? "";
  const hash = hashOfLink(chain, { ...entry, sequence, previousHash });
  const item = chain.kind.mark({ ...chain.keyOf(sequence, entry), ...entry, sequence, previousHash, hash });
  const condition =
    head === undefined
      ? { ConditionExpression: "attribute_not_exists(pk)" }
      : {
          ConditionExpression: "#sequence = :before",
          ExpressionAttributeNames: { "#sequence": "sequence" },
          ExpressionAttributeValues: { ":before": head.sequence },
        };
  return [
    { Put: { TableName: name, Item: item, ConditionExpression: "attribute_not_exists(pk)" } },
    { Put: { TableName: name, Item: kinds.chainHead.mark({ ...chain.head, sequence, hash }), ...condition } },
  ];
}
