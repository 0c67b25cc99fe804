import { setTimeout as sleep } from "node:timers/promises";
import { BatchGetCommand, GetCommand } from "@aws-sdk/lib-dynamodb";
import { type Item, placeOf, type Table } from "./table.ts";

/** The table is throttled: it left the same keys unread time after time. */
class ReadThrottled extends Error {
  override name = "ReadThrottled";
}

/** As many as DynamoDB takes in one call. */
const keysPerCall = 100;
const attempts = 6;
const firstPauseMilliseconds = 20;

/**
 * The items under these keys that exist, in no order, each read consistently unless that is not asked for, which halves the price.
 * Items that the engine left out are asked for again, after pauses that grow, since it does so where it is throttled. Throws
 * `ReadThrottled` in the end.
 */
export async function readItems({ client, name }: Table, keys: readonly Item[], consistently = true): Promise<Item[]> {
  const found: Item[] = [];
  let left = [...new Map(keys.map((key) => [placeOf(key), key])).values()];
  for (let attempt = 0; left.length > 0; ) {
    const asked = left.slice(0, keysPerCall);
    const request = { [name]: { Keys: asked, ConsistentRead: consistently } };
    const { Responses = {}, UnprocessedKeys = {} } = await client.send(new BatchGetCommand({ RequestItems: request }));
    found.push(...(Responses[name] ?? []));
    const leftOut = UnprocessedKeys[name]?.Keys ?? [];
    left = [...leftOut, ...left.slice(keysPerCall)];
    attempt = leftOut.length < asked.length ? 0 : attempt + 1;
    if (attempt === attempts) throw new ReadThrottled(`${leftOut.length} keys were left unread`);
    if (leftOut.length > 0) await sleep(firstPauseMilliseconds * 2 ** attempt);
  }
  return found;
}

type Waiting = { key: Item; found: PromiseWithResolvers<Item | undefined> };
/** What waits for its call, by place, of each table. */
const waiting = new WeakMap<Table["client"], Map<string, Map<string, Waiting>>>();

/**
 * One item, read consistently; undefined when there is none. Items asked for in one turn of the event loop share a call: those
 * of a batch of events or messages, or all that a body names.
 */
export function readTogether(table: Table, key: Item): Promise<Item | undefined> {
  const ofClient = waiting.get(table.client) ?? new Map<string, Map<string, Waiting>>();
  waiting.set(table.client, ofClient);
  const ofTable = ofClient.get(table.name) ?? new Map<string, Waiting>();
  if (ofTable.size === 0) {
    ofClient.set(table.name, ofTable);
    setImmediate(() => {
      ofClient.delete(table.name);
      void readWaiting(table, ofTable);
    });
  }
  const place = placeOf(key);
  const asked = ofTable.get(place) ?? { key, found: Promise.withResolvers<Item | undefined>() };
  ofTable.set(place, asked);
  return asked.found.promise;
}

/** Settles all that wait; never rejects. */
async function readWaiting(table: Table, asked: ReadonlyMap<string, Waiting>): Promise<void> {
  const all = [...asked.values()];
  try {
    const items = await readAll(
      table,
      all.map(({ key }) => key),
    );
    const byPlace = new Map(items.map((item) => [placeOf(item), item]));
    for (const [place, { found }] of asked) found.resolve(byPlace.get(place));
  } catch (error) {
    for (const { found } of all) found.reject(error);
  }
}

async function readAll(table: Table, keys: readonly Item[]): Promise<Item[]> {
  const [only] = keys;
  if (keys.length > 1 || only === undefined) return readItems(table, keys);
  // An item alone is read as such, because the SDK then tries again by itself when the table is throttled.
  const get = new GetCommand({ TableName: table.name, Key: only, ConsistentRead: true });
  const { Item: item } = await table.client.send(get);
  return item === undefined ? [] : [{ ...only, ...item }];
}
