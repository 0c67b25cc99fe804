/** The list as one that its type knows not to be empty. Throws RangeError when it is. */
export function atLeastOne<Item>(items: readonly Item[]): [Item, ...Item[]] {
  const [first, ...rest] = items;
  if (first === undefined) throw new RangeError("the list is empty");
  return [first, ...rest];
}
