import { GetCommand, QueryCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { type AccessEntry, accessEntry } from "../domain/access.ts";
import { given } from "../domain/given.ts";
import { once } from "../domain/once.ts";
import { fingerprint } from "./case-items.ts";
import type { ItemKind } from "./item-kind.ts";
import { formerLogBegins, logBegins, logHeadKey, logKey, organisationKey } from "./keys.ts";
import { kinds } from "./stored-versions.ts";
import { cancelled, type Table } from "./table.ts";
import { type Update, updateTogether, type Write } from "./update-item.ts";
import { untilItLands, VersionConflict } from "./version-conflict.ts";

/** An entry of the log of an organisation. */
export type Accessed = { organisationId: string; entry: AccessEntry };

/** An organisation's people can all come in at once, at eight in the morning. */
const patience = { attempts: 40, pauseMilliseconds: 20 };

/**
 * Does what an entry of the log records, together with the entry: `write` puts `also` at the end of its transaction. Where
 * another entry came first, all of it is done again. Without an entry there is nothing to put.
 */
export const withEntry = <Value>(
  table: Table,
  accessed: Accessed | undefined,
  write: (also: readonly Write[]) => Promise<Value>,
): Promise<Value> =>
  accessed === undefined
    ? write([])
    : untilItLands(async () => {
        const also = await entryWrites(table, accessed);
        try {
          return await write(also);
        } catch (error) {
          const { codes } = cancelled(error) ?? cancelled(error instanceof Error ? error.cause : undefined) ?? {};
          const isAhead = codes?.slice(-also.length).some((code) => code !== "None") === true;
          throw isAhead
            ? new VersionConflict(`the log of ${accessed.organisationId} went on`, { cause: error })
            : error;
        }
      }, patience);

/** Records what changes nothing else in the table. */
export const noteAccess = (table: Table, accessed: Accessed): Promise<void> =>
  withEntry(table, accessed, async (also) => {
    await table.client.send(new TransactWriteCommand({ TransactItems: [...also] }));
  });

/**
 * Puts an item with the entry that records it; false where the item's own condition fails, and nothing is written then. `Put`
 * names everything but the table.
 */
export const putRecorded = (
  table: Table,
  Put: Omit<NonNullable<Write["Put"]>, "TableName">,
  accessed: Accessed | undefined,
): Promise<boolean> =>
  withEntry(table, accessed, async (also) => {
    try {
      const put = { Put: { TableName: table.name, ...Put } };
      await table.client.send(new TransactWriteCommand({ TransactItems: [put, ...also] }));
      return true;
    } catch (error) {
      if (cancelled(error)?.codes[0] !== "ConditionalCheckFailed") throw error;
      return false;
    }
  });

/** Updates an item with the entry that records it; false where the update's own condition fails. */
export const updateRecorded = (
  table: Table,
  kind: ItemKind,
  update: Update,
  accessed: Accessed | undefined,
): Promise<boolean> => withEntry(table, accessed, (also) => updateTogether(table, kind, update, also));

const logHead = once(() => kinds.logHead.schema(z.object({ sequence: z.int().min(1), hash: z.string() })));

/** The entry behind the last one, and the log's new end. */
async function entryWrites({ client, name }: Table, { organisationId, entry }: Accessed): Promise<Write[]> {
  const Key = logHeadKey(organisationId);
  const { Item } = await client.send(new GetCommand({ TableName: name, Key, ConsistentRead: true }));
  const head = Item === undefined ? undefined : logHead().parse(Item);
  const sequence = (head?.sequence ?? 0) + 1;
  const previousHash = head?.hash ?? "";
  const hash = hashOfEntry({ organisationId, sequence, previousHash, entry });
  const item = kinds.logged.mark({ ...logKey(organisationId, sequence), sequence, entry, previousHash, hash });
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
    { Put: { TableName: name, Item: kinds.logHead.mark({ ...Key, sequence, hash }), ...condition } },
  ];
}

/** The hash of an entry covers all it says, its place, and the hash before it. */
const hashOfEntry = (linked: {
  organisationId: string;
  sequence: number;
  previousHash: string;
  entry: unknown;
}): string => fingerprint(linked);

const logged = once(() => kinds.logged.schema(z.object({ sequence: z.int(), entry: accessEntry() })));
const formerEntry = once(() => kinds.access.schema(z.object(accessEntry().shape)));
const placed = once(() => z.object({ sk: z.string() }));

/** A page of the log of an organisation, the last first. `before`: behind which entry it goes on, by its key. */
export async function pageOfAccess(
  table: Table,
  organisationId: string,
  { limit, before }: { limit: number; before: string | undefined },
): Promise<{ entries: AccessEntry[]; last?: string }> {
  const isFormer = before?.startsWith(formerLogBegins) === true;
  const page = isFormer
    ? { items: [], last: undefined }
    : await pageFrom(table, { pk: logHeadKey(organisationId).pk, begins: logBegins }, { limit, before });
  const entries = page.items.map((item) => logged().parse(item).entry);
  if (page.last !== undefined) return { entries, last: page.last };
  // Behind the first entry of this log there is what an earlier release recorded.
  const former = await pageFrom(
    table,
    { pk: organisationKey(organisationId).pk, begins: formerLogBegins },
    { limit: limit - entries.length, before: isFormer ? before : undefined },
  );
  const all = [...entries, ...former.items.map((item) => formerEntry().parse(item))];
  return { entries: all, ...given("last", former.last) };
}

async function pageFrom(
  { client, name }: Table,
  { pk, begins }: { pk: string; begins: string },
  { limit, before }: { limit: number; before: string | undefined },
): Promise<{ items: Record<string, unknown>[]; last: string | undefined }> {
  const { Items = [], LastEvaluatedKey } = await client.send(
    new QueryCommand({
      TableName: name,
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :begins)",
      ExpressionAttributeValues: { ":pk": pk, ":begins": begins },
      ScanIndexForward: false,
      Limit: limit,
      ExclusiveStartKey: before === undefined ? undefined : { pk, sk: before },
    }),
  );
  // Some engines give no key where a page ends with the last item; whether there is more is seen behind it.
  const end = LastEvaluatedKey ?? (Items.length === limit ? Items.at(-1) : undefined);
  return { items: Items, last: end === undefined ? undefined : placed().parse(end).sk };
}

const link = once(() =>
  z.object({ sk: z.string(), sequence: z.int(), entry: z.unknown(), previousHash: z.string(), hash: z.string() }),
);

/**
 * The numbers of the entries of a log that do not follow from the one before, or whose hash is not that of what they say; the
 * number behind the last one where the log's end says that there is more, or names another hash. Takes the items of the log
 * as they are stored, in the order of their keys.
 */
export function brokenEntries(organisationId: string, items: readonly Record<string, unknown>[]): number[] {
  const headKey = logHeadKey(organisationId).sk;
  const [head] = items.filter(({ sk }) => sk === headKey).map((item) => logHead().parse(item));
  const links = z.array(link()).parse(items.filter(({ sk }) => sk !== headKey));
  const broken = links.filter(({ sk, sequence, entry, previousHash, hash }, index) => {
    const written = { organisationId, sequence: index + 1, previousHash: links[index - 1]?.hash ?? "", entry };
    const isPlaced = sequence === index + 1 && sk === logKey(organisationId, sequence).sk;
    return !isPlaced || previousHash !== written.previousHash || hash !== hashOfEntry(written);
  });
  const end = links.at(-1);
  const isWhole = head?.sequence === end?.sequence && head?.hash === end?.hash;
  return [...broken.map(({ sequence }) => sequence), ...(isWhole ? [] : [links.length + 1])];
}
