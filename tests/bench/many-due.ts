import { BatchWriteCommand, paginateQuery, paginateScan } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { caseKey, dueKeys, dueShards, eventKey } from "../../shared/dynamo/keys.ts";
import type { Table } from "../../shared/dynamo/table.ts";
import { agreed, clock } from "../support/cases.ts";
import { endOf } from "../support/placed-case.ts";

export const dueAt = "2026-04-01T16:00:00.000Z";
/** Before all others, so that each round meets them first. */
const brokenDueAt = "2026-04-01T15:00:00.000Z";
/** A case and the event on which its next one builds: twelve of them fit into one write of 25. */
const itemsPerWrite = 12;
const writesInFlight = 16;

/** How many cases are due in the same minute, and how many before them that nobody can read. */
export type Crowd = { good: number; broken: number };

const caseIdAt = (index: number): string => `0190a0de-0000-7000-8000-${index.toString(16).padStart(12, "0")}`;

/** Puts them into the table, the broken ones first. */
export async function putCrowd(table: Table, crowd: Crowd): Promise<void> {
  const batches = batchesOf(crowd);
  const write = async (): Promise<void> => {
    for (const batch of batches) await putBatch(table, batch);
  };
  await Promise.all(Array.from({ length: writesInFlight }, write));
}

async function putBatch({ client, name }: Table, items: readonly Record<string, unknown>[]): Promise<void> {
  const puts = items.map((Item) => ({ PutRequest: { Item } }));
  const { UnprocessedItems = {} } = await client.send(new BatchWriteCommand({ RequestItems: { [name]: puts } }));
  if (Object.keys(UnprocessedItems).length > 0) throw new Error("the engine did not take all items");
}

function* batchesOf({ good, broken }: Crowd): Generator<Record<string, unknown>[]> {
  for (let from = 0; from < broken + good; from += itemsPerWrite) {
    const count = Math.min(itemsPerWrite, broken + good - from);
    yield Array.from({ length: count }, (_, index) => itemsOf(from + index, from + index < broken)).flat();
  }
}

/** The clock that ends here ends with one event and starts nothing new: a second act would make a third version. */
function itemsOf(index: number, isBroken: boolean): Record<string, unknown>[] {
  const caseId = caseIdAt(index);
  const state = isBroken
    ? { status: "no such state" }
    : agreed({ caseId, clocks: [clock("confirmation-window", { dueAt })] });
  const { head, event } = endOf(caseId, 1);
  const keys = { ...caseKey(caseId), ...dueKeys(isBroken ? brokenDueAt : dueAt, { caseId, county: "330483" }) };
  return [{ ...keys, version: 1, head, state }, event];
}

/** How many cases are in the due index at all. */
export async function countDue({ client, name }: Table): Promise<number> {
  const counts = dueShards.map(async (shard) => {
    const query = {
      TableName: name,
      IndexName: "dueNext",
      KeyConditionExpression: "dueShard = :shard",
      ExpressionAttributeValues: { ":shard": shard },
      Select: "COUNT" as const,
    };
    let count = 0;
    for await (const { Count = 0 } of paginateQuery({ client }, query)) count += Count;
    return count;
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

/** What became of the crowd, as the table tells. */
export type Outcome = { once: number; skipped: number; repeated: number; brokenLost: number; events: number };

const stored = z.object({
  pk: z.string(),
  sk: z.string(),
  version: z.number().optional(),
  dueShard: z.string().optional(),
});

/** Reads the whole table, past the code that the clock runs. */
export async function outcomeOf({ client, name }: Table, { good, broken }: Crowd): Promise<Outcome> {
  const outcome = { once: 0, skipped: good, repeated: 0, brokenLost: broken, events: 0 };
  const firstGood = caseKey(caseIdAt(broken)).pk;
  const scan = { TableName: name, ProjectionExpression: "pk, sk, version, dueShard" };
  for await (const { Items = [] } of paginateScan({ client }, scan)) {
    for (const { pk, sk, version = 0, dueShard } of z.array(stored).parse(Items)) {
      // The first event is put with its case.
      if (sk.startsWith("EVENT#")) outcome.events += sk === eventKey("", 1).sk ? 0 : 1;
      else if (pk < firstGood) outcome.brokenLost -= version === 1 && dueShard !== undefined ? 1 : 0;
      else if (version === 2) outcome.once += 1;
      else if (version > 2) outcome.repeated += 1;
    }
  }
  outcome.skipped -= outcome.once + outcome.repeated;
  return outcome;
}
