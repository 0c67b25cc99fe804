import { PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { type AccessEntry, accessEntry } from "../domain/access.ts";
import { given } from "../domain/given.ts";
import { once } from "../domain/once.ts";
import { accessBegins, accessKey, organisationKey } from "./keys.ts";
import { kinds } from "./stored-versions.ts";
import type { Table } from "./table.ts";
import type { Write } from "./update-item.ts";

/** An entry of the log of an organisation, with an id that tells it from others of the same moment. */
export type Accessed = { organisationId: string; entryId: string; entry: AccessEntry };

const putOf = ({ name }: Table, { organisationId, entryId, entry }: Accessed) => ({
  TableName: name,
  Item: kinds.access.mark({ ...accessKey(organisationId, entry.at, entryId), ...entry }),
});

/** The entry as a part of the transaction that does what it records; nothing where there is none. */
export const accessWrites = (table: Table, accessed: Accessed | undefined): Write[] =>
  accessed === undefined ? [] : [{ Put: putOf(table, accessed) }];

/** Records what changes nothing else in the table. */
export async function noteAccess(table: Table, accessed: Accessed): Promise<void> {
  await table.client.send(new PutCommand(putOf(table, accessed)));
}

const storedEntry = once(() => kinds.access.schema(z.object(accessEntry().shape)));
const placed = once(() => z.object({ sk: z.string() }));

/** A page of the log of an organisation, the last first. `before`: behind which entry it goes on, by its key. */
export async function pageOfAccess(
  { client, name }: Table,
  organisationId: string,
  { limit, before }: { limit: number; before: string | undefined },
): Promise<{ entries: AccessEntry[]; last?: string }> {
  const { pk } = organisationKey(organisationId);
  const { Items = [], LastEvaluatedKey } = await client.send(
    new QueryCommand({
      TableName: name,
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :entries)",
      ExpressionAttributeValues: { ":pk": pk, ":entries": accessBegins },
      ScanIndexForward: false,
      Limit: limit,
      ExclusiveStartKey: before === undefined ? undefined : { pk, sk: before },
    }),
  );
  const last = LastEvaluatedKey === undefined ? undefined : placed().parse(LastEvaluatedKey).sk;
  return { entries: Items.map((item) => storedEntry().parse(item)), ...given("last", last) };
}
