import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { type SealedText, sealedText } from "../aws/seal.ts";
import { once } from "../domain/once.ts";
import { particularsKey } from "./keys.ts";
import { kinds } from "./stored-versions.ts";
import type { Table } from "./table.ts";
import { VersionConflict } from "./version-conflict.ts";

/** What was said for the papers of a case, sealed; `revision` counts how often it was changed. */
const particularsItem = once(() =>
  kinds.particulars.schema(z.object({ revision: z.int().min(1), sealed: sealedText() })),
);

/** What was said for the papers of a case; undefined while nothing was. */
export async function loadParticulars(
  { client, name }: Table,
  caseId: string,
): Promise<{ revision: number; sealed: SealedText } | undefined> {
  const { Item } = await client.send(
    new GetCommand({ TableName: name, Key: particularsKey(caseId), ConsistentRead: true }),
  );
  return Item === undefined ? undefined : particularsItem().parse(Item);
}

/** Stores it as the revision after the one that was read. Throws `VersionConflict` where somebody else was first. */
export async function saveParticulars(
  { client, name }: Table,
  caseId: string,
  { revision, sealed }: { revision: number; sealed: SealedText },
): Promise<void> {
  const Item = kinds.particulars.mark({ ...particularsKey(caseId), revision, sealed });
  const first = revision === 1;
  try {
    await client.send(
      new PutCommand({
        TableName: name,
        Item,
        ConditionExpression: first ? "attribute_not_exists(pk)" : "revision = :before",
        ...(first ? {} : { ExpressionAttributeValues: { ":before": revision - 1 } }),
      }),
    );
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException)
      throw new VersionConflict("somebody else was first", { cause: error });
    throw error;
  }
}
