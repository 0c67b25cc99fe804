import {
  BatchGetCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { type SealedText, sealedText } from "../aws/seal.ts";
import { monthsLater } from "../domain/calendar.ts";
import type { CaseHappening } from "../domain/events.ts";
import type { PartyMatch } from "../domain/party-match.ts";
import type { DecisionContext } from "../domain/step.ts";
import { itemsAfter, type StoredCase, type StoredEvent, storedCase, storedEvent } from "./case-items.ts";
import {
  caseIdOf,
  caseKey,
  chaseListOf,
  dueShards,
  indexes,
  partiesKey,
  readKey,
  referralKey,
  senderKeys,
} from "./keys.ts";
import { pairItems } from "./party-match-store.ts";
import { cancelled, encodeCursor, type Table } from "./table.ts";

type Context = Pick<DecisionContext, "at" | "by" | "rules">;

/** Someone else's write landed between reading and writing; read again and decide again. */
export class VersionConflict extends Error {
  override name = "VersionConflict";
}

export type Creation =
  | { outcome: "created"; stored: StoredCase }
  | { outcome: "repeated"; caseId: string }
  | { outcome: "conflicting"; caseId: string };

// The document client hands out the item that failed a condition as it came over the wire: each value with its type.
const referralItem = z.object({ caseId: z.object({ S: z.uuid() }), fingerprint: z.object({ S: z.string() }) });

/**
 * Stores a new case, its first event, its parties and its referral in one transaction and without a read. The agency's own
 * number is the key: posted again with the same content it answers the first case, with other content a conflict.
 * Throws `VersionConflict` while another call submits the same number.
 */
export async function createCase(
  { client, name }: Table,
  creation: {
    happenings: readonly CaseHappening[];
    context: Context;
    fingerprint: string;
    parties: SealedText;
    match: PartyMatch;
  },
): Promise<Creation> {
  const { after, caseItem, eventItems } = itemsAfter(undefined, creation.happenings, creation.context);
  const { caseId, submittedAt, referrals } = after.state;
  const [{ agencyId, sourceNumber }] = referrals;
  const referral = {
    ...referralKey(agencyId, sourceNumber),
    ...senderKeys(agencyId, submittedAt, caseId),
    caseId,
    fingerprint: creation.fingerprint,
  };
  const { partyHashes, pairs } = creation.match;
  const parties = { sealed: creation.parties, ...(partyHashes.length === 0 ? {} : { partyHashes }) };
  const until = monthsLater(submittedAt, creation.context.rules.repeatDisputeMonths);
  const absent = "attribute_not_exists(pk)";
  try {
    await client.send(
      new TransactWriteCommand({
        TransactItems: [
          {
            Put: {
              TableName: name,
              Item: referral,
              ConditionExpression: absent,
              ReturnValuesOnConditionCheckFailure: "ALL_OLD",
            },
          },
          { Put: { TableName: name, Item: caseItem, ConditionExpression: absent } },
          { Put: { TableName: name, Item: { ...partiesKey(caseId), ...parties } } },
          ...[...pairItems(pairs, { caseId, submittedAt, until }), ...eventItems].map((Item) => ({
            Put: { TableName: name, Item },
          })),
        ],
      }),
    );
    return { outcome: "created", stored: after };
  } catch (error) {
    const { codes = [], items: [stands] = [] } = cancelled(error) ?? {};
    if (codes.includes("TransactionConflict")) {
      throw new VersionConflict(`${sourceNumber} of ${agencyId} is being submitted by another call`);
    }
    if (stands === undefined) throw error;
    const earlier = referralItem.parse(stands);
    const same = earlier.fingerprint.S === creation.fingerprint;
    return { outcome: same ? "repeated" : "conflicting", caseId: earlier.caseId.S };
  }
}

/** A case by its id, read consistently; undefined when there is none. */
export async function loadCase({ client, name }: Table, caseId: string): Promise<StoredCase | undefined> {
  const { Item } = await client.send(new GetCommand({ TableName: name, Key: caseKey(caseId), ConsistentRead: true }));
  return Item === undefined ? undefined : storedCase.parse(Item);
}

/** What a command, or several together, cause on one case. */
export type Change = { before: StoredCase; happenings: readonly CaseHappening[]; context: Context };

/** Stores what a command caused. Throws `VersionConflict` when the case has moved on since it was read. */
export async function appendEvents(
  table: Table,
  before: StoredCase,
  happenings: readonly CaseHappening[],
  context: Context,
): Promise<StoredCase> {
  const [after] = await appendTogether(table, [{ before, happenings, context }]);
  if (after === undefined) throw new Error("a change has no outcome");
  return after;
}

/** Stores changes of several cases in one transaction. Throws `VersionConflict` when one of them has moved on. */
export async function appendTogether({ client, name }: Table, changes: readonly Change[]): Promise<StoredCase[]> {
  const items = changes.map(({ before, happenings, context }) => ({
    before,
    ...itemsAfter(before, happenings, context),
  }));
  const writes: TransactWriteCommandInput["TransactItems"] = items.flatMap(({ before, caseItem, eventItems }) => [
    {
      Put: {
        TableName: name,
        Item: caseItem,
        ConditionExpression: "version = :version",
        ExpressionAttributeValues: { ":version": before.version },
      },
    },
    ...eventItems.map((Item) => ({
      Put: { TableName: name, Item, ConditionExpression: "attribute_not_exists(pk)" },
    })),
  ]);
  try {
    await client.send(new TransactWriteCommand({ TransactItems: writes }));
    return items.map(({ after }) => after);
  } catch (error) {
    const conflicts = ["ConditionalCheckFailed", "TransactionConflict"];
    if (cancelled(error)?.codes.some((code) => conflicts.includes(code)) !== true) throw error;
    throw new VersionConflict(
      changes.map(({ before }) => `${before.state.caseId} is past ${before.version}`).join(", "),
    );
  }
}

/** All events of a case in order. */
export async function loadHistory({ client, name }: Table, caseId: string): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        TableName: name,
        KeyConditionExpression: "pk = :pk AND begins_with(sk, :events)",
        ExpressionAttributeValues: { ":pk": caseKey(caseId).pk, ":events": "EVENT#" },
        ConsistentRead: true,
        ExclusiveStartKey,
      }),
    );
    events.push(...z.array(storedEvent).parse(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return events;
}

/** The sealed parties of a case; undefined once they are erased. */
export async function loadParties({ client, name }: Table, caseId: string): Promise<SealedText | undefined> {
  const { Item } = await client.send(new GetCommand({ TableName: name, Key: partiesKey(caseId) }));
  return Item === undefined ? undefined : z.object({ sealed: sealedText }).parse(Item).sealed;
}

/** Records that someone is about to read the parties, or the document named; stored before they are handed out. */
export async function recordRead(
  { client, name }: Table,
  read: {
    caseId: string;
    readId: string;
    at: string;
    organisationId: string;
    officer?: string | undefined;
    /** Why, where a reason has to be stated. */
    reason?: string | undefined;
    documentId?: string;
  },
): Promise<void> {
  const { caseId, readId, at, ...who } = read;
  await client.send(new PutCommand({ TableName: name, Item: { ...readKey(caseId, at, readId), at, ...who } }));
}

export type CaseListing = { cases: { caseId: string; version: number; status: string; at: string }[]; cursor?: string };

/** A page of the cases an organisation sent (newest first) or holds (next due first). */
export async function listCases(
  { client, name }: Table,
  ask: {
    organisationId: string;
    as: "sender" | "holder" | "chaser";
    limit: number;
    startKey?: Record<string, unknown> | undefined;
  },
): Promise<CaseListing> {
  const index = ask.as === "sender" ? "casesBySender" : "casesByHolder";
  const { partitionKey, sortKey } = indexes[index];
  const partition = ask.as === "chaser" ? chaseListOf(ask.organisationId) : ask.organisationId;
  const { Items = [], LastEvaluatedKey } = await client.send(
    new QueryCommand({
      TableName: name,
      IndexName: index,
      KeyConditionExpression: "#key = :organisation",
      ExpressionAttributeNames: { "#key": partitionKey },
      ExpressionAttributeValues: { ":organisation": partition },
      ScanIndexForward: ask.as !== "sender",
      Limit: ask.limit,
      ExclusiveStartKey: ask.startKey === undefined ? undefined : { ...ask.startKey, [partitionKey]: partition },
    }),
  );
  const keys = Items.map((item) => z.object({ [sortKey]: z.string() }).parse(item)[sortKey] ?? "");
  const found = await loadCases({ client, name }, keys.map(caseIdOf));
  const cursor = encodeCursor(LastEvaluatedKey);
  return {
    cases: keys.flatMap((key) => {
      const caseId = caseIdOf(key);
      const stored = found.get(caseId);
      if (stored === undefined) return [];
      const at = key.slice(0, key.lastIndexOf("#"));
      return [{ caseId, version: stored.version, status: stored.state.status, at }];
    }),
    ...(cursor === undefined ? {} : { cursor }),
  };
}

const keysPerBatch = 100;

/** Several cases by id, each read consistently; those that do not exist are absent. */
export async function loadCases({ client, name }: Table, caseIds: readonly string[]): Promise<Map<string, StoredCase>> {
  const found = new Map<string, StoredCase>();
  let keys: Record<string, unknown>[] = [...new Set(caseIds)].map(caseKey);
  while (keys.length > 0) {
    const { Responses = {}, UnprocessedKeys = {} } = await client.send(
      new BatchGetCommand({ RequestItems: { [name]: { Keys: keys.slice(0, keysPerBatch), ConsistentRead: true } } }),
    );
    for (const item of z.array(storedCase).parse(Responses[name] ?? [])) found.set(item.state.caseId, item);
    keys = [...(UnprocessedKeys[name]?.Keys ?? []), ...keys.slice(keysPerBatch)];
  }
  return found;
}

/** How many cases an organisation holds open. */
export async function countOpenCases({ client, name }: Table, organisationId: string): Promise<number> {
  let count = 0;
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        TableName: name,
        IndexName: "casesByHolder",
        KeyConditionExpression: "holder = :holder",
        ExpressionAttributeValues: { ":holder": organisationId },
        Select: "COUNT",
        ExclusiveStartKey,
      }),
    );
    count += page.Count ?? 0;
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return count;
}

