import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { once } from "../domain/once.ts";
import type { PartyMatch } from "../domain/party-match.ts";
import { caseIdOf, indexes, pairKey, pairKeys, partiesKey } from "./keys.ts";
import { readItem } from "./read-ahead.ts";
import { kinds } from "./stored-versions.ts";
import { queryAll, type Table } from "./table.ts";

/** What lies beside a sealed case for meeting its parties again: on the parties' item, and one item for each pair. */
const partiesItem = once(() => kinds.parties.schema(z.object({ partyHashes: z.array(z.string()).default([]) })));
/** Two parties make one pair, and a court's case number another: few cases have more than these. */
const mostPairs = [0, 1, 2];
const pairItem = once(() => kinds.pair.schema(z.object({ partyPair: z.string() })));

/** The items that let a repeat of the case be found until `until`; forgotten by themselves afterwards. */
export const pairItems = (
  pairs: readonly string[],
  { caseId, submittedAt, until }: { caseId: string; submittedAt: string; until: string },
): Record<string, unknown>[] =>
  pairs.map((pair, index) =>
    kinds.pair.mark({
      ...pairKey(caseId, index),
      ...pairKeys(pair, submittedAt, caseId),
      expiresAt: Math.floor(Date.parse(until) / 1000),
    }),
  );

/** The keyed hashes of a case's parties and of its pairs; none when nothing tells the parties by, or they are erased. */
export async function loadMatch(table: Table, caseId: string): Promise<PartyMatch> {
  const keys = [partiesKey(caseId), ...mostPairs.map((number) => pairKey(caseId, number))];
  const [parties, ...first] = await Promise.all(keys.map((key) => readItem(table, key)));
  const known = first.filter((item) => item !== undefined);
  const pairs = known.length < mostPairs.length ? known : await itemsOfPairs(table, caseId);
  const { partyHashes } = partiesItem().parse(parties ?? {});
  return { partyHashes, pairs: pairs.map((item) => pairItem().parse(item).partyPair) };
}

function itemsOfPairs(table: Table, caseId: string): Promise<Record<string, unknown>[]> {
  const { pk, sk } = pairKey(caseId, 0);
  return queryAll(table, {
    KeyConditionExpression: "pk = :pk AND begins_with(sk, :pairs)",
    ExpressionAttributeValues: { ":pk": pk, ":pairs": sk.slice(0, sk.indexOf("#") + 1) },
    ConsistentRead: true,
  });
}

/** The cases in which the pair met since an instant, the latest first, as index sort keys (time#caseId). */
export async function casesOfPair(
  { client, name }: Table,
  pair: string,
  { since, limit }: { since: string; limit: number },
): Promise<{ caseId: string; pairedAt: string }[]> {
  const { partitionKey, sortKey } = indexes.casesByParty;
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: name,
      IndexName: "casesByParty",
      KeyConditionExpression: "#pair = :pair AND #at >= :since",
      ExpressionAttributeNames: { "#pair": partitionKey, "#at": sortKey },
      ExpressionAttributeValues: { ":pair": pair, ":since": since },
      ScanIndexForward: false,
      Limit: limit,
    }),
  );
  return z
    .array(z.object({ pairedAt: z.string() }))
    .parse(Items)
    .map(({ pairedAt }) => ({ caseId: caseIdOf(pairedAt), pairedAt }));
}
