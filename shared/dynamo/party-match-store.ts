import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { given } from "../domain/given.ts";
import { once } from "../domain/once.ts";
import type { PartyMatch } from "../domain/party-match.ts";
import { itemsAcross, ownItemsAcross } from "./items-across.ts";
import { caseIdOf, indexes, metKey, pairKey, partiesKey } from "./keys.ts";
import { readItem } from "./read-ahead.ts";
import { kinds } from "./stored-versions.ts";
import { queryAll, type Table } from "./table.ts";

const hashes = once(() => z.array(z.string()).default([]));
/** What lies beside a sealed case for meeting its parties again, and an item for each pair under the pair's own key. */
const partiesItem = once(() =>
  kinds.parties.schema(z.object({ partyHashes: hashes(), pairs: hashes(), formerPairs: hashes(), terms: hashes() })),
);
/** Earlier releases stored pairs beside the case by number; few cases have more than these. */
const mostNumbered = [0, 1, 2];
const pairItem = once(() => kinds.pair.schema(z.object({ partyPair: z.string() })));

/** The hashes as they lie on the item of the sealed parties. */
export const hashesOnParties = ({
  partyHashes,
  pairs,
  formerPairs = [],
  terms = [],
}: PartyMatch): Record<string, unknown> => ({
  ...given("partyHashes", some(partyHashes)),
  ...given("pairs", some(pairs)),
  ...given("formerPairs", some(formerPairs)),
  ...given("terms", some(terms)),
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
export async function loadMatch(table: Table, caseId: string): Promise<StoredMatch> {
  const keys = [partiesKey(caseId), ...mostNumbered.map((number) => pairKey(caseId, number))];
  const [parties, ...first] = await Promise.all(keys.map((key) => readItem(table, key)));
  const known = first.filter((item) => item !== undefined);
  const items = known.length < mostNumbered.length ? known : await itemsOfPairs(table, caseId);
  const numbered = items.map((item) => pairItem().parse(item).partyPair);
  const { partyHashes, pairs, formerPairs, terms } = partiesItem().parse(parties ?? {});
  return { partyHashes, pairs: [...new Set([...numbered, ...pairs])], formerPairs, terms, numbered: numbered.length };
}

function itemsOfPairs(table: Table, caseId: string): Promise<Record<string, unknown>[]> {
  const { pk, sk } = pairKey(caseId, 0);
  return queryAll(table, {
    KeyConditionExpression: "pk = :pk AND begins_with(sk, :pairs)",
    ExpressionAttributeValues: { ":pk": pk, ":pairs": sk.slice(0, sk.indexOf("#") + 1) },
    ConsistentRead: true,
  });
}

export type Met = { caseId: string; metAt: string };
/** From an instant on, up to a sort key that is included, where one is named. */
type Window = { since: string; until?: string; limit: number };
/** After every time, and every sort key that begins with one. */
const always = "9999";

/**
 * The cases in which the pair met since an instant, the latest first, as sort keys (time#caseId). Read consistently, so that a
 * case whose creation has ended is among them.
 */
export async function casesOfPair(
  { client, name }: Table,
  pair: string,
  { since, until = always, limit }: Window,
): Promise<Met[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: name,
      KeyConditionExpression: "pk = :pair AND sk BETWEEN :since AND :until",
      ExpressionAttributeValues: { ":pair": metKey(pair, "", "").pk, ":since": since, ":until": until },
      ConsistentRead: true,
      ScanIndexForward: false,
      Limit: limit,
    }),
  );
  return metIn(Items);
}

/**
 * The same for several pairs, in no order. Undefined where they are as many as `limit`, or more than one answer holds: then they
 * are to be asked for pair by pair.
 */
export async function casesOfPairs(
  table: Table,
  pairs: readonly string[],
  { since, limit }: Pick<Window, "since" | "limit">,
): Promise<Met[] | undefined> {
  const partitions = pairs.map((pair) => metKey(pair, "", "").pk);
  const items = await ownItemsAcross(table, partitions, [">=", since]);
  return items === undefined || items.length >= limit ? undefined : metIn(items);
}

/** The sort keys of meetings. */
const metIn = (items: readonly unknown[]): Met[] =>
  z
    .array(z.object({ sk: z.string() }))
    .parse(items)
    .map(({ sk }) => ({ caseId: caseIdOf(sk), metAt: sk }));

/**
 * The cases in which any of the pairs met since an instant, as an earlier release stored them in the index, in no order; they
 * are older than any that is being created. Undefined where there are as many as `limit`, or more than one answer holds.
 */
export async function formerCasesOfPairs(
  table: Table,
  pairs: readonly string[],
  { since, limit }: Pick<Window, "since" | "limit">,
): Promise<Met[] | undefined> {
  const items = await itemsAcross(table, "casesByParty", pairs, [">=", since]);
  return items === undefined || items.length >= limit ? undefined : items.map(formerMet);
}

const formerMet = (item: unknown): Met => {
  const { pairedAt } = z.object({ pairedAt: z.string() }).parse(item);
  return { caseId: caseIdOf(pairedAt), metAt: pairedAt };
};

/** The cases of one pair that an earlier release stored, the latest first, page by page. */
export async function formerCasesOfPair(
  { client, name }: Table,
  pair: string,
  { since, until = always, limit }: Window,
): Promise<Met[]> {
  const { partitionKey, sortKey } = indexes.casesByParty;
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: name,
      IndexName: "casesByParty",
      KeyConditionExpression: "#pair = :pair AND #at BETWEEN :since AND :until",
      ExpressionAttributeNames: { "#pair": partitionKey, "#at": sortKey },
      ExpressionAttributeValues: { ":pair": pair, ":since": since, ":until": until },
      ScanIndexForward: false,
      Limit: limit,
    }),
  );
  return Items.map(formerMet);
}
