import { DeleteCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { once } from "../domain/once.ts";
import { documentKey, metKey, pairKey, particularsKey, partiesKey, signingKey, termKey } from "./keys.ts";
import { loadMatch } from "./party-match-store.ts";
import { queryAll, type Table } from "./table.ts";

type Key = { pk: string; sk: string };
const placed = once(() => z.object({ pk: z.string(), sk: z.string() }));
const deletedAtOnce = 16;

/**
 * Takes away what a case has of people in the table: the hashes by which they are found, what was said for papers, its papers' names
 * and signatories, and at last the parties with the key that opens all texts of its history. Broken off, it can be done again: what
 * tells of the rest goes last. The history itself stays.
 */
export async function eraseItems(
  table: Table,
  { caseId, submittedAt }: { caseId: string; submittedAt: string },
): Promise<void> {
  const [{ terms, pairs, numbered }, ...lists] = await Promise.all([
    loadMatch(table, caseId),
    ...[particularsKey({ caseId }), documentKey(caseId, ""), signingKey(caseId, "")].map(({ pk, sk }) =>
      queryAll(table, {
        KeyConditionExpression: "pk = :pk AND begins_with(sk, :sk)",
        ExpressionAttributeValues: { ":pk": pk, ":sk": sk },
        ConsistentRead: true,
      }),
    ),
  ]);
  const keys: Key[] = [
    ...terms.map((term) => termKey(term, submittedAt, caseId)),
    ...pairs.map((pair) => metKey(pair, submittedAt, caseId)),
    ...Array.from({ length: numbered }, (_, number) => pairKey(caseId, number)),
    ...lists.flat().map((item) => placed().parse(item)),
  ];
  for (let from = 0; from < keys.length; from += deletedAtOnce) {
    await Promise.all(keys.slice(from, from + deletedAtOnce).map((key) => erase(table, key)));
  }
  await erase(table, partiesKey(caseId));
}

async function erase({ client, name }: Table, { pk, sk }: Key): Promise<void> {
  await client.send(new DeleteCommand({ TableName: name, Key: { pk, sk } }));
}
