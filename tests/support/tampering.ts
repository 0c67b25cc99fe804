import { isDeepStrictEqual } from "node:util";
import { type CaseEvent, replay } from "../../shared/domain/events.ts";
import { besideOf, hashOf, readEvent, type StoredEvent } from "../../shared/dynamo/case-items.ts";
import { caseKey, eventKey } from "../../shared/dynamo/keys.ts";
import { type Chain, logOf, readingsOf } from "../../shared/dynamo/links.ts";
import { kinds } from "../../shared/dynamo/stored-versions.ts";
import type { Items } from "../../shared/records/follow.ts";
import { type Item, inOrder, linked } from "./rooted-records.ts";

// Changes that somebody with the right to write to the table could make to the records of a partition, by chance.

/** Whole numbers from 0 on, below a bound: the same in every run. */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}
type Random = ReturnType<typeof randomFrom>;

export function oneOf<One>(random: Random, all: readonly One[]): One {
  const one = all[random(all.length)];
  if (one === undefined) throw new Error("there is none to choose");
  return one;
}

/** The value with one of its leaves changed. */
function flipped(random: Random, value: unknown): unknown {
  if (Array.isArray(value)) {
    if (value.length === 0) return ["put in"];
    const at = random(value.length);
    return value.map((one, index) => (index === at ? flipped(random, one) : one));
  }
  if (typeof value === "object" && value !== null) {
    const keys = Object.keys(value);
    const name = oneOf(random, keys.length === 0 ? ["more"] : keys);
    return { ...value, [name]: flipped(random, Object(value)[name]) };
  }
  if (typeof value === "number") return value + 1;
  if (typeof value === "boolean") return !value;
  return typeof value === "string" && value !== "" ? `${value.slice(0, -1)}~` : "put in";
}

const isEvent = ({ sk }: Item): boolean => String(sk).startsWith("EVENT#");
const isReading = ({ sk }: Item): boolean => String(sk).startsWith("READ#");
const isEntry = ({ sk }: Item): boolean => String(sk).startsWith("ENTRY#");
const isLink = (item: Item): boolean => isEvent(item) || isReading(item) || isEntry(item);
const isHead = ({ sk }: Item): boolean => sk === "READINGS" || sk === "HEAD";

/** What a hash or a replay vouches for: all of a link, its end, and of a case what it is and how far it has come. */
const vouched = (item: Item): string[] => {
  if (isLink(item)) return Object.keys(item).filter((name) => !["pk", "sk", "v"].includes(name));
  return isHead(item) ? ["sequence", "hash"] : ["state", "head", "version"];
};

const changed = (random: Random, items: Items, among: (item: Item) => boolean): Items => {
  const target = oneOf(random, items.filter(among));
  const name = oneOf(random, vouched(target));
  return items.map((item) => (item === target ? { ...item, [name]: flipped(random, item[name]) } : item));
};

/** The links of the chain that one of them is in. */
const siblings = (items: Items, { sk }: Item): Items => {
  const begin = String(sk).split("#")[0] ?? "";
  return items.filter((item) => isLink(item) && String(item["sk"]).startsWith(`${begin}#`));
};

/** A case as it would be stored had this been its history from the first line on. */
function rewrittenCase(caseId: string, items: Items, history: readonly StoredEvent[]): Items {
  let previousHash = "";
  const events = history.map((event, index) => {
    const { audience, mediatorIds, verb, content, previousHash: _, hash: __, v: ___, ...said } = event;
    const carried = {
      audience,
      mediatorIds,
      ...(verb === undefined ? {} : { verb }),
      ...(content === undefined ? {} : { content }),
    };
    const placed = { ...said, sequence: index + 1 };
    const hash = hashOf(caseId, previousHash, { ...kinds.event.mark(placed), beside: besideOf(carried) });
    const item = kinds.event.mark({ ...eventKey(caseId, index + 1), ...placed, ...carried, previousHash, hash });
    previousHash = hash;
    return item;
  });
  const state = replay(history.map((event, index): CaseEvent => ({ ...event, sequence: index + 1 })));
  const others = items.filter((item) => !isEvent(item) && item["sk"] !== caseKey(caseId).sk);
  const held = items.find(({ sk }) => sk === caseKey(caseId).sk);
  return inOrder([...others, ...events, { ...held, state, head: previousHash, version: events.length }]);
}

function rewriteHistory(random: Random, caseId: string, items: Items): Items {
  const history = items.filter(isEvent).map(readEvent);
  const at = random(history.length);
  const forged = (event: StoredEvent): StoredEvent => ({ ...event, by: { ...event.by, officer: `不是${random(9)}` } });
  const later = (event: StoredEvent): StoredEvent => ({ ...event, audience: [...event.audience, "somebody-else"] });
  const change = oneOf(random, [forged, later]);
  const next = oneOf(random, [
    () => history.map((event, index) => (index === at ? change(event) : event)),
    () => history.slice(0, Math.max(1, at)),
  ])();
  return rewrittenCase(caseId, items, next);
}

