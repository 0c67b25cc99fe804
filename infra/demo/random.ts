/** A repeatable source of chance: the same seed plays the same city. */
export type Random = {
  /** From 0 (inclusive) to 1. */
  next(): number;
  chance(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  /** Picks with the given weights. */
  weighted<Item>(items: readonly (readonly [weight: number, item: Item])[]): Item;
  /** So many items in the given proportions, shuffled; of each at least one, as far as there is room. */
  dealt<Item>(count: number, items: readonly (readonly [weight: number, item: Item])[]): Item[];
};

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  // mulberry32: small, fast and even enough for a demonstration.
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const at = <Item>(items: readonly Item[], index: number): Item => {
    const item = items[index];
    if (item === undefined) throw new RangeError("nothing to pick from");
    return item;
  };
  const weighted = <Item>(items: readonly (readonly [number, Item])[]): Item => {
    let left = next() * items.reduce((sum, [weight]) => sum + weight, 0);
    const index = items.findIndex(([weight]) => {
      left -= weight;
      return left < 0;
    });
    return at(items, Math.max(0, index))[1];
  };
  return {
    next,
    chance: (probability) => next() < probability,
    pick: (items) => at(items, Math.floor(next() * items.length)),
    weighted,
    dealt(count, items) {
      const total = items.reduce((sum, [weight]) => sum + weight, 0);
      const deck = items.flatMap(([weight, item]) =>
        Array.from({ length: Math.max(1, Math.floor((weight / total) * count)) }, () => item),
      );
      while (deck.length < count) deck.push(weighted(items));
      return deck
        .map((item) => ({ item, place: next() }))
        .sort((one, other) => one.place - other.place)
        .slice(0, count)
        .map(({ item }) => item);
    },
  };
}
