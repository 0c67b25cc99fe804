import { BatchGetCommand } from "@aws-sdk/lib-dynamodb";
import { caseKey, documentKey, eventKey } from "./keys.ts";
import { readItems, readTogether } from "./read-together.ts";
import { type Item, placeOf, type Table } from "./table.ts";

/** One item, read consistently, or as it was read ahead; undefined when there is none. */
export async function readItem(table: Table, key: Item): Promise<Item | undefined> {
  const { ahead } = table;
  const place = placeOf(key);
  if (!ahead?.has(place)) return readTogether(table, key);
  const item = ahead.get(place);
  ahead.delete(place);
  return item;
}

/** The table with these items read ahead, together with all that is asked for in the same turn of the event loop. */
export async function readAhead(table: Table, keys: readonly Item[]): Promise<Table> {
  const found = await Promise.all(keys.map(async (key) => [placeOf(key), await readTogether(table, key)] as const));
  return { ...table, ahead: new Map(found) };
}

/** The table with these items read ahead, however many they are, in calls of their own and not strongly, which halves the price. */
export async function readManyAhead(table: Table, keys: readonly Item[]): Promise<Table> {
  const found = new Map((await readItems(table, keys, false)).map((item) => [placeOf(item), item]));
  return { ...table, ahead: new Map(keys.map((key) => [placeOf(key), found.get(placeOf(key))])) };
}

/**
 * The table with the caller's items, a case, its event of that number, on which a step builds, and the paper that the address names read ahead, all consistently and in one call.
 * An item that the engine left out for the moment is not ahead, so it is read when it is asked for.
 */
export async function withCaseAhead(
  table: Table,
  callerKeys: readonly Item[],
  caseId: string,
  { documentId, version }: { documentId?: string | undefined; version?: number | undefined } = {},
): Promise<Table> {
  const { client, name } = table;
  const paper = documentId === undefined ? [] : [documentKey(caseId, documentId)];
  const end = version === undefined ? [] : [eventKey(caseId, version)];
  const Keys = [...callerKeys, caseKey(caseId), ...paper, ...end];
  const { Responses = {}, UnprocessedKeys = {} } = await client.send(
    new BatchGetCommand({ RequestItems: { [name]: { Keys, ConsistentRead: true } } }),
  );
  const found = new Map((Responses[name] ?? []).map((item) => [placeOf(item), item]));
  const left = new Set((UnprocessedKeys[name]?.Keys ?? []).map(placeOf));
  const places = Keys.map(placeOf).filter((place) => !left.has(place));
  return { ...table, ahead: new Map(places.map((place) => [place, found.get(place)])) };
}
