import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { given } from "../domain/given.ts";
import { once } from "../domain/once.ts";
import type { PartyMatch } from "../domain/party-match.ts";
import { caseIdOf, indexes, metKey, pairKey, partiesKey } from "./keys.ts";
import { kinds } from "./stored-versions.ts";
import type { Table } from "./table.ts";

const hashes = once(() => z.array(z.string()).default([]));
/** What lies beside a sealed case for meeting its parties again, and an item for each pair under the pair's own key. */
const partiesItem = once(() =>
  kinds.parties.schema(z.object({ partyHashes: hashes(), pairs: hashes(), formerPairs: hashes() })),
);
const pairItem = once(() => kinds.pair.schema(z.object({ partyPair: z.string() })));
const isParties = ({ sk }: Record<string, unknown>): boolean => sk === partiesKey("").sk;

/** The hashes as they lie on the item of the sealed parties. */
export const hashesOnParties = ({ partyHashes, pairs, formerPairs = [] }: PartyMatch): Record<string, unknown> => ({
  ...given("partyHashes", some(partyHashes)),
  ...given("pairs", some(pairs)),
  ...given("formerPairs", some(formerPairs)),
});
const some = (texts: readonly string[]): readonly string[] | undefined => (texts.length === 0 ? undefined : texts);

/** The items that let a repeat of the case be found until `until`; forgotten by themselves afterwards. */
export const pairItems = (
  pairs: readonly string[],
  { caseId, submittedAt, until }: { caseId: string; submittedAt: string; until: string },
): Record<string, unknown>[] =>
  pairs.map((pair) =>
    kinds.pair.mark({ ...metKey(pair, submittedAt, caseId), expiresAt: Math.floor(Date.parse(until) / 1000) }),
  );

/** What a case keeps to meet its parties again, and the numbers of the pairs that an earlier release stored beside it. */
export type StoredMatch = Required<PartyMatch> & { numbered: number };

/** The keyed hashes of a case's parties and of its pairs; none when nothing tells the parties by, or they are erased. */
export async function loadMatch({ client, name }: Table, caseId: string): Promise<StoredMatch> {
  const { pk, sk } = partiesKey(caseId);
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: name,
      // The pairs of earlier releases sort right before the parties. The sealed text stays where it is.
      KeyConditionExpression: "pk = :pk AND sk BETWEEN :pairs AND :parties",
      ProjectionExpression: "sk, v, partyPair, partyHashes, pairs, formerPairs",
      ExpressionAttributeValues: { ":pk": pk, ":pairs": pairKey(caseId, 0).sk, ":parties": sk },
      ConsistentRead: true,
    }),
  );
  const beside = Items.filter(isParties).map((item) => partiesItem().parse(item));
  const numbered = Items.filter((item) => !isParties(item)).map((item) => pairItem().parse(item).partyPair);
  return {
    partyHashes: beside.flatMap(({ partyHashes }) => partyHashes),
    pairs: [...new Set([...numbered, ...beside.flatMap(({ pairs }) => pairs)])],
    formerPairs: beside.flatMap(({ formerPairs }) => formerPairs),
    numbered: numbered.length,
  };
}

type Met = { caseId: string; metAt: string };
type Window = { since: string; limit: number };

/**
 * The cases in which the pair met since an instant, the latest first, as sort keys (time#caseId). Read consistently, so that a
 * case whose creation has ended is among them.
 */
export async function casesOfPair({ client, name }: Table, pair: string, { since, limit }: Window): Promise<Met[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: name,
      KeyConditionExpression: "pk = :pair AND sk >= :since",
      ExpressionAttributeValues: { ":pair": metKey(pair, "", "").pk, ":since": since },
      ConsistentRead: true,
      ScanIndexForward: false,
      Limit: limit,
    }),
  );
  return z
    .array(z.object({ sk: z.string() }))
    .parse(Items)
    .map(({ sk }) => ({ caseId: caseIdOf(sk), metAt: sk }));
}

/** The same, of cases that an earlier release stored in the index; they are older than any that is being created. */
export async function formerCasesOfPair(
  { client, name }: Table,
  pair: string,
  { since, limit }: Window,
): Promise<Met[]> {
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
    .map(({ pairedAt }) => ({ caseId: caseIdOf(pairedAt), metAt: pairedAt }));
}
