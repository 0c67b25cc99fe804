import * as z from "zod";
import { once } from "../domain/once.ts";

/** An item, or what a read projects of it, as the table has it. */
type StoredItem = Record<string, unknown>;

/** Brings an item from one version of its kind to the next: pure, and about no attribute that it does not find. */
export type Upcaster = (item: StoredItem) => StoredItem;

/** A kind of item in its present version. */
export type ItemKind = {
  version: number;
  /** The item as it is to be written: with the version of its kind. */
  mark<Item extends object>(item: Item): Item & { v: number };
  /** The version in which an item is stored. */
  versionOf(item: unknown): number;
  /** An item of any version in its present form, without the version. Throws `NewerItem`. */
  present(item: unknown): StoredItem;
  /** Reads an item of any version by the schema of the present one. */
  schema<Schema extends z.ZodType>(schema: Schema): z.ZodPreprocess<Schema>;
};

/** A newer release stored the item. It cannot be read here; thrown, so that the caller tries again and meets that release. */
export class NewerItem extends Error {
  override name = "NewerItem";
}

// Items stored before items carried a version are of the first.
const versioned = once(() => z.looseObject({ v: z.int().min(1).default(1) }));

/** A kind whose items were changed so many times: the first upcaster leads from version 1 to 2, and so on. */
export function itemKind(name: string, upcasters: readonly Upcaster[] = []): ItemKind {
  const version = upcasters.length + 1;
  const present = (item: unknown): StoredItem => {
    const { v, ...stored } = versioned().parse(item);
    if (v > version) throw new NewerItem(`a ${name} of version ${v} was read by a release that knows ${version}`);
    return upcasters.slice(v - 1).reduce<StoredItem>((older, upcast) => upcast(older), stored);
  };
  return {
    version,
    mark: (item) => ({ ...item, v: version }),
    versionOf: (item) => versioned().parse(item).v,
    present,
    schema: (schema) => z.preprocess(present, schema),
  };
}
