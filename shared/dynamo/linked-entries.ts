import { QueryCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { BrokenRecord } from "./broken-record.ts";
import { type Chain, chainHead, hashOfLink, isEndOfChain } from "./links.ts";
import { kinds } from "./stored-versions.ts";
import { cancelled, queryAll, type Table } from "./table.ts";
import type { Write } from "./update-item.ts";
import { untilItLands, VersionConflict } from "./version-conflict.ts";

/** An organisation's people can all come in at once, at eight in the morning. */
const patience = { attempts: 40, pauseMilliseconds: 20 };

/** How many entries there are, read consistently: what is decided on what they tell of is written behind the last of them. */
export const lengthOf = async (table: Table, chain: Chain): Promise<number> =>
  (await endOf(table, chain))?.sequence ?? 0;

/**
 * Does what an entry records, together with the entry: `write` puts `also` at the end of its transaction. Where another entry
 * came first, all of it is done again; or `VersionConflict` is thrown, where it is only to be done as entry number `behind` + 1.
 */
export async function withLink<Value>(
  table: Table,
  chain: Chain,
  entry: Record<string, unknown>,
  write: (also: readonly Write[]) => Promise<Value>,
  behind?: number,
): Promise<Value> {
  const wentOn = (cause?: unknown) => new VersionConflict(`what is recorded of ${chain.of} went on`, { cause });
  const outcome = await untilItLands(async () => {
    const end = await endOf(table, chain);
    if (behind !== undefined && (end?.sequence ?? 0) !== behind) return { error: wentOn() };
    const also = linkWrites(table, chain, entry, end);
    try {
      return { value: await write(also) };
    } catch (error) {
      const { codes } = cancelled(error) ?? cancelled(error instanceof Error ? error.cause : undefined) ?? {};
      const isAhead = codes?.slice(-also.length).some((code) => code !== "None") === true;
      if (isAhead && behind === undefined) throw wentOn(error);
      if (isAhead) return { error: wentOn(error) };
      // The caller decides again on the change that it was written for: the same write would fail again, however often.
      return { error };
    }
  }, patience);
  if ("error" in outcome) throw outcome.error;
  return outcome.value;
}

/** Adds an entry that goes with no other change. */
export const addLink = (table: Table, chain: Chain, entry: Record<string, unknown>): Promise<void> =>
  withLink(table, chain, entry, async (also) => {
    await table.client.send(new TransactWriteCommand({ TransactItems: [...also] }));
  });

/** Entries lie before the end of their chain, by number or by time: those of one moment may lie in another order. */
const lastAtMost = 8;

type End = { sequence: number; hash: string };

/** The end of a chain, undefined where nothing is recorded yet. Throws `BrokenRecord` where the last entry is not as it was written. */
async function endOf({ client, name }: Table, chain: Chain): Promise<End | undefined> {
  for (let reading = 1; ; reading += 1) {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: name,
        KeyConditionExpression: "pk = :pk AND sk BETWEEN :first AND :end",
        ExpressionAttributeValues: { ":pk": chain.head.pk, ":first": chain.begins, ":end": chain.head.sk },
        ...{ ScanIndexForward: false, Limit: lastAtMost, ConsistentRead: true },
      }),
    );
    const end = Items.find(({ sk }) => sk === chain.head.sk);
    if (end === undefined) return undefined;
    const head = chainHead().parse(end);
    // The end and its entry may have been read a moment apart, and the entries of many hands lie a little out of order.
    const entries = reading === 1 ? Items : await allEntries({ client, name }, chain);
    if (entries.some((item) => isEndOfChain(chain, head, item))) return head;
    if (reading === 2) throw new BrokenRecord(chain.of, head.sequence);
  }
}

const allEntries = (table: Table, chain: Chain): Promise<Record<string, unknown>[]> =>
  queryAll(table, {
    KeyConditionExpression: "pk = :pk AND sk BETWEEN :first AND :end",
    ExpressionAttributeValues: { ":pk": chain.head.pk, ":first": chain.begins, ":end": chain.head.sk },
    ConsistentRead: true,
  });

/** The entry behind the last one, and the new end. */
function linkWrites({ name }: Table, chain: Chain, entry: Record<string, unknown>, head: End | undefined): Write[] {
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
