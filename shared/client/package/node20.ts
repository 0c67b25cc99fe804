// The parts of the language that Node 20 lacks, put into the bundle in place of its names. Nothing is added to what others see.

export function groupInMap<Key, Value>(
  items: Iterable<Value>,
  keyOf: (item: Value, index: number) => Key,
): Map<Key, Value[]> {
  const groups = new Map<Key, Value[]>();
  let index = 0;
  for (const item of items) {
    const key = keyOf(item, index);
    index += 1;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

export const groupInObject = <Value>(
  items: Iterable<Value>,
  keyOf: (item: Value, index: number) => PropertyKey,
): Record<PropertyKey, Value[]> => Object.fromEntries(groupInMap(items, keyOf));

export function withResolvers<Value>(): PromiseWithResolvers<Value> {
  let resolve: PromiseWithResolvers<Value>["resolve"] = () => {};
  let reject: PromiseWithResolvers<Value>["reject"] = () => {};
  const promise = new Promise<Value>((resolved, rejected) => {
    resolve = resolved;
    reject = rejected;
  });
  return { promise, resolve, reject };
}
