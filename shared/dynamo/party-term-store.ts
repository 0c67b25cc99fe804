import { setTimeout as sleep } from "node:timers/promises";
import { BatchWriteCommand, type BatchWriteCommandInput, QueryCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { once } from "../domain/once.ts";
import { caseIdOf, partiesKey, termKey } from "./keys.ts";
import { readItems } from "./read-together.ts";
import { kinds } from "./stored-versions.ts";
import type { Table } from "./table.ts";

/** As many as DynamoDB takes in one call. */
const writesPerCall = 25;
const attempts = 6;
const firstPauseMilliseconds = 20;

/** The table is throttled: it left the same items unwritten time after time. */
class WriteThrottled extends Error {
  override name = "WriteThrottled";
}

/**
 * Lets a case be found under the keyed hashes of what its parties are called. Doing it again changes nothing. A term that the case
 * no longer has stays, and finds nothing: what lies beside the sealed parties is compared. Throws `WriteThrottled`.
 */
export async function spreadTerms(
  { client, name }: Table,
  { caseId, submittedAt, terms }: { caseId: string; submittedAt: string; terms: readonly string[] },
): Promise<void> {
  let left: NonNullable<BatchWriteCommandInput["RequestItems"]>[string] = terms.map((term) => ({
    PutRequest: { Item: kinds.term.mark(termKey(term, submittedAt, caseId)) },
  }));
  for (let attempt = 0; left.length > 0; attempt += 1) {
    if (attempt > attempts) throw new WriteThrottled(`${left.length} terms of ${caseId} are left`);
    if (attempt > 0) await sleep(firstPauseMilliseconds * 2 ** attempt);
    const unwritten: typeof left = [];
    for (let start = 0; start < left.length; start += writesPerCall) {
      const some = left.slice(start, start + writesPerCall);
      const { UnprocessedItems = {} } = await client.send(new BatchWriteCommand({ RequestItems: { [name]: some } }));
      unwritten.push(...(UnprocessedItems[name] ?? []));
    }
    left = unwritten;
  }
}

/** The ids of the cases found under a term, the latest first; `limit` of them at most. */
export async function casesOfTerm({ client, name }: Table, term: string, limit: number): Promise<string[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: name,
      KeyConditionExpression: "pk = :term",
      ExpressionAttributeValues: { ":term": termKey(term, "", "").pk },
      ScanIndexForward: false,
      Limit: limit,
    }),
  );
  return z
    .array(z.object({ sk: z.string() }))
    .parse(Items)
    .map(({ sk }) => caseIdOf(sk));
}

const parties = once(() => kinds.parties.schema(z.object({ pk: z.string(), terms: z.array(z.string()).default([]) })));

/** The terms that the parties of these cases have now, by case; none where they are erased. */
export async function termsNow(table: Table, caseIds: readonly string[]): Promise<Map<string, readonly string[]>> {
  const items = await readItems(table, caseIds.map(partiesKey));
  return new Map(
    z
      .array(parties())
      .parse(items)
      .map(({ pk, terms }) => [caseIdOf(pk), terms]),
  );
}
