import { DeleteCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import type { SentAs } from "../domain/case.ts";
import type { CaseState } from "../domain/case-state.ts";
import { once } from "../domain/once.ts";
import { formerSpellings, sourceNumberKey } from "../domain/source-number.ts";
import { documentKey, metKey, pairKey, particularsKey, partiesKey, referralKey, signingKey, termKey } from "./keys.ts";
import { loadMatch } from "./party-match-store.ts";
import { kinds } from "./stored-versions.ts";
import { queryAll, type Table } from "./table.ts";
import { updateItem } from "./update-item.ts";

type Key = { pk: string; sk: string };
const placed = once(() => z.object({ pk: z.string(), sk: z.string() }));
const erasedAtOnce = 16;

/** Does the task on each, a few at a time. Where one fails the others of its batch are done all the same, and nothing after them. */
export async function inBatches<Of>(all: readonly Of[], task: (one: Of) => Promise<void>): Promise<void> {
  for (let from = 0; from < all.length; from += erasedAtOnce) {
    const tried = await Promise.allSettled(all.slice(from, from + erasedAtOnce).map(task));
    const failed = tried.find((one) => one.status === "rejected");
    if (failed !== undefined) throw failed.reason;
  }
}

/** Takes away what the file says of a paper. */
export const eraseDocument = (table: Table, caseId: string, documentId: string): Promise<void> =>
  erase(table, documentKey(caseId, documentId));

/** Takes away who was to sign a draft, and who did. */
export const eraseSigning = (table: Table, caseId: string, documentId: string): Promise<void> =>
  erase(table, signingKey(caseId, documentId));

/** In place of the hash of what was sent: no content has it, so whatever comes under the number again is other content. */
const erasedPrint = "erased";

/**
 * Takes away the hash of what an agency sent under a number: with a guess of all that it said, anybody could tell whether it was said. The
 * number stays, and so does the case to which it leads.
 */
async function erasePrint(table: Table, caseId: string, { agencyId, sourceNumber }: SentAs): Promise<void> {
  for (const spelling of [sourceNumberKey(sourceNumber), ...formerSpellings(sourceNumber)]) {
    const { pk } = referralKey(agencyId, spelling);
    const sendings = await queryAll(table, {
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": pk },
      ConsistentRead: true,
    });
    // The number may have made another case before or since.
    const own = sendings.filter((one) => one["caseId"] === caseId).map((one) => placed().parse(one));
    await inBatches(own, async (Key) => {
      await updateItem(table, kinds.referral, {
        Key,
        UpdateExpression: "SET fingerprint = :erased",
        ConditionExpression: "caseId = :caseId",
        ExpressionAttributeValues: { ":erased": erasedPrint, ":caseId": caseId },
      });
    });
  }
}

/**
 * Takes away what else a case has of people in the table: the hashes by which they are found and by which a sending is known again, what was said for papers, and at last the parties with the key that opens all texts of its history. Broken off, it can be done again: what
 * tells of the rest goes last. The history itself stays.
 */
export async function eraseItems(
  table: Table,
  { caseId, submittedAt, referrals }: Pick<CaseState, "caseId" | "submittedAt" | "referrals">,
): Promise<void> {
  const { pk, sk } = particularsKey({ caseId });
  const [{ terms, pairs, numbered }, said] = await Promise.all([
    loadMatch(table, caseId),
    queryAll(table, {
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :sk)",
      ExpressionAttributeValues: { ":pk": pk, ":sk": sk },
      ConsistentRead: true,
    }),
  ]);
  const keys: Key[] = [
    ...terms.map((term) => termKey(term, submittedAt, caseId)),
    ...pairs.map((pair) => metKey(pair, submittedAt, caseId)),
    ...Array.from({ length: numbered }, (_, number) => pairKey(caseId, number)),
    ...said.map((item) => placed().parse(item)),
  ];
  await inBatches(keys, (key) => erase(table, key));
  const own = referrals.filter(({ joinedFrom = caseId }) => joinedFrom === caseId);
  await inBatches(own, (sent) => erasePrint(table, caseId, sent));
  await erase(table, partiesKey(caseId));
}

async function erase({ client, name }: Table, { pk, sk }: Key): Promise<void> {
  await client.send(new DeleteCommand({ TableName: name, Key: { pk, sk } }));
}
