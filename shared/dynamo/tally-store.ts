import { TransactWriteCommand, type TransactWriteCommandInput } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { once } from "../domain/once.ts";
import { type RefusalTally, type Refused, refusalTally } from "../domain/refusal-tally.ts";
import { type Counted, cellId, counted, figureNames, type Tally, type TallyChange, tally } from "../domain/tally.ts";
import { caseIdOf, countedIn, countedKey, indexes, refusalsKey, refusedKey, senderKeys, tallyKey } from "./keys.ts";
import { readItem } from "./read-ahead.ts";
import { kinds } from "./stored-versions.ts";
import { cancelled, queryAll, type Table } from "./table.ts";
import { raiseItem, versionedUpdate } from "./update-item.ts";
import { VersionConflict } from "./version-conflict.ts";

export const storedTally = once(() => kinds.tally.schema(tally()));
export const storedRefusals = once(() => kinds.refusals.schema(refusalTally()));
const storedCounted = once(() => kinds.counted.schema(counted()));

/** What was last counted of a case, read consistently; undefined when it never counted. */
export async function loadCounted(table: Table, caseId: string): Promise<Counted | undefined> {
  const item = await readItem(table, countedKey(caseId));
  return item === undefined ? undefined : storedCounted().parse(item);
}

/**
 * Notes what counts of a case and moves the figures by the difference, in one transaction: both happen, or neither. Throws
 * `VersionConflict` when the case was counted by another call meanwhile, or a cell is being changed at this moment.
 */
export async function saveCounted(
  table: Table,
  caseId: string,
  before: Counted | undefined,
  { counted: after, changes, endedAt }: { counted: Counted; changes: readonly TallyChange[]; endedAt: string },
): Promise<void> {
  const { client, name } = table;
  const end = after.tallies.find(({ cases }) => cases > 0);
  const listed = end === undefined ? {} : senderKeys(countedIn(end.county, end.month), endedAt, caseId);
  const note = {
    TableName: name,
    Item: kinds.counted.mark({ ...countedKey(caseId), ...listed, ...after }),
    ...(before === undefined
      ? { ConditionExpression: "attribute_not_exists(pk)" }
      : { ConditionExpression: "version = :before", ExpressionAttributeValues: { ":before": before.version } }),
  };
  const sums = changes.map(moving);
  const writes: TransactWriteCommandInput["TransactItems"] = [
    { Put: note },
    ...sums.map((sum) => ({ Update: { TableName: name, ...sum } })),
  ];
  try {
    await client.send(new TransactWriteCommand({ TransactItems: writes }));
  } catch (error) {
    const conflicts = ["ConditionalCheckFailed", "TransactionConflict"];
    if (cancelled(error)?.codes.some((code) => conflicts.includes(code)) !== true) throw error;
    for (const { Key } of sums) await raiseItem(table, kinds.tally, Key);
    throw new VersionConflict(`${caseId} was counted by another call`, { cause: error });
  }
}

/** Adds to each figure of the cell, which is made when it is not there. */
function moving({ cell, by }: TallyChange) {
  const facts = Object.entries(cell);
  const figures = Object.entries(by);
  return versionedUpdate(kinds.tally, {
    Key: tallyKey(cell.county, cell.month, cellId(cell)),
    UpdateExpression: `SET ${facts.map(([key]) => `#${key} = :${key}`).join(", ")} ADD ${figures
      .map(([key]) => `#${key} :${key}`)
      .join(", ")}`,
    ExpressionAttributeNames: Object.fromEntries([...facts, ...figures].map(([key]) => [`#${key}`, key])),
    ExpressionAttributeValues: Object.fromEntries([...facts, ...figures].map(([key, value]) => [`:${key}`, value])),
  });
}

/** The figures of a county's month, cell by cell, without the cells that nothing counts in any more. */
export async function loadTallies(table: Table, county: string, month: string): Promise<Tally[]> {
  const items = await itemsUnder(table, tallyKey(county, month, "").pk);
  return items.map((item) => storedTally().parse(item)).filter((one) => figureNames().some((name) => one[name] > 0));
}

/** Counts an offer that a body of the county refused, once however often it is asked to. */
export async function saveRefusal(
  table: Table,
  { caseId, county, refused }: { caseId: string; county: string; refused: Refused },
): Promise<void> {
  const { client, name } = table;
  const { sequence, month, organisationId, how } = refused;
  const note = {
    TableName: name,
    Item: kinds.refused.mark(refusedKey(caseId, sequence)),
    ConditionExpression: "attribute_not_exists(pk)",
  };
  const sum = versionedUpdate(kinds.refusals, {
    Key: refusalsKey(county, month, organisationId),
    UpdateExpression: "SET organisationId = :id ADD #how :one, #other :none",
    ExpressionAttributeNames: { "#how": how, "#other": how === "declined" ? "lapsed" : "declined" },
    ExpressionAttributeValues: { ":id": organisationId, ":one": 1, ":none": 0 },
  });
  try {
    await client.send(
      new TransactWriteCommand({ TransactItems: [{ Put: note }, { Update: { TableName: name, ...sum } }] }),
    );
  } catch (error) {
    const [noted, summed] = cancelled(error)?.codes ?? [];
    if (noted === "ConditionalCheckFailed") return;
    if (summed === "ConditionalCheckFailed") await raiseItem(table, kinds.refusals, sum.Key);
    else if (noted !== "TransactionConflict" && summed !== "TransactionConflict") throw error;
    throw new VersionConflict(`refusals of ${organisationId} are being counted by another call`, { cause: error });
  }
}

/** Which refusals of a case have been counted, by the numbers of their events. */
export async function countedRefusals(table: Table, caseId: string): Promise<Set<number>> {
  const { pk, sk } = refusedKey(caseId, 0);
  const prefix = sk.slice(0, sk.indexOf("#") + 1);
  const items = await queryAll(table, {
    KeyConditionExpression: "pk = :pk AND begins_with(sk, :refused)",
    ProjectionExpression: "sk",
    ExpressionAttributeValues: { ":pk": pk, ":refused": prefix },
    ConsistentRead: true,
  });
  const keys = z.array(z.object({ sk: z.string() })).parse(items);
  return new Set(keys.map((key) => Number(key.sk.slice(prefix.length))));
}

/** How often each body of a county refused offers in a month. */
export async function loadRefusals(table: Table, county: string, month: string): Promise<RefusalTally[]> {
  const items = await itemsUnder(table, refusalsKey(county, month, "").pk);
  return items.map((item) => storedRefusals().parse(item));
}

/** All items of a partition, without their keys. */
async function itemsUnder(table: Table, pk: string): Promise<Record<string, unknown>[]> {
  const items = await queryAll(table, {
    KeyConditionExpression: "pk = :pk",
    ExpressionAttributeValues: { ":pk": pk },
    ConsistentRead: true,
  });
  return items.map(({ pk: _pk, sk: _sk, ...item }) => item);
}

/** The ids of the cases that count in a county's month, in the order in which they ended. */
export async function countedCases(table: Table, county: string, month: string): Promise<string[]> {
  const { partitionKey, sortKey } = indexes.casesBySender;
  const items = await queryAll(table, {
    IndexName: "casesBySender",
    KeyConditionExpression: "#key = :month",
    ExpressionAttributeNames: { "#key": partitionKey },
    ExpressionAttributeValues: { ":month": countedIn(county, month) },
  });
  return z
    .array(z.object({ [sortKey]: z.string() }))
    .parse(items)
    .map((item) => caseIdOf(item[sortKey] ?? ""));
}