function rewriteLinks(random: Random, chain: Chain, items: Items, isOne: (item: Item) => boolean): Items {
  const entries = items
    .filter(isOne)
    .map(({ pk: _, sk: __, v: ___, sequence: ____, previousHash: _____, hash: ______, ...said }) => said);
  const at = random(entries.length);
  const next = oneOf(random, [
    () => entries.map((entry, index) => (index === at ? { ...entry, forged: true } : entry)),
    () => entries.filter((_, index) => index !== at),
    () => entries.slice(0, at),
  ])();
  return inOrder([...items.filter((item) => !isOne(item) && item["sk"] !== chain.head.sk), ...linked(chain, next)]);
}

const chainOf = (pk: string): [Chain, (item: Item) => boolean] => {
  const id = pk.slice(pk.indexOf("#") + 1);
  return pk.startsWith("LOG#") ? [logOf(id), isEntry] : [readingsOf(id), isReading];
};

/** The seven kinds, each on the items of one partition. */
export const tamperings: Readonly<Record<string, (random: Random, pk: string, items: Items) => Items>> = {
  flip: (random, _pk, items) => changed(random, items, () => true),
  delete(random, _pk, items) {
    const target = oneOf(random, items);
    return oneOf(random, [
      () => items.filter((item) => item !== target),
      () => items.filter((item) => !isLink(item)),
      () => [],
    ])();
  },
  truncate(random, _pk, items) {
    const links = siblings(items, oneOf(random, items.filter(isLink)));
    const gone = new Set(links.slice(random(links.length)));
    const kept = items.filter((item) => !gone.has(item));
    const last = links[links.length - gone.size - 1];
    if (last === undefined || random(2) === 0) return kept;
    // The end is moved back to where the chain now ends; of a case its head and its state as well.
    if (!isEvent(last)) {
      return kept.map((item) => (isHead(item) ? { ...item, sequence: last["sequence"], hash: last["hash"] } : item));
    }
    const state = replay(kept.filter(isEvent).map(readEvent));
    const moved = { state, head: last["hash"], version: last["sequence"] };
    return kept.map((item) => (item["sk"] === "CASE" ? { ...item, ...moved } : item));
  },
  swap(random, _pk, items) {
    const links = siblings(items, oneOf(random, items.filter(isLink)));
    const [one, other] = [oneOf(random, links), oneOf(random, links)];
    if (one === other) return items.filter((item) => item !== one);
    const place = (item: Item, as: Item): Item => ({ ...item, sk: as["sk"] });
    return inOrder(items.map((item) => (item === one ? place(one, other) : item === other ? place(other, one) : item)));
  },
  insert(random, _pk, items) {
    const links = siblings(items, oneOf(random, items.filter(isLink)));
    const [target, behind] = [oneOf(random, links), oneOf(random, links)];
    const name = String(behind["sk"]);
    const sk = isEvent(target)
      ? `EVENT#${String(links.length + 1).padStart(6, "0")}`
      : `${name.slice(0, -8)}${String(links.length + 1).padStart(8, "0")}`;
    const more = { ...target, sk, sequence: links.length + 1, previousHash: links.at(-1)?.["hash"] };
    return inOrder([...items, oneOf(random, [more, { ...target, sk }])]);
  },
  rewrite(random, pk, items) {
    const [chain, isOne] = chainOf(pk);
    const ofLinks = () => rewriteLinks(random, chain, items, isOne);
    if (pk.startsWith("LOG#")) return ofLinks();
    return oneOf(random, [() => rewriteHistory(random, pk.slice("CASE#".length), items), ofLinks])();
  },
  "delete a reading"(random, pk, items) {
    const [chain, isOne] = chainOf(pk);
    const target = oneOf(random, items.filter(isOne));
    const kept = items.filter((item) => item !== target);
    const said = kept
      .filter(isOne)
      .map(({ pk: _, sk: __, v: ___, sequence: ____, previousHash: _____, hash: ______, ...entry }) => entry);
    const others = kept.filter((item) => !isOne(item) && item["sk"] !== chain.head.sk);
    return oneOf(random, [() => kept, () => inOrder([...others, ...linked(chain, said)])])();
  },
};

/** A tampering that changed something; what chance left as it was is tried again. */
export function tamper(random: Random, way: string, pk: string, items: Items): Items {
  const change = tamperings[way];
  if (change === undefined) throw new Error(`nobody tampers by ${way}`);
  for (;;) {
    const next = change(random, pk, items);
    if (!isDeepStrictEqual(next, items)) return next;
  }
}
