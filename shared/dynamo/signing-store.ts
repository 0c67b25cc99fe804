import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { type Signing, signing } from "../contracts/signing-routes.ts";
import { once } from "../domain/once.ts";
import { signingKey } from "./keys.ts";
import { kinds } from "./stored-versions.ts";
import { queryAll, type Table } from "./table.ts";
import { VersionConflict } from "./version-conflict.ts";

const signingItem = once(() => kinds.signing.schema(signing().strip()));

/** The last signing of a draft; undefined while nobody asked for one. */
export async function loadSigning(
  { client, name }: Table,
  caseId: string,
  documentId: string,
): Promise<Signing | undefined> {
  const Key = signingKey(caseId, documentId);
  const { Item } = await client.send(new GetCommand({ TableName: name, Key, ConsistentRead: true }));
  return Item === undefined ? undefined : signingItem().parse(Item);
}

/** The signings of all drafts of a case. */
export async function listSignings(table: Table, caseId: string): Promise<Signing[]> {
  const { pk, sk } = signingKey(caseId, "");
  const items = await queryAll(table, {
    KeyConditionExpression: "pk = :pk AND begins_with(sk, :sk)",
    ExpressionAttributeValues: { ":pk": pk, ":sk": sk },
    ConsistentRead: true,
  });
  return items.map((item) => signingItem().parse(item));
}

/** Stores a signing in the place of the one that was read. Throws `VersionConflict` where somebody else was first. */
export async function saveSigning(
  { client, name }: Table,
  caseId: string,
  { before, now }: { before: Signing | undefined; now: Signing },
): Promise<void> {
  const unmoved =
    before === undefined
      ? { ConditionExpression: "attribute_not_exists(pk)" }
      : {
          ConditionExpression: "signingId = :id AND #state = :state",
          ExpressionAttributeNames: { "#state": "state" },
          ExpressionAttributeValues: { ":id": before.signingId, ":state": before.state },
        };
  const Item = kinds.signing.mark({ ...signingKey(caseId, now.documentId), ...now });
  try {
    await client.send(new PutCommand({ TableName: name, Item, ...unmoved }));
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    throw new VersionConflict("somebody else was first", { cause: error });
  }
}
