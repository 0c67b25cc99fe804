import { generateKeyPairSync, sign } from "node:crypto";
import type { Manifest, RootedChain, SignedRoot } from "../../shared/contracts/roots.ts";
import type { Actor } from "../../shared/domain/case.ts";
import type { NewEvent } from "../../shared/domain/events.ts";
import { itemsAfter, type StoredCase } from "../../shared/dynamo/case-items.ts";
import { type Chain, hashOfLink, logOf, readingsOf } from "../../shared/dynamo/links.ts";
import { kinds } from "../../shared/dynamo/stored-versions.ts";
import type { Items } from "../../shared/records/follow.ts";
import { manifestOf, signedText, statementOf } from "../../shared/records/roots.ts";
import { verifierOf } from "../../shared/records/signature.ts";
import { nextStep } from "./case-walk.ts";
import { dispute, now, police, referral, when, whenSubmitted } from "./cases.ts";
import { contextOf } from "./stored-cases.ts";

// Records as the platform stores them, made without an engine: cases with their readings, logs, and the roots of three days.

export type Item = Record<string, unknown>;
export type Partitions = ReadonlyMap<string, Items>;

const county = "330483";
const keyPair = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
export const publicKey = keyPair.publicKey.export({ format: "pem", type: "spki" }).toString();
export const verify = verifierOf(publicKey);
const signed = (manifests: readonly Manifest[], before: SignedRoot | undefined, at: string): SignedRoot => {
  const statement = statementOf(manifests, { before, at, keyId: "key" });
  const signature = sign("sha256", Buffer.from(signedText(statement)), keyPair.privateKey).toString("base64");
  return { ...statement, signature };
};

export const inOrder = (items: Items): Items =>
  items.toSorted((one, other) => (String(one["sk"]) < String(other["sk"]) ? -1 : 1));

/** The entries of a chain, each behind the one before, with their end. */
export function linked(chain: Chain, entries: readonly Item[]): Item[] {
  const items: Item[] = [];
  let previousHash = "";
  for (const [index, entry] of entries.entries()) {
    const sequence = index + 1;
    const hash = hashOfLink(chain, { ...entry, sequence, previousHash });
    items.push(chain.kind.mark({ ...chain.keyOf(sequence, entry), ...entry, sequence, previousHash, hash }));
    previousHash = hash;
  }
  if (items.length === 0) return [];
  return [...items, kinds.chainHead.mark({ ...chain.head, sequence: items.length, hash: previousHash })];
}

/** A case as it stands after so many of its steps. */
export function caseAfter(caseId: string, steps: number): Items {
  const sent = referral({ sourceNumber: caseId });
  const by: Actor = { ...police, organisationId: sent.agencyId };
  const submission = { caseId, county, track: "people", referral: sent, dispute: dispute() } as const;
  const events: Item[] = [];
  let stored: StoredCase | undefined;
  let caseItem: Item = {};
  const take = (newEvents: readonly NewEvent[], actor: Actor): StoredCase => {
    const next = itemsAfter(stored, newEvents, contextOf(actor));
    events.push(...next.eventItems);
    caseItem = next.caseItem;
    stored = next.after;
    return next.after;
  };
  let last = take(whenSubmitted(submission, by, now), by);
  for (let step = 0; step < steps && last.state.status !== "closed"; step += 1) {
    const { command, by: actor } = nextStep(last.state, now);
    last = take(when(last.state, command, actor), actor);
  }
  return [caseItem, ...events];
}

const readingOf = (number: number): Item => ({
  at: `2026-03-03T02:00:${String(number).padStart(2, "0")}.000Z`,
  organisationId: "justice-bureau",
  officer: `样例${number}`,
});
const entryOf = (number: number): Item => ({
  entry: {
    at: `2026-03-03T03:00:${String(number).padStart(2, "0")}.000Z`,
    act: "signed-in",
    by: { organisationId: "justice-bureau", role: "coordinator", officer: `样例${number}` },
  },
});
const many = (count: number, one: (number: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => one(index));

export const caseIds = ["0190a0de-0000-4000-8000-00000000000a", "0190a0de-0000-4000-8000-00000000000b"];
const logs = ["justice-bureau", "court"];

/** All records as they stand on a day: cases go on, parties are read, people sign in. */
function recordsOf(day: number): Map<string, Items> {
  const cases = caseIds.map((caseId, index): [string, Items] => {
    const readings = linked(readingsOf(caseId), many(day + index, readingOf));
    return [`CASE#${caseId}`, inOrder([...caseAfter(caseId, day * 3 + index), ...readings])];
  });
  const entries = logs.map((id, index): [string, Items] => [
    `LOG#${id}`,
    inOrder(linked(logOf(id), many(day * 2 + index, entryOf))),
  ]);
  return new Map([...cases, ...entries]);
}

function chainsIn(partitions: Partitions): RootedChain[] {
  return [...partitions].flatMap(([pk, items]): RootedChain[] => {
    const id = pk.slice(pk.indexOf("#") + 1);
    const head = items.find(({ sk }) => sk === "READINGS" || sk === "HEAD");
    const stands = items.find(({ sk }) => sk === "CASE");
    const kind = pk.startsWith("LOG#") ? "log" : "readings";
    return [
      ...(stands === undefined
        ? []
        : [["case", id, Number(stands["version"]), String(stands["head"])] satisfies RootedChain]),
      ...(head === undefined ? [] : [[kind, id, Number(head["sequence"]), String(head["hash"])] satisfies RootedChain]),
    ];
  });
}

export type Rooted = {
  partitions: Partitions;
  roots: SignedRoot[];
  manifests: Manifest[];
  manifestOf: (root: SignedRoot, county: string) => Manifest | undefined;
};

/** The records of the third day, and the roots of all three. */
export function rootedRecords(): Rooted {
  const days = [1, 2, 3].map(recordsOf);
  const manifests = days.map((partitions) => manifestOf(county, chainsIn(partitions)));
  const roots: SignedRoot[] = [];
  for (const [index, one] of manifests.entries()) {
    roots.push(signed([one], roots.at(-1), `2026-03-0${index + 4}T00:00:00.000Z`));
  }
  return {
    partitions: days[2] ?? new Map(),
    roots,
    manifests,
    manifestOf: ({ number }) => manifests[number - 1],
  };
}
