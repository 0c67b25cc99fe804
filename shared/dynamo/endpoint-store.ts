import { TransactWriteCommand, type TransactWriteCommandInput } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { sealedText } from "../aws/seal.ts";
import { endpointView } from "../contracts/webhooks.ts";
import { instant, organisationId } from "../domain/case.ts";
import { given } from "../domain/given.ts";
import { limits } from "../domain/limits.ts";
import { once } from "../domain/once.ts";
import { type Accessed, updateRecorded, withEntry } from "./access-store.ts";
import type { Bounded } from "./directory-store.ts";
import { endpointKey, endpointListKey } from "./keys.ts";
import { readItem } from "./read-ahead.ts";
import { kinds } from "./stored-versions.ts";
import { cancelled, queryAll, type Table } from "./table.ts";
import { untilItLands, VersionConflict } from "./version-conflict.ts";

const storedEndpoint = once(() =>
  kinds.endpoint.schema(
    z.object({
      organisationId: organisationId(),
      ...endpointView().omit({ rotated: true }).shape,
      secret: sealedText(),
      /** The values of its fixed headers, as JSON. */
      headers: sealedText().exactOptional(),
      rotated: z
        .array(z.object({ until: instant(), publicKey: z.string().exactOptional(), secret: sealedText() }))
        .exactOptional(),
      /** How often its secret was rotated. */
      rotations: z.int().exactOptional(),
    }),
  ),
);
export type StoredEndpoint = z.infer<ReturnType<typeof storedEndpoint>>;

/** What tells whether an endpoint is told of an event; address and secret are read when it is delivered. */
const listedEndpoint = once(() =>
  z.object({
    endpointId: z.string(),
    ...endpointView().pick({ mediatorId: true, types: true }).shape,
  }),
);
export type ListedEndpoint = z.infer<ReturnType<typeof listedEndpoint>>;

/** All endpoints of an organisation in one item, which is read for each event; its version counts its changes. */
const endpointList = once(() =>
  kinds.endpointList.schema(z.object({ version: z.int().min(1), endpoints: z.array(listedEndpoint()) })),
);

/** As many earlier secrets as sign beside the present one. */
export const rotatedAtMost = 3;

/**
 * Stores a new endpoint, with the entry in the log that says so; the endpoint that has this address and filter already, or
 * `too-many` when the organisation has as many as it may. The list's version decides between two that are added at once.
 */
export const saveEndpoint = (
  table: Table,
  endpoint: StoredEndpoint,
  { atMost = limits.endpoints.usual, accessed }: Bounded = {},
): Promise<"saved" | "too-many" | StoredEndpoint> =>
  untilItLands(async () => {
    const { organisationId: owner, endpointId } = endpoint;
    const { endpoints, version } = await loadList(table, owner);
    // Read after the list: a call that adds one after this has changed the list, and this write is refused.
    const same = (await listEndpoints(table, owner)).find((one) => isSame(one, endpoint));
    if (same !== undefined) return same;
    if (endpoints.length >= atMost) return "too-many";
    const Item = kinds.endpoint.mark({ ...endpointKey(owner, endpointId), ...endpoint });
    const put = { Put: { TableName: table.name, Item } };
    await saveList(
      table,
      owner,
      { version, endpoints: [...endpoints, listedEndpoint().parse(endpoint)] },
      [put],
      accessed,
    );
    return "saved";
  });

/** An address as it is called: however it is written, one and the same (RFC 3986, 6.2.2), without what is never sent. */
function addressOf(url: string): string {
  const { protocol, hostname, port, pathname, search } = new URL(url);
  const plain = `${pathname}${search}`.replace(/%[0-9a-f]{2}/gi, (escaped) => {
    const character = String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
    return /[\w.~-]/.test(character) ? character : escaped.toUpperCase();
  });
  return `${protocol}//${hostname.replace(/\.$/, "")}:${port}${plain}`;
}

type Subscribed = Pick<StoredEndpoint, "url" | "types" | "mediatorId">;
/** Whether two are told of the same at the same address, in whatever order their types are named. */
const isSame = (one: Subscribed, other: Subscribed): boolean =>
  addressOf(one.url) === addressOf(other.url) &&
  one.mediatorId === other.mediatorId &&
  [...new Set(one.types)].sort().join() === [...new Set(other.types)].sort().join();

/**
 * Changes an endpoint, with the entry in the log that says so; `gone` when the organisation has none such; or
 * the id of another that has this address and filter already. A secret that is rotated meanwhile stays rotated.
 */
export const changeEndpoint = (
  table: Table,
  { organisationId: owner, endpointId }: Pick<StoredEndpoint, "organisationId" | "endpointId">,
  changed: (known: StoredEndpoint) => StoredEndpoint,
  accessed: Accessed,
): Promise<"changed" | "gone" | { takenBy: string }> =>
  untilItLands(async () => {
    const { endpoints, version } = await loadList(table, owner);
    const all = await listEndpoints(table, owner);
    const known = all.find((one) => one.endpointId === endpointId);
    if (known === undefined) return "gone";
    const next = changed(known);
    const same = all.find((one) => one !== known && isSame(one, next));
    // Earlier releases took the same address written otherwise: the rest of such an endpoint can be changed.
    if (same !== undefined && !isSame(known, next)) return { takenBy: same.endpointId };
    const Put = {
      TableName: table.name,
      Item: kinds.endpoint.mark({ ...endpointKey(owner, endpointId), ...next }),
      ConditionExpression: `attribute_exists(pk) AND ${known.rotations === undefined ? "attribute_not_exists(rotations)" : "rotations = :read"}`,
      ...(known.rotations !== undefined && { ExpressionAttributeValues: { ":read": known.rotations } }),
    };
    const listed = endpoints.map((one) => (one.endpointId === endpointId ? listedEndpoint().parse(next) : one));
    await saveList(table, owner, { version, endpoints: listed }, [{ Put }], accessed);
    return "changed";
  });

