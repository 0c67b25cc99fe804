import { GetCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { once } from "../domain/once.ts";
import { fingerprint } from "./case-items.ts";
import type { ItemKind } from "./item-kind.ts";
import { kinds } from "./stored-versions.ts";
import { cancelled, type Table } from "./table.ts";
import type { Write } from "./update-item.ts";
import { untilItLands, VersionConflict } from "./version-conflict.ts";

type Key = { pk: string; sk: string };

/**
 * Entries that follow from one another: each has the hash of the one before, and the end is an item of its own, which each entry
 * moves on in its transaction. `of` is what they are about; where an entry lies depends on its number and on what it says.
 */
export type Chain = {
  of: string;
  kind: ItemKind;
  head: Key;
  keyOf: (sequence: number, entry: Record<string, unknown>) => Key;
};

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

const chainHead = once(() => kinds.chainHead.schema(z.object({ sequence: z.int().min(1), hash: z.string() })));

/** The entry behind the last one, and the new end. */
async function linkWrites({ client, name }: Table, chain: Chain, entry: Record<string, unknown>): Promise<Write[]> {
  const { Item } = await client.send(new GetCommand({ TableName: name, Key: chain.head, ConsistentRead: true }));
  const head = Item === undefined ? undefined : chainHead().parse(Item);
  const sequence = (head?.sequence ?? 0) + 1;
  const previousHash = head?.hash ?? "";
  const hash = hashOf(chain, { ...entry, sequence, previousHash });
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

/** The hash of an entry covers all it says, its place, and the hash before it. */
const hashOf = ({ of }: Chain, linked: Record<string, unknown>): string => fingerprint({ of, ...linked });

const linked = once(() =>
  z.looseObject({ pk: z.string(), sk: z.string(), sequence: z.int(), previousHash: z.string(), hash: z.string() }),
);

/** How many entries there are, and the hash of the last one. `broken` are the numbers that do not hold, in order. */
export type Followed = { length: number; head: string; broken: number[] };

/**
 * Follows the entries among the items of a partition, as they are stored: each by its number, its place, its own hash and the
 * one before; the last by the end. Where the end says that there is more, the number behind the last one does not hold. What
 * an earlier release stored has no number, and is passed over.
 */
export function follow(chain: Chain, items: readonly Record<string, unknown>[]): Followed {
  const [head] = items.filter(({ sk }) => sk === chain.head.sk).map((item) => chainHead().parse(item));
  const links = items
    .filter(({ sk, sequence }) => sk !== chain.head.sk && sequence !== undefined)
    .map((item) => linked().parse(item))
    .sort((one, other) => one.sequence - other.sequence);
  const broken = links.flatMap(({ pk, sk, v: _, hash, ...entry }, index) => {
    const { sequence, previousHash, ...said } = entry;
    const place = chain.keyOf(index + 1, said);
    const isPlaced = sequence === index + 1 && place.pk === pk && place.sk === sk;
    const follows = previousHash === (links[index - 1]?.hash ?? "") && hash === hashOf(chain, entry);
    return isPlaced && follows ? [] : [index + 1];
  });
  const end = links.at(-1);
  const isWhole = head?.sequence === end?.sequence && head?.hash === end?.hash;
  return { length: links.length, head: end?.hash ?? "", broken: isWhole ? broken : [...broken, links.length + 1] };
}
