import { DeleteCommand, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { sealedText } from "../aws/seal.ts";
import { endpointView } from "../contracts/webhooks.ts";
import { organisationId } from "../domain/case.ts";
import { once } from "../domain/once.ts";
import { deliveryKey, endpointKey } from "./keys.ts";
import { kinds } from "./stored-versions.ts";
import { queryAll, type Table } from "./table.ts";

const storedEndpoint = once(() =>
  kinds.endpoint.schema(
    z.object({
      organisationId: organisationId(),
      ...endpointView().shape,
      secret: sealedText(),
    }),
  ),
);
export type StoredEndpoint = z.infer<ReturnType<typeof storedEndpoint>>;

export async function saveEndpoint({ client, name }: Table, endpoint: StoredEndpoint): Promise<void> {
  const key = endpointKey(endpoint.organisationId, endpoint.endpointId);
  await client.send(new PutCommand({ TableName: name, Item: kinds.endpoint.mark({ ...key, ...endpoint }) }));
}

/** One endpoint; undefined once it is removed. */
export async function loadEndpoint(
  { client, name }: Table,
  organisation: string,
  endpointId: string,
): Promise<StoredEndpoint | undefined> {
  const { Item } = await client.send(new GetCommand({ TableName: name, Key: endpointKey(organisation, endpointId) }));
  return Item === undefined ? undefined : storedEndpoint().parse(Item);
}

/** All endpoints of an organisation. */
export async function listEndpoints(table: Table, organisation: string): Promise<StoredEndpoint[]> {
  const { pk, sk } = endpointKey(organisation, "");
  const endpoints = await queryAll(table, {
    KeyConditionExpression: "pk = :pk AND begins_with(sk, :endpoints)",
    ExpressionAttributeValues: { ":pk": pk, ":endpoints": sk },
  });
  return z.array(storedEndpoint()).parse(endpoints);
}

/** Removes an endpoint; false when the organisation has no such endpoint. */
export async function removeEndpoint({ client, name }: Table, organisation: string, id: string): Promise<boolean> {
  const { Attributes } = await client.send(
    new DeleteCommand({ TableName: name, Key: endpointKey(organisation, id), ReturnValues: "ALL_OLD" }),
  );
  return Attributes !== undefined;
}

/** Records how an attempt to deliver an event to an endpoint ended; kept for a month. */
export async function recordDelivery(
  { client, name }: Table,
  delivery: { endpointId: string; eventId: string; at: string; status: number },
): Promise<void> {
  const expiresAt = Math.floor(Date.parse(delivery.at) / 1000) + 31 * 86_400;
  const key = deliveryKey(delivery.endpointId, delivery.eventId);
  const Item = kinds.delivery.mark({ ...key, ...delivery, expiresAt });
  await client.send(new PutCommand({ TableName: name, Item }));
}