/**
 * Makes another secret the one that signs; those before it sign beside it until they are over. False when the endpoint was
 * removed, or another rotation came in between.
 */
export const rotateSecret = (
  table: Table,
  endpoint: StoredEndpoint,
  { secret, publicKey, rotated }: Pick<StoredEndpoint, "secret" | "publicKey" | "rotated">,
  accessed: Accessed,
): Promise<boolean> => {
  const { organisationId: owner, endpointId, rotations } = endpoint;
  return updateRecorded(
    table,
    kinds.endpoint,
    {
      Key: endpointKey(owner, endpointId),
      UpdateExpression: `SET #secret = :secret, rotated = :rotated, rotations = :next${publicKey === undefined ? "" : ", publicKey = :public"}`,
      ConditionExpression: `attribute_exists(pk) AND ${rotations === undefined ? "attribute_not_exists(rotations)" : "rotations = :read"}`,
      ExpressionAttributeNames: { "#secret": "secret" },
      ExpressionAttributeValues: {
        ...{ ":secret": secret, ":rotated": rotated, ":next": (rotations ?? 0) + 1 },
        ...given(":read", rotations),
        ...given(":public", publicKey),
      },
    },
    accessed,
  );
};

/** Removes an endpoint, with the entry in the log that says so; false when the organisation has no such endpoint. */
export const removeEndpoint = (
  table: Table,
  owner: string,
  endpointId: string,
  accessed?: Accessed,
): Promise<boolean> =>
  untilItLands(async () => {
    const { endpoints, version } = await loadList(table, owner);
    const left = endpoints.filter((one) => one.endpointId !== endpointId);
    if (left.length === endpoints.length) return false;
    const Delete = { TableName: table.name, Key: endpointKey(owner, endpointId) };
    await saveList(table, owner, { version, endpoints: left }, [{ Delete }], accessed);
    return true;
  });

/** One endpoint, read consistently, so that a new one is told of what comes right after it; undefined once it is removed. */
export async function loadEndpoint(
  table: Table,
  owner: string,
  endpointId: string,
): Promise<StoredEndpoint | undefined> {
  const item = await readItem(table, endpointKey(owner, endpointId));
  return item === undefined ? undefined : storedEndpoint().parse(item);
}

/** All endpoints of an organisation, read consistently. */
export async function listEndpoints(table: Table, owner: string): Promise<StoredEndpoint[]> {
  const { pk, sk } = endpointKey(owner, "");
  const endpoints = await queryAll(table, {
    KeyConditionExpression: "pk = :pk AND begins_with(sk, :endpoints)",
    ExpressionAttributeValues: { ":pk": pk, ":endpoints": sk },
    ConsistentRead: true,
  });
  return z.array(storedEndpoint()).parse(endpoints);
}

/** What decides which endpoints of an organisation are told of an event, read consistently: with others' in one call. */
export const endpointsToTell = async (table: Table, owner: string): Promise<ListedEndpoint[]> =>
  (await loadList(table, owner)).endpoints;

/**
 * Gives an organisation its list, if it has none yet: a new one, and one registered by a release that kept no lists. Until
 * then its endpoints are found by a query of its own.
 */
export const ensureEndpointList = (table: Table, owner: string): Promise<void> =>
  untilItLands(async () => {
    const list = await loadList(table, owner);
    if (list.version === 0) await saveList(table, owner, list, []);
  });

type EndpointList = { version: number; endpoints: ListedEndpoint[] };

/** The list; made of the endpoints themselves, as version 0, where there is none. */
async function loadList(table: Table, owner: string): Promise<EndpointList> {
  const item = await readItem(table, endpointListKey(owner));
  if (item !== undefined) return endpointList().parse(item);
  const endpoints = await listEndpoints(table, owner);
  return { version: 0, endpoints: z.array(listedEndpoint()).parse(endpoints) };
}

/** Stores the list after the version that was read, and what goes with it. Throws `VersionConflict` if it has changed since. */
async function saveList(
  table: Table,
  owner: string,
  { version, endpoints }: EndpointList,
  beside: NonNullable<TransactWriteCommandInput["TransactItems"]>,
  accessed?: Accessed,
): Promise<void> {
  const list = { ...endpointListKey(owner), version: version + 1, endpoints };
  const unchanged =
    version === 0
      ? { ConditionExpression: "attribute_not_exists(pk)" }
      : { ConditionExpression: "version = :read", ExpressionAttributeValues: { ":read": version } };
  const Put = { TableName: table.name, Item: kinds.endpointList.mark(list), ...unchanged };
  try {
    await withEntry(table, accessed, async (also) => {
      await table.client.send(new TransactWriteCommand({ TransactItems: [{ Put }, ...beside, ...also] }));
    });
  } catch (error) {
    const conflicts = ["ConditionalCheckFailed", "TransactionConflict"];
    if (cancelled(error)?.codes.some((code) => conflicts.includes(code)) !== true) throw error;
    throw new VersionConflict(`the endpoints of ${owner} are past ${version}`, { cause: error });
  }
}
