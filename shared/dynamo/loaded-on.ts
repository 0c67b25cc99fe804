import type { Accessed } from "./access-store.ts";
import { kinds } from "./stored-versions.ts";
import type { Table } from "./table.ts";

/**
 * The entry with the mark that something was loaded on a revision: it goes with the load, which throws `VersionConflict` where
 * something else was loaded on the same revision at the same time.
 */
export function loadedOn({ name }: Table, key: { pk: string; sk: string }, accessed: Accessed): Accessed {
  const Item = kinds.loadedUpon.mark(key);
  const mark = { Put: { TableName: name, Item, ConditionExpression: "attribute_not_exists(pk)" } };
  return { ...accessed, also: [...(accessed.also ?? []), mark] };
}
