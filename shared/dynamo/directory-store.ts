import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { GetCommand, PutCommand, QueryCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { organisationFacts, publicKey } from "../contracts/directory.ts";
import { organisationId } from "../domain/case.ts";
import { countyKeys, divisionKey, mediatorKey, organisationKey } from "./keys.ts";
import { encodeCursor, type Table } from "./table.ts";

const registeredKey = publicKey.extend({ jwk: z.record(z.string(), z.unknown()) });
export type RegisteredKey = z.infer<typeof registeredKey>;

/** An organisation with the public keys its callers sign with. */
const storedOrganisation = z.object({
  organisationId,
  facts: organisationFacts,
  keys: z.record(z.string(), registeredKey),
});
export type StoredOrganisation = z.infer<typeof storedOrganisation>;

export type Change = { change: "created" | "updated" | "unchanged"; changed: string[] };

/** An organisation by id, read consistently, so that a revoked key is refused at once. */
export async function loadOrganisation({ client, name }: Table, id: string): Promise<StoredOrganisation | undefined> {
  const { Item } = await client.send(
    new GetCommand({ TableName: name, Key: organisationKey(id), ConsistentRead: true }),
  );
  return Item === undefined ? undefined : storedOrganisation.parse(Item);
}

/** Registers an organisation or changes its facts; its keys stay as they are. */
export async function saveOrganisation(
  { client, name }: Table,
  id: string,
  facts: StoredOrganisation["facts"],
): Promise<Change> {
  const { Attributes } = await client.send(
    new UpdateCommand({
      TableName: name,
      Key: organisationKey(id),
      UpdateExpression:
        "SET organisationId = :id, facts = :facts, county = :county, countyDivision = :division, #keys = if_not_exists(#keys, :none)",
      ExpressionAttributeNames: { "#keys": "keys" },
      ExpressionAttributeValues: {
        ":id": id,
        ":facts": facts,
        ":county": countyKeys(facts.divisionCode, id).county,
        ":division": countyKeys(facts.divisionCode, id).countyDivision,
        ":none": {},
      },
      ReturnValues: "ALL_OLD",
    }),
  );
  return changeBetween(factsBefore(Attributes), facts);
}

/** Adds a public key beside those there are; false when there is no such organisation. */
export async function saveKey({ client, name }: Table, id: string, key: RegisteredKey): Promise<boolean> {
  return onlyIfThere(() =>
    client.send(
      new UpdateCommand({
        TableName: name,
        Key: organisationKey(id),
        UpdateExpression: "SET #keys.#id = :key",
        ConditionExpression: "attribute_exists(pk)",
        ExpressionAttributeNames: { "#keys": "keys", "#id": key.keyId },
        ExpressionAttributeValues: { ":key": key },
      }),
    ),
  );
}

/** Removes a public key; false when the organisation has no such key. */
export async function removeKey({ client, name }: Table, id: string, keyId: string): Promise<boolean> {
  return onlyIfThere(() =>
    client.send(
      new UpdateCommand({
        TableName: name,
        Key: organisationKey(id),
        UpdateExpression: "REMOVE #keys.#id",
        ConditionExpression: "attribute_exists(#keys.#id)",
        ExpressionAttributeNames: { "#keys": "keys", "#id": keyId },
      }),
    ),
  );
}

/** The organisations seated in exactly this division, as the index last saw them. */
export async function organisationsIn({ client, name }: Table, divisionCode: string): Promise<StoredOrganisation[]> {
  const { county, countyDivision } = countyKeys(divisionCode, "");
  const organisations: StoredOrganisation[] = [];
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        TableName: name,
        IndexName: "organisationsByCounty",
        KeyConditionExpression: "county = :county AND begins_with(countyDivision, :division)",
        ExpressionAttributeValues: { ":county": county, ":division": countyDivision },
        ExclusiveStartKey,
      }),
    );
    organisations.push(...z.array(storedOrganisation).parse(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return organisations;
}

/** A page of a county's organisations, by division. */
export async function listOrganisations(
  { client, name }: Table,
  ask: { county: string; limit: number; startKey?: Record<string, unknown> | undefined },
): Promise<{ organisations: StoredOrganisation[]; cursor?: string }> {
  const { Items = [], LastEvaluatedKey } = await client.send(
    new QueryCommand({
      TableName: name,
      IndexName: "organisationsByCounty",
      KeyConditionExpression: "county = :county",
      ExpressionAttributeValues: { ":county": ask.county },
      Limit: ask.limit,
      ExclusiveStartKey: ask.startKey === undefined ? undefined : { ...ask.startKey, county: ask.county },
    }),
  );
  const cursor = encodeCursor(LastEvaluatedKey);
  const organisations = z.array(storedOrganisation).parse(Items);
  return { organisations, ...(cursor === undefined ? {} : { cursor }) };
}

/** The codes of all divisions registered in a county. */
export async function divisionCodes({ client, name }: Table, county: string): Promise<Set<string>> {
  const codes = new Set<string>();
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        TableName: name,
        KeyConditionExpression: "pk = :county",
        ExpressionAttributeValues: { ":county": divisionKey(county).pk },
        ExclusiveStartKey,
      }),
    );
    for (const item of z.array(z.object({ code: z.string() })).parse(page.Items ?? [])) codes.add(item.code);
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return codes;
}

export async function saveDivision(table: Table, code: string, facts: Record<string, unknown>): Promise<Change> {
  return replaceFacts(table, divisionKey(code), { code, facts });
}

export async function saveMediator(
  table: Table,
  id: { organisationId: string; mediatorId: string },
  facts: Record<string, unknown>,
): Promise<Change> {
  return replaceFacts(table, mediatorKey(id.organisationId, id.mediatorId), { ...id, facts });
}

async function replaceFacts(
  { client, name }: Table,
  key: Record<string, string>,
  item: { facts: Record<string, unknown> } & Record<string, unknown>,
): Promise<Change> {
  const { Attributes } = await client.send(
    new PutCommand({ TableName: name, Item: { ...key, ...item }, ReturnValues: "ALL_OLD" }),
  );
  const before = z
    .object({ facts: z.record(z.string(), z.unknown()) })
    .optional()
    .parse(Attributes);
  return changeBetween(before?.facts, item.facts);
}

/** Engines differ in what they return of an item that was not there: nothing, or its keys alone. */
const factsBefore = (item: Record<string, unknown> | undefined): Record<string, unknown> | undefined =>
  z
    .object({ facts: z.record(z.string(), z.unknown()).optional() })
    .optional()
    .parse(item)?.facts;

function changeBetween(before: Record<string, unknown> | undefined, after: Record<string, unknown>): Change {
  if (before === undefined) return { change: "created", changed: Object.keys(after) };
  const fields = [...new Set([...Object.keys(after), ...Object.keys(before)])];
  const changed = fields.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
  return { change: changed.length === 0 ? "unchanged" : "updated", changed };
}

async function onlyIfThere(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
