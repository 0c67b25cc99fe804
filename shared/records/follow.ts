import { isDeepStrictEqual } from "node:util";
import type { RootedChain, RootFault } from "../contracts/roots.ts";
import { replay } from "../domain/events.ts";
import { readCase, readEvent } from "../dynamo/case-items.ts";
import { brokenLinks } from "../dynamo/event-chain.ts";
import { caseKey, eventKey, logBegins, logHeadKey, readingsBegin } from "../dynamo/keys.ts";
import { follow, logOf, readingsOf } from "../dynamo/links.ts";
import { faultOfChain } from "./roots.ts";

// Chains are followed over items as they are stored, wherever they were read from.

export type Items = readonly Record<string, unknown>[];

/** What is found when a chain is followed link by link; `brokenAt` is the first place that does not hold. */
export type Verified = {
  whole: boolean;
  length: number;
  head: string;
  brokenAt?: number;
  why?: "link" | "end" | "state" | "reading" | "unreadable";
};

const isEvent = ({ sk }: Items[number]): boolean => String(sk).startsWith("EVENT#");
const isOfReadings = ({ sk }: Items[number]): boolean => String(sk).startsWith("READ");

/**
 * Follows the history of a case, whose items are given in the order of their keys: each line by its hash and the one before, the
 * last by what the case names as its head, the state of the case by what the history makes of it; and who read its parties and
 * papers. Undefined when there is no such case.
 */
function followCase(caseId: string, items: Items): Verified | undefined {
  const held = items.find(({ sk }) => sk === caseKey(caseId).sk);
  if (held === undefined) return undefined;
  const { version, head, state } = readCase(held);
  const events = items.filter(isEvent);
  const found = { length: events.length, head };
  const broken = (brokenAt: number, why: NonNullable<Verified["why"]>): Verified => ({
    whole: false,
    ...found,
    brokenAt,
    why,
  });
  const misplaced = events.findIndex(({ sk }, at) => sk !== eventKey(caseId, at + 1).sk);
  const [brokenAt] = [...brokenLinks(caseId, events), ...(misplaced < 0 ? [] : [misplaced + 1])].sort((a, b) => a - b);
  if (brokenAt !== undefined) return broken(brokenAt, "link");
  const history = events.map(readEvent);
  const last = history.at(-1);
  if (last?.sequence !== version || last.hash !== head) return broken(events.length + 1, "end");
  if (!isDeepStrictEqual(replay(history), state)) return broken(version, "state");
  const [missing] = follow(readingsOf(caseId), items.filter(isOfReadings)).broken;
  return missing === undefined ? { whole: true, ...found } : broken(missing, "reading");
}

/** Follows the log of an organisation in the same way. */
function followLog(organisationId: string, items: Items): Verified {
  const { length, head, broken } = follow(logOf(organisationId), items);
  const [brokenAt] = broken;
  if (brokenAt === undefined) return { whole: true, length, head };
  return { whole: false, length, head, brokenAt, why: brokenAt > length ? "end" : "link" };
}

/** A line that no release can have written is no record; the first such line is named, or the end where it is not among the lines. */
function orUnreadable<Found>(items: Items, run: () => Found): Found | Verified {
  try {
    return run();
  } catch {
    const events = items.filter(isEvent);
    const first = events.findIndex((item) => !isReadable(item));
    const brokenAt = first < 0 ? events.length + 1 : first + 1;
    return { whole: false, length: events.length, head: "", brokenAt, why: "unreadable" };
  }
}

function isReadable(item: Items[number]): boolean {
  try {
    readEvent(item);
    return true;
  } catch {
    return false;
  }
}

/** The partition in which a chain lies. */
export const partitionOf = ([kind, id]: RootedChain): string => (kind === "log" ? logHeadKey(id).pk : caseKey(id).pk);

/** What was found in a partition, and the hashes of the links of its chains. */
export type Followed = { found: Verified | undefined; hashes: Record<RootedChain[0], string[]> };

/** Follows all chains of one partition, of a case or of a log. */
export function followPartition(pk: string, items: Items): Followed {
  const id = pk.slice(pk.indexOf("#") + 1);
  if (pk === logHeadKey(id).pk) {
    return {
      found: orUnreadable(items, () => followLog(id, items)),
      hashes: { case: [], readings: [], log: hashesIn(items, logBegins) },
    };
  }
  const hashes = { case: hashesIn(items, "EVENT#"), readings: hashesIn(items, readingsBegin), log: [] };
  return { found: orUnreadable(items, () => followCase(id, items)), hashes };
}

/** Of numbered entries in the order of their numbers; events stand in that order. */
const hashesIn = (items: Items, begins: string): string[] =>
  items
    .filter(({ sk, sequence }) => String(sk).startsWith(begins) && sequence !== undefined)
    .toSorted((one, other) => Number(one["sequence"]) - Number(other["sequence"]))
    .map(({ hash }) => String(hash));

/** A chain that does not fit a root, or is broken in itself; `at` is the first link that does not hold. */
export type Misfit = { why: RootFault; at: number };

/**
 * Whether a chain is whole, and has the link that a root saw at its end. The links are followed as well: it is not enough that
 * an item carries the hash.
 */
export function misfitOf([kind, id, length, head]: RootedChain, { found, hashes }: Followed): Misfit | undefined {
  const fault = faultOfChain([kind, id, length, head], hashes[kind]);
  if (found === undefined) return { why: "gone", at: 1 };
  if (!found.whole) return { why: fault ?? "other", at: found.brokenAt ?? 1 };
  // Of a chain that ends too early the first link that is gone.
  return fault && { why: fault, at: fault === "other" ? length : hashes[kind].length + 1 };
}
