import { DeleteCommand, QueryCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { sealedText } from "../aws/seal.ts";
import { actor } from "../domain/case.ts";
import { graveAct } from "../domain/house-settings.ts";
import { once } from "../domain/once.ts";
import { type Accessed, putRecorded, withEntry } from "./access-store.ts";
import { fingerprint } from "./case-items.ts";
import { approvalKey } from "./keys.ts";
import { readItem } from "./read-ahead.ts";
import { kinds } from "./stored-versions.ts";
import { cancelled, type Table } from "./table.ts";
import type { Write } from "./update-item.ts";

/** What was asked for: an operation with what it was called with. */
const pendingRequest = once(() =>
  z.object({ operation: z.string(), params: z.record(z.string(), z.string()), body: z.record(z.string(), z.json()) }),
);
export type PendingRequest = z.infer<ReturnType<typeof pendingRequest>>;

/** An act that one person asked for and another has not approved yet. */
const waiting = once(() =>
  z.object({
    approvalId: z.string(),
    organisationId: z.string(),
    act: graveAct(),
    request: pendingRequest().omit({ body: true }),
    /** What it was called with, sealed; an earlier release stored it as it is. Absent where nothing was said. */
    sealed: sealedText().exactOptional(),
    askedBy: actor(),
    /** Of a system: the key by which it asked, and that it was the one which the deployment names. */
    keyId: z.string().exactOptional(),
    byFirstKey: z.boolean().exactOptional(),
    /** What was judged on when it was asked for, as a hash; unknown of what an earlier release stored. */
    seen: z.string().exactOptional(),
    askedAt: z.string(),
    until: z.string(),
  }),
);
export type Pending = z.infer<ReturnType<typeof waiting>> & { clear?: PendingRequest["body"] };
const formerly = once(() => z.object({ request: z.object({ body: pendingRequest().shape.body }) }));
/** What waits, with what an earlier release stored in the clear. */
function readPending(item: unknown): Pending {
  const one = kinds.approval.schema(waiting()).parse(item);
  const before = formerly().safeParse(item);
  return before.success ? { ...one, clear: before.data.request.body } : one;
}

/** An act goes by its content: somebody who asks for the same asks for the same approval. */
export const approvalIdOf = (same: unknown): string => fingerprint(same).slice(0, 32);

export async function loadPending(
  table: Table,
  organisationId: string,
  approvalId: string,
): Promise<Pending | undefined> {
  const item = await readItem(table, approvalKey(organisationId, approvalId));
  return item === undefined ? undefined : readPending(item);
}

/** The acts that wait at an organisation, the oldest first. */
export async function listPending({ client, name }: Table, organisationId: string, now: string): Promise<Pending[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: name,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": approvalKey(organisationId, "").pk },
      ConsistentRead: true,
    }),
  );
  const all = Items.map(readPending).filter(({ until }) => until > now);
  return all.toSorted((one, other) => one.askedAt.localeCompare(other.askedAt));
}

/**
 * Stores what waits, with the entry in the log that says so; false when the same waits already, unless it is the one that is replaced.
 */
export const savePending = (
  table: Table,
  one: Pending,
  accessed: Accessed,
  replaced: Pending | undefined,
): Promise<boolean> => {
  const expiresAt = Math.ceil(Date.parse(one.until) / 1000);
  const Item = kinds.approval.mark({ ...approvalKey(one.organisationId, one.approvalId), ...one, expiresAt });
  return putRecorded(
    table,
    {
      Item,
      ConditionExpression: "attribute_not_exists(pk) OR #until <= :now OR askedAt = :replaced",
      ExpressionAttributeNames: { "#until": "until" },
      ExpressionAttributeValues: { ":now": one.askedAt, ":replaced": replaced?.askedAt ?? "" },
    },
    accessed,
  );
};

/** What takes the act off the list, in the transaction that does it: so it is done once. */
export const takingPending = ({ name }: Table, { organisationId, approvalId, askedAt }: Pending): Write => ({
  Delete: {
    TableName: name,
    Key: approvalKey(organisationId, approvalId),
    ConditionExpression: "askedAt = :askedAt",
    ExpressionAttributeValues: { ":askedAt": askedAt },
  },
});

/** Takes the act off the list without doing it; false when it is gone. */
export const dropPending = (table: Table, one: Pending, accessed: Accessed): Promise<boolean> =>
  withEntry(table, accessed, async (also) => {
    try {
      await table.client.send(new TransactWriteCommand({ TransactItems: [takingPending(table, one), ...also] }));
      return true;
    } catch (error) {
      if (cancelled(error)?.codes[0] !== "ConditionalCheckFailed") throw error;
      return false;
    }
  });

/** Takes away what waits on a case, with what it said of it: the case is erased, and nothing is done on it any more. */
export async function dropWaitingOn(table: Table, organisationId: string, caseId: string): Promise<void> {
  const all = await listPending(table, organisationId, "");
  const own = all.filter(({ request }) => request.params["caseId"] === caseId);
  for (const { approvalId } of own)
    await table.client.send(new DeleteCommand({ TableName: table.name, Key: approvalKey(organisationId, approvalId) }));
}
