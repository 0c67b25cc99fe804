import { QueryCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { type AccessEntry, accessEntry } from "../domain/access.ts";
import { given } from "../domain/given.ts";
import { once } from "../domain/once.ts";
import type { ItemKind } from "./item-kind.ts";
import { formerLogBegins, logBegins, logHeadKey, organisationKey } from "./keys.ts";
import { addLink, lengthOf, withLink } from "./linked-entries.ts";
import { logOf } from "./links.ts";
import { kinds } from "./stored-versions.ts";
import { cancelled, type Table } from "./table.ts";
import { type Update, updateTogether, type Write } from "./update-item.ts";
import { VersionConflict } from "./version-conflict.ts";

/**
 * An entry of the log of an organisation; `also` is written in the same transaction. `behind`: how many entries there were when it was
 * judged who may act there, where that must still hold.
 */
export type Accessed = {
  organisationId: string;
  entry: AccessEntry;
  also?: readonly Write[] | undefined;
  behind?: number | undefined;
};

/** How many entries the log has: keys, seats and facts of the organisation change with an entry. */
export const lengthOfLog = (table: Table, organisationId: string): Promise<number> =>
  lengthOf(table, logOf(organisationId));

/**
 * Does what an entry of the log records, together with the entry. Without an entry there is nothing to put. Throws `VersionConflict`
 * where what it was judged by changed meanwhile.
 */
export async function withEntry<Value>(
  table: Table,
  accessed: Accessed | undefined,
  write: (also: readonly Write[]) => Promise<Value>,
): Promise<Value> {
  if (accessed === undefined) return write([]);
  const { organisationId, entry, also = [], behind } = accessed;
  let links = 0;
  const withIt = (linked: readonly Write[]) => {
    links = linked.length;
    return write([...also, ...linked]);
  };
  try {
    return await withLink(table, logOf(organisationId), { entry }, withIt, behind);
  } catch (error) {
    const { codes } = cancelled(error) ?? cancelled(error instanceof Error ? error.cause : undefined) ?? {};
    const isGone = also.length > 0 && codes?.slice(-also.length - links, -links).some((code) => code !== "None");
    throw isGone === true ? new VersionConflict("what goes with it was written meanwhile", { cause: error }) : error;
  }
}

/** Records what changes nothing else in the table. */
export const noteAccess = (table: Table, { organisationId, entry }: Accessed): Promise<void> =>
  addLink(table, logOf(organisationId), { entry });

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

const logged = once(() => kinds.logged.schema(z.object({ entry: accessEntry() })));
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
