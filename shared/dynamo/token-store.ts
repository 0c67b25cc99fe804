import { createHash, randomUUID } from "node:crypto";
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { usedTokenKey } from "./keys.ts";
import { kinds } from "./stored-versions.ts";
import type { Table } from "./table.ts";

/** A token that serves one command of the graver kind, and how long it could be sent again. */
export type OneTimeToken = { organisationId: string; keyId: string; jti: string; endsAt: number };

/**
 * Uses a token up, until it ends by itself; false when it was used before. A write that is sent once more, because its
 * answer was lost, is told by the id of this use.
 */
export async function useToken({ client, name }: Table, token: OneTimeToken): Promise<boolean> {
  const { organisationId, keyId, jti, endsAt: expiresAt } = token;
  const hash = createHash("sha256")
    .update(JSON.stringify([organisationId, keyId, jti]))
    .digest("hex");
  const use = randomUUID();
  const Item = kinds.usedToken.mark({ ...usedTokenKey(hash), expiresAt, use });
  try {
    await client.send(
      new PutCommand({
        ...{ TableName: name, Item, ConditionExpression: "attribute_not_exists(pk)" },
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return error.Item?.["use"]?.S === use;
    throw error;
  }
}
