import { isDeepStrictEqual } from "node:util";
import type { RootedChain, RootFault } from "../contracts/roots.ts";
import { replay } from "../domain/events.ts";
import { readCase, readEvent } from "../dynamo/case-items.ts";
import { brokenLinks } from "../dynamo/event-chain.ts";
import { caseKey, eventKey, logHeadKey } from "../dynamo/keys.ts";
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
  why?: "link" | "end" | "state" | "reading";
};

const isEvent = ({ sk }: Items[number]): boolean => String(sk).startsWith("EVENT#");
const isOfReadings = ({ sk }: Items[number]): boolean => String(sk).startsWith("READ");

/**
 * Follows the history of a case, whose items are given in the order of their keys: each line by its hash and the one before, the
 * last by what the case names as its head, the state of the case by what the history makes of it; and who read its parties and
 * papers. Undefined when there is no such case.
 */
export function followCase(caseId: string, items: Items): Verified | undefined {
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
export function followLog(organisationId: string, items: Items): Verified {
  const { length, head, broken } = follow(logOf(organisationId), items);
  const [brokenAt] = broken;
  if (brokenAt === undefined) return { whole: true, length, head };
  return { whole: false, length, head, brokenAt, why: brokenAt > length ? "end" : "link" };
}

/** The partition in which a chain lies. */
export const partitionOf = ([kind, id]: RootedChain): string => (kind === "log" ? logHeadKey(id).pk : caseKey(id).pk);

/** A chain that does not fit a root, or is broken in itself; `at` is the first link that does not hold. */
export type Misfit = { why: RootFault; at: number };

/**
 * Whether a chain is whole among the items of its partition, and has the link that a root saw at its end. The link itself is
 * followed as well: it is not enough that an item carries the hash.
 */
export function misfitOf(chain: RootedChain, items: Items): Misfit | undefined {
  const [kind, id, length] = chain;
  const fault = faultOfChain(chain, hashesOf(kind, id, items));
  const found = kind === "log" ? followLog(id, items) : followCase(id, items);
  if (found === undefined) return { why: "gone", at: 1 };
  if (!found.whole) return { why: fault ?? "other", at: found.brokenAt ?? 1 };
  return fault === undefined ? undefined : { why: fault, at: length };
}

function hashesOf(kind: RootedChain[0], id: string, items: Items): string[] {
  switch (kind) {
    case "case":
      return items.filter(isEvent).map(({ hash }) => String(hash));
    case "readings":
      return follow(readingsOf(id), items.filter(isOfReadings)).hashes;
    case "log":
      return follow(logOf(id), items).hashes;
  }
}
