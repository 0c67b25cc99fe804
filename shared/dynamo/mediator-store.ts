import { GetCommand, QueryCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { type MediatorFacts, mediatorFacts } from "../contracts/directory.ts";
import { type Change, changeBetween, factsBefore } from "./directory-store.ts";
import { mediatorKey } from "./keys.ts";
import type { Table } from "./table.ts";

const identified = z.object({ identityHash: z.string().optional() });

/** Registers a mediator or changes what is known of one; the hash of the identity number stays unless another is given. */
export async function saveMediator(
  { client, name }: Table,
  id: { organisationId: string; mediatorId: string },
  facts: Omit<MediatorFacts, "identityNumber">,
  identityHash?: string,
): Promise<Change> {
  const hash = identityHash === undefined ? "" : ", identityHash = :hash";
  const { Attributes } = await client.send(
    new UpdateCommand({
      TableName: name,
      Key: mediatorKey(id.organisationId, id.mediatorId),
      UpdateExpression: `SET organisationId = :organisation, mediatorId = :mediator, facts = :facts${hash}`,
      ExpressionAttributeValues: {
        ":organisation": id.organisationId,
        ":mediator": id.mediatorId,
        ":facts": facts,
        ...(identityHash === undefined ? {} : { ":hash": identityHash }),
      },
      ReturnValues: "ALL_OLD",
    }),
  );
  const { identityHash: known } = identified.parse(Attributes ?? {});
  const { change, changed } = changeBetween(factsBefore(Attributes), facts);
  return identityHash === undefined || identityHash === known
    ? { change, changed }
    : { change: change === "created" ? change : "updated", changed: [...changed, "identityNumber"] };
}

/** A mediator as the directory has it; undefined when it is not registered with that organisation. */
export async function loadMediator(
  { client, name }: Table,
  organisationId: string,
  mediatorId: string,
): Promise<MediatorFacts | undefined> {
  const Key = mediatorKey(organisationId, mediatorId);
  const { Item } = await client.send(new GetCommand({ TableName: name, Key }));
  return Item === undefined ? undefined : z.object({ facts: mediatorFacts }).parse(Item).facts;
}

/** The keyed hashes by which the mediators of an organisation are told; those registered without a number have none. */
export async function mediatorHashes({ client, name }: Table, organisationId: string): Promise<string[]> {
  const { pk, sk } = mediatorKey(organisationId, "");
  const hashes: string[] = [];
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        TableName: name,
        KeyConditionExpression: "pk = :pk AND begins_with(sk, :mediators)",
        ProjectionExpression: "identityHash",
        ExpressionAttributeValues: { ":pk": pk, ":mediators": sk },
        ExclusiveStartKey,
      }),
    );
    const found = z.array(identified).parse(page.Items ?? []);
    hashes.push(...found.flatMap(({ identityHash }) => (identityHash === undefined ? [] : [identityHash])));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return hashes;
}
