import * as z from "zod";
import { once } from "../domain/once.ts";
import { fingerprint } from "./case-items.ts";
import type { ItemKind } from "./item-kind.ts";
import { logBegins, logHeadKey, logKey, readHeadKey, readingsBegin, readKey } from "./keys.ts";
import { kinds } from "./stored-versions.ts";

type Key = { pk: string; sk: string };

/**
 * Entries that follow from one another: each has the hash of the one before, and the end is an item of its own, which each entry
 * moves on in its transaction. `of` is what they are about; where an entry lies depends on its number and on what it says.
 */
export type Chain = {
  of: string;
  kind: ItemKind;
  head: Key;
  /** How the keys of its entries begin; all of them lie before the end. */
  begins: string;
  keyOf: (sequence: number, entry: Record<string, unknown>) => Key;
};

/** The log of an organisation as a chain. */
export const logOf = (organisationId: string): Chain => ({
  of: organisationId,
  kind: kinds.logged,
  head: logHeadKey(organisationId),
  begins: logBegins,
  keyOf: (sequence) => logKey(organisationId, sequence),
});

/** The readings of a case as a chain. */
export const readingsOf = (caseId: string): Chain => ({
  of: caseId,
  kind: kinds.read,
  head: readHeadKey(caseId),
  begins: readingsBegin,
  keyOf: (sequence, { at }) => readKey(caseId, String(at), sequence),
});

export const chainHead = once(() => kinds.chainHead.schema(z.object({ sequence: z.int().min(1), hash: z.string() })));

/** The hash of an entry covers all it says, its place, and the hash before it. */
export const hashOfLink = ({ of }: Chain, linked: Record<string, unknown>): string => fingerprint({ of, ...linked });

const linked = once(() =>
  z.looseObject({ pk: z.string(), sk: z.string(), sequence: z.int(), previousHash: z.string(), hash: z.string() }),
);

/** Whether an item is the entry at the end of a chain, in its place, and says what its hash is of. */
export function isEndOfChain(chain: Chain, end: { sequence: number; hash: string }, item: unknown): boolean {
  const { success, data } = linked().safeParse(item);
  if (!success || data.sequence !== end.sequence || data.hash !== end.hash) return false;
  const { pk, sk, v: _, hash, ...entry } = data;
  const { sequence, previousHash: __, ...said } = entry;
  const place = chain.keyOf(sequence, said);
  return place.pk === pk && place.sk === sk && hash === hashOfLink(chain, entry);
}

/** How many entries there are, the hashes they carry, and that of the last one. `broken` are the numbers that do not hold, in order. */
export type Followed = { length: number; head: string; hashes: string[]; broken: number[] };

/**
 * Follows the entries among the items of a partition, as they are stored: each by its number, its place, its own hash and the
 * one before; the last by the end. Where the end says that there is more, the number behind the last one does not hold. What
 * an earlier release stored has no number, and is passed over.
 */
export function follow(chain: Chain, items: readonly Record<string, unknown>[]): Followed {
  const [head] = items.filter(({ sk }) => sk === chain.head.sk).map((item) => chainHead().parse(item));
  const links = items
    .filter(({ sk, sequence }) => sk !== chain.head.sk && sequence !== undefined)
    .map((item) => linked().parse(item))
    .sort((one, other) => one.sequence - other.sequence);
  const broken = links.flatMap(({ pk, sk, v: _, hash, ...entry }, index) => {
    const { sequence, previousHash, ...said } = entry;
    const place = chain.keyOf(index + 1, said);
    const isPlaced = sequence === index + 1 && place.pk === pk && place.sk === sk;
    const follows = previousHash === (links[index - 1]?.hash ?? "") && hash === hashOfLink(chain, entry);
    return isPlaced && follows ? [] : [index + 1];
  });
  const end = links.at(-1);
  const isWhole = head?.sequence === end?.sequence && head?.hash === end?.hash;
  const hashes = links.map(({ hash }) => hash);
  return {
    length: links.length,
    head: end?.hash ?? "",
    hashes,
    broken: isWhole ? broken : [...broken, links.length + 1],
  };
}