/** The ids of cases on which something fell due at or before an instant, earliest first, shard by shard. */
export async function dueCases({ client, name }: Table, now: string, limitPerShard: number): Promise<string[]> {
  const shards = await Promise.all(
    dueShards.map(async (shard) => {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: name,
          IndexName: "dueNext",
          KeyConditionExpression: "dueShard = :shard AND dueAt <= :now",
          // "$" sorts right after "#", so that everything due at this very instant is included.
          ExpressionAttributeValues: { ":shard": shard, ":now": `${now}$` },
          Limit: limitPerShard,
        }),
      );
      return Items.map((item) => z.object({ dueAt: z.string() }).parse(item).dueAt);
    }),
  );
  return shards.flat().sort().map(caseIdOf);
}

/** A page of the cases with a running clock in one shard of the due index, whenever that falls due. */
export async function casesWithClocks(
  { client, name }: Table,
  shard: string,
  startKey?: Record<string, unknown>,
): Promise<{ caseIds: string[]; startKey?: Record<string, unknown> }> {
  const { Items = [], LastEvaluatedKey } = await client.send(
    new QueryCommand({
      TableName: name,
      IndexName: "dueNext",
      KeyConditionExpression: "dueShard = :shard",
      ExpressionAttributeValues: { ":shard": shard },
      Limit: 100,
      ExclusiveStartKey: startKey,
    }),
  );
  const caseIds = Items.map((item) => caseIdOf(z.object({ dueAt: z.string() }).parse(item).dueAt));
  return { caseIds, ...(LastEvaluatedKey === undefined ? {} : { startKey: LastEvaluatedKey }) };
}
