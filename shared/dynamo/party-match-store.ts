import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { once } from "../domain/once.ts";
import type { PartyMatch } from "../domain/party-match.ts";
import { caseIdOf, indexes, pairKey, pairKeys, partiesKey } from "./keys.ts";
import { kinds } from "./stored-versions.ts";
import type { Table } from "./table.ts";

/** What lies beside a sealed case for meeting its parties again: on the parties' item, and one item for each pair. */
const partiesItem = once(() => kinds.parties.schema(z.object({ partyHashes: z.array(z.string()).default([]) })));
const pairItem = once(() => kinds.pair.schema(z.object({ partyPair: z.string() })));
const isParties = ({ sk }: Record<string, unknown>): boolean => sk === partiesKey("").sk;

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
export async function loadMatch({ client, name }: Table, caseId: string): Promise<PartyMatch> {
  const { pk, sk } = partiesKey(caseId);
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: name,
      // The pairs sort right before the parties. The sealed text stays where it is.
      KeyConditionExpression: "pk = :pk AND sk BETWEEN :pairs AND :parties",
      ProjectionExpression: "sk, v, partyPair, partyHashes",
      ExpressionAttributeValues: { ":pk": pk, ":pairs": pairKey(caseId, 0).sk, ":parties": sk },
      ConsistentRead: true,
    }),
  );
  return {
    partyHashes: Items.filter(isParties).flatMap((item) => partiesItem().parse(item).partyHashes),
    pairs: Items.filter((item) => !isParties(item)).map((item) => pairItem().parse(item).partyPair),
  };
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
