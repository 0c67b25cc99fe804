import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { GetCommand, PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { type IncentiveClaim, incentiveClaim } from "../domain/incentive.ts";
import { once } from "../domain/once.ts";
import { caseIdOf, claimedIn, claimKey, indexes, senderKeys } from "./keys.ts";
import { readItems } from "./read-together.ts";
import { kinds } from "./stored-versions.ts";
import { encodeCursor, type Table } from "./table.ts";
import { VersionConflict } from "./version-conflict.ts";

/** A claim as it is stored: what stands for the reasons of its steps, and the texts sealed with the key of its case. */
const storedClaim = once(() => z.object({ claim: incentiveClaim(), texts: z.array(z.string()).default([]) }));
export type StoredClaim = z.output<ReturnType<typeof storedClaim>>;
const claimItem = once(() => kinds.claim.schema(storedClaim()));
const itemOf = ({ claim, texts }: StoredClaim): Record<string, unknown> => {
  const { claimId, county, quarter, steps } = claim;
  const [{ at } = { at: "" }] = steps;
  // Steps are only ever added, so their number is the claim's version.
  const listed = senderKeys(claimedIn(county, quarter), at, claimId);
  return kinds.claim.mark({ ...claimKey(claimId), ...listed, version: steps.length, claim, texts });
};

/** A claim by its id, which is its case's, read consistently; undefined when there is none. */
export async function loadClaim({ client, name }: Table, claimId: string): Promise<StoredClaim | undefined> {
  const { Item } = await client.send(new GetCommand({ TableName: name, Key: claimKey(claimId), ConsistentRead: true }));
  return Item === undefined ? undefined : claimItem().parse(Item);
}

/** Stores a new claim; false when the dispute has one already. */
export async function createClaim({ client, name }: Table, claim: IncentiveClaim): Promise<boolean> {
  try {
    await client.send(
      new PutCommand({
        TableName: name,
        Item: itemOf({ claim, texts: [] }),
        ConditionExpression: "attribute_not_exists(pk)",
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** Stores a claim after its next step. Throws `VersionConflict` when another step landed since it was read. */
export async function saveClaim({ client, name }: Table, before: StoredClaim, after: StoredClaim): Promise<void> {
  try {
    await client.send(
      new PutCommand({
        TableName: name,
        Item: itemOf(after),
        ConditionExpression: "version = :before",
        ExpressionAttributeValues: { ":before": before.claim.steps.length },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    throw new VersionConflict(`${before.claim.claimId} has moved on`, { cause: error });
  }
}

/** A page of the claims of a county's quarter, in the order in which they were made. */
export async function listClaims(
  table: Table,
  ask: { county: string; quarter: string; limit: number; startKey?: Record<string, unknown> | undefined },
): Promise<{ claims: StoredClaim[]; cursor?: string }> {
  const { partitionKey, sortKey } = indexes.casesBySender;
  const partition = claimedIn(ask.county, ask.quarter);
  const { Items = [], LastEvaluatedKey } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      IndexName: "casesBySender",
      KeyConditionExpression: "#key = :quarter",
      ExpressionAttributeNames: { "#key": partitionKey },
      ExpressionAttributeValues: { ":quarter": partition },
      Limit: ask.limit,
      ExclusiveStartKey: ask.startKey === undefined ? undefined : { ...ask.startKey, [partitionKey]: partition },
    }),
  );
  const ids = Items.map((item) => caseIdOf(z.object({ [sortKey]: z.string() }).parse(item)[sortKey] ?? ""));
  const found = await loadClaims(table, ids);
  const cursor = encodeCursor(LastEvaluatedKey);
  return {
    claims: ids.flatMap((id) => found.get(id) ?? []),
    ...(cursor === undefined ? {} : { cursor }),
  };
}

/** Several claims by id, each read consistently; those that do not exist are absent. */
export async function loadClaims(table: Table, claimIds: readonly string[]): Promise<Map<string, StoredClaim>> {
  const items = z.array(claimItem()).parse(await readItems(table, claimIds.map(claimKey)));
  return new Map(items.map((stored) => [stored.claim.claimId, stored]));
}
