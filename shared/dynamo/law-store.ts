import { GetCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { actor } from "../domain/case.ts";
import { difference } from "../domain/difference.ts";
import { scopeOfTariff, type Tariff, tariff } from "../domain/incentive.ts";
import type { Layer } from "../domain/law.ts";
import { once } from "../domain/once.ts";
import type { JsonObject } from "../domain/provisions.ts";
import { type Accessed, putRecorded } from "./access-store.ts";
import { lawKey, tariffKey } from "./keys.ts";
import { kinds } from "./stored-versions.ts";
import { queryAll, type Table } from "./table.ts";

/** Who loaded something, and when. */
const loaded = once(() => ({ loadedAt: z.string(), loadedBy: actor() }));

// A pack was checked when it was loaded. It is not judged again by what a later release holds plausible.
const storedLaw = once(() =>
  kinds.law.schema(
    z.object({
      pack: z.object({
        scope: z.string(),
        version: z.string(),
        effectiveFrom: z.string(),
        lateReason: z.string().exactOptional(),
        rules: z.record(z.string(), z.json()),
      }),
      ...loaded(),
    }),
  ),
);
export type StoredLaw = z.infer<ReturnType<typeof storedLaw>>;

const storedTariff = once(() => kinds.tariff.schema(z.object({ tariff: tariff(), ...loaded() })));
export type StoredTariff = z.infer<ReturnType<typeof storedTariff>>;

export type Loading = Pick<StoredLaw, "loadedAt" | "loadedBy">;
/** A pack of that version was not there, was there with the same content, or with another. */
export type LoadOutcome = "stored" | "repeated" | "conflicting";

/** The packs of law loaded for a scope, in the order of their loading: each overrules those before it from the same day. */
export async function loadLaw(table: Table, scope: string): Promise<StoredLaw[]> {
  return inOrder(z.array(storedLaw()).parse(await itemsUnder(table, lawKey(scope, ""))));
}

/** The tariffs loaded for a scope, in the order of their loading. */
export async function loadTariffs(table: Table, scope: string): Promise<StoredTariff[]> {
  return inOrder(z.array(storedTariff()).parse(await itemsUnder(table, tariffKey(scope, ""))));
}

/** Stores a pack that was not there; one that is there is never changed. */
export async function saveLaw(table: Table, pack: Layer, loading: Loading, accessed?: Accessed): Promise<LoadOutcome> {
  const key = lawKey(pack.scope, pack.version);
  if (await createItem(table, kinds.law.mark({ ...key, pack, ...loading }), accessed)) return "stored";
  return sameness(pack, storedLaw().parse(await itemAt(table, key)).pack);
}

/** Stores a tariff that was not there; one that is there is never changed. */
export async function saveTariff(
  table: Table,
  given: Tariff,
  loading: Loading,
  accessed?: Accessed,
): Promise<LoadOutcome> {
  const key = tariffKey(scopeOfTariff(given), given.version);
  if (await createItem(table, kinds.tariff.mark({ ...key, tariff: given, ...loading }), accessed)) return "stored";
  return sameness(given, storedTariff().parse(await itemAt(table, key)).tariff);
}

/** Whether the same was loaded before. */
export const sameness = (given: JsonObject, held: JsonObject): "repeated" | "conflicting" =>
  difference(held, given).length === 0 ? "repeated" : "conflicting";

const inOrder = <One extends { loadedAt: string }>(all: One[]): One[] =>
  all.toSorted((one, other) => one.loadedAt.localeCompare(other.loadedAt));

type Key = { pk: string; sk: string };

const itemsUnder = (table: Table, { pk, sk }: Key): Promise<Record<string, unknown>[]> =>
  queryAll(table, {
    KeyConditionExpression: "pk = :pk AND begins_with(sk, :sk)",
    ExpressionAttributeValues: { ":pk": pk, ":sk": sk },
    ConsistentRead: true,
  });

async function itemAt({ client, name }: Table, Key: Key): Promise<unknown> {
  return (await client.send(new GetCommand({ TableName: name, Key, ConsistentRead: true }))).Item;
}

const createItem = (table: Table, Item: Record<string, unknown>, accessed: Accessed | undefined): Promise<boolean> =>
  putRecorded(table, { Item, ConditionExpression: "attribute_not_exists(pk)" }, accessed);
