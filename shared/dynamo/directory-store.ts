import { PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { type OrganisationEntry, organisationFacts, publicKey } from "../contracts/directory.ts";
import { organisationId } from "../domain/case.ts";
import { covers, levelOf } from "../domain/division.ts";
import { given } from "../domain/given.ts";
import { limitNames, limits, type SomeLimits, storedLimits } from "../domain/limits.ts";
import { once } from "../domain/once.ts";
import { countyOf } from "../domain/scope.ts";
import { type Accessed, updateRecorded } from "./access-store.ts";
import { type Change, changeBetween, type Foreseen, factsBefore, foreseen, type Recorded } from "./facts-change.ts";
import { countyKeys, divisionKey, organisationKey } from "./keys.ts";
import { readItem } from "./read-ahead.ts";
import { kinds } from "./stored-versions.ts";
import { encodeCursor, queryAll, type Table } from "./table.ts";
import { VersionConflict } from "./version-conflict.ts";

const registeredKey = once(() => publicKey().extend({ jwk: z.record(z.string(), z.unknown()) }));
export type RegisteredKey = z.infer<ReturnType<typeof registeredKey>>;

/** An organisation with the public keys its callers sign with. Its suspension lies apart, so that a roster leaves it be. */
const storedOrganisation = once(() =>
  kinds.organisation.schema(
    z
      .object({
        organisationId: organisationId(),
        facts: organisationFacts(),
        suspended: z.boolean().optional(),
        /** How often facts and suspension were written, since it is counted. */
        revision: z.int().optional(),
        keys: z.record(z.string(), registeredKey()),
        /** It had a key once: without one now, its systems are shut out. An organisation whose people only sign in, or that has the first day's key, never had one. */
        hadKeys: z.boolean().optional(),
        /** The key of the platform's first day, once it is revoked. */
        bootstrapRevoked: z.string().optional(),
        /** What it may use, where that is not the usual. */
        limits: storedLimits().optional(),
      })
      .transform(({ facts, suspended = facts.suspended, ...rest }) => ({ ...rest, facts: { ...facts, suspended } })),
  ),
);
export type StoredOrganisation = z.infer<ReturnType<typeof storedOrganisation>>;

/** Whether it signs with keys of its own, or did. */
export const everHadKey = ({ keys, hadKeys }: Pick<StoredOrganisation, "keys" | "hadKeys">): boolean =>
  hadKeys === true || Object.keys(keys).length > 0;

/** An organisation by id, read consistently, so that a revoked key is refused at once. */
export async function loadOrganisation(table: Table, id: string): Promise<StoredOrganisation | undefined> {
  const item = await readItem(table, organisationKey(id));
  return item === undefined ? undefined : storedOrganisation().parse(item);
}

/** What registering an organisation with these facts would change. Its suspension stays unless told. */
export const foreseeOrganisation = (held: StoredOrganisation | undefined, entry: OrganisationEntry): Foreseen =>
  foreseen(held?.facts, { ...entry, suspended: entry.suspended ?? held?.facts.suspended ?? false });

/** The facts of an organisation as they were judged: what was decided on others is decided again. */
const asJudged = (held: StoredOrganisation | undefined) => {
  const none = { ConditionExpression: "attribute_not_exists(pk)", ExpressionAttributeValues: {} };
  if (held === undefined) return none;
  const { revision } = held;
  return revision === undefined
    ? { ...none, ConditionExpression: "attribute_exists(pk) AND attribute_not_exists(revision)" }
    : { ConditionExpression: "revision = :judged", ExpressionAttributeValues: { ":judged": revision } };
};
const nextRevision = (held: StoredOrganisation | undefined): number => (held?.revision ?? 0) + 1;

const changedMeanwhile = (id: string): VersionConflict =>
  new VersionConflict(`the facts of ${id} were changed meanwhile`);

/** What was judged before a change, and the entry in the log that says so. */
type Judged = { held: StoredOrganisation | undefined; recorded?: Recorded };

/**
 * Registers an organisation or changes its facts; its keys, and its suspension unless told, stay as they are. Throws
 * `VersionConflict` where its facts are not those any more that were judged.
 */
export async function saveOrganisation(
  table: Table,
  id: string,
  { suspended, ...facts }: OrganisationEntry,
  { held, recorded }: Judged,
): Promise<Change> {
  const { before: _, ...change } = foreseeOrganisation(held, { ...facts, ...given("suspended", suspended) });
  if (change.change === "unchanged") return change;
  const suspension = suspended === undefined ? "if_not_exists(suspended, :suspended)" : ":suspended";
  const judged = asJudged(held);
  const update = {
    Key: organisationKey(id),
    UpdateExpression: `SET organisationId = :id, facts = :facts, suspended = ${suspension}, county = :county, countyDivision = :division, revision = :next, #keys = if_not_exists(#keys, :none)`,
    ConditionExpression: judged.ConditionExpression,
    ExpressionAttributeNames: { "#keys": "keys" },
    ExpressionAttributeValues: {
      ...judged.ExpressionAttributeValues,
      ":id": id,
      ":facts": facts,
      ":suspended": suspended ?? false,
      ":county": countyKeys(facts.divisionCode, id).county,
      ":division": countyKeys(facts.divisionCode, id).countyDivision,
      ":next": nextRevision(held),
      ":none": {},
    },
  };
  if (await updateRecorded(table, kinds.organisation, update, recorded?.(change))) return change;
  throw changedMeanwhile(id);
}

/** Suspends an organisation from new cases or reinstates it; throws as `saveOrganisation` does. */
export async function saveSuspension(
  table: Table,
  suspended: boolean,
  { held, recorded }: Judged & { held: StoredOrganisation },
): Promise<Change> {
  const { organisationId: id, facts } = held;
  const change = changeBetween({ suspended: facts.suspended }, { suspended });
  if (change.change === "unchanged") return change;
  const judged = asJudged(held);
  const update = {
    Key: organisationKey(id),
    UpdateExpression: "SET suspended = :suspended, revision = :next",
    ConditionExpression: judged.ConditionExpression,
    ExpressionAttributeValues: {
      ...judged.ExpressionAttributeValues,
      ":suspended": suspended,
      ":next": nextRevision(held),
    },
  };
  if (await updateRecorded(table, kinds.organisation, update, recorded?.(change))) return change;
  throw changedMeanwhile(id);
}

/**
 * Sets what an organisation may use, with the entry in the log that says so: what is left out is the usual again. False when one was
 * set meanwhile, of those that this release knows.
 */
export const saveLimits = (
  table: Table,
  { organisationId, limits: before = {} }: StoredOrganisation,
  set: SomeLimits,
  accessed: Accessed,
): Promise<boolean> => {
  const held = limitNames.flatMap((name) => (before[name] === undefined ? [] : [[`:${name}`, before[name]]]));
  const unchanged = limitNames.map((name) =>
    before[name] === undefined ? `attribute_not_exists(limits.#${name})` : `limits.#${name} = :${name}`,
  );
  return updateRecorded(
    table,
    kinds.organisation,
    {
      Key: organisationKey(organisationId),
      UpdateExpression: "SET limits = :limits",
      ConditionExpression: ["attribute_exists(pk)", ...unchanged].join(" AND "),
      ExpressionAttributeNames: Object.fromEntries(limitNames.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: { ":limits": set, ...Object.fromEntries(held) },
    },
    accessed,
  );
};

/** How many there may be, where that is not the usual number; and the entry in the log for one more. */
export type Bounded = { atMost?: number; accessed?: Accessed };

/** Adds a public key beside those there are, with the entry in the log that says so; false when it has so many. */
export const saveKey = (
  table: Table,
  id: string,
  key: RegisteredKey,
  { atMost = limits.keys.usual, accessed }: Bounded = {},
): Promise<boolean> =>
  updateRecorded(
    table,
    kinds.organisation,
    {
      Key: organisationKey(id),
      UpdateExpression: "SET #keys.#id = :key, hadKeys = :had",
      ConditionExpression: "attribute_exists(pk) AND size(#keys) < :most",
      ExpressionAttributeNames: { "#keys": "keys", "#id": key.keyId },
      ExpressionAttributeValues: { ":key": key, ":most": atMost, ":had": true },
    },
    accessed,
  );

type Removal = {
  /** Another key that must still be there: a coordinator has nobody above who could register the next. */
  whileHas?: string | undefined;
  /** It is the key of the platform's first day, which the environment names, and which may never have been registered. */
  isBootstrap?: boolean;
};

/** Removes a public key, with the entry in the log that says so; false when there is no such key, or the other one is gone. */
export const removeKey = (
  table: Table,
  id: string,
  keyId: string,
  { whileHas, isBootstrap = false }: Removal = {},
  accessed?: Accessed,
): Promise<boolean> =>
  updateRecorded(
    table,
    kinds.organisation,
    {
      Key: organisationKey(id),
      UpdateExpression: `SET hadKeys = :had${isBootstrap ? ", bootstrapRevoked = :key" : ""} REMOVE #keys.#id`,
      ConditionExpression: [
        isBootstrap ? "attribute_exists(pk)" : "attribute_exists(#keys.#id)",
        ...(whileHas === undefined ? [] : ["attribute_exists(#keys.#other)"]),
      ].join(" AND "),
      ExpressionAttributeNames: { "#keys": "keys", "#id": keyId, ...given("#other", whileHas) },
      ExpressionAttributeValues: { ":had": true, ...(isBootstrap ? { ":key": keyId } : {}) },
    },
    accessed,
  );

/**
 * The organisations seated in exactly these divisions, in the order of the divisions, as the index last saw them. A town takes
 * one query together with its villages, any other division one of its own.
 */
export async function organisationsIn(table: Table, divisions: readonly string[]): Promise<StoredOrganisation[]> {
  const beginnings = new Set(divisions.map((division) => beginningOf(division, divisions)));
  const read = await Promise.all([...beginnings].map((beginning) => itemsFrom(table, beginning)));
  const inDivision = Map.groupBy(read.flat(), seatOf);
  return z.array(storedOrganisation()).parse(divisions.flatMap((division) => inDivision.get(division) ?? []));
}

/** All organisations of the county in which a division lies, as the index last saw them. */
export const organisationsOfCounty = async (table: Table, divisionCode: string): Promise<StoredOrganisation[]> =>
  z.array(storedOrganisation()).parse(await itemsFrom(table, countyOf(divisionCode)));

const isTownOf = (town: string, village: string): boolean =>
  levelOf(town) === "town" && levelOf(village) === "village" && covers(town, village);

/** The keys of a town's organisations and of those in its villages begin alike. */
function beginningOf(division: string, among: readonly string[]): string {
  const town = among.find((other) => isTownOf(other, division));
  const isAskedWithVillages = among.some((other) => isTownOf(division, other));
  return town ?? (isAskedWithVillages ? division : countyKeys(division, "").countyDivision);
}

const seat = once(() => z.object({ countyDivision: z.string() }));
/** The division in the index key, so that only what is asked for is parsed as an organisation. */
const seatOf = (item: Record<string, unknown>): string => {
  const { countyDivision } = seat().parse(item);
  return countyDivision.slice(0, countyDivision.indexOf("#"));
};

type Reading = { items: Promise<Record<string, unknown>[]>; since: number };
/** What is under way, by table and beginning. The cases of a batch mostly lie in the same towns, and all in a few counties. */
const underWay = new WeakMap<Table["client"], Map<string, Reading>>();
/** One that began earlier may be left from a call that failed, before the environment was frozen. */
const sharedMilliseconds = 1_000;

/** Those who ask while the same is being read share its answer: the index may be behind the table by as much. */
function itemsFrom(table: Table, beginning: string): Promise<Record<string, unknown>[]> {
  const ofClient = underWay.get(table.client) ?? new Map<string, Reading>();
  underWay.set(table.client, ofClient);
  const asked = `${table.name} ${beginning}`;
  const known = ofClient.get(asked);
  if (known !== undefined && Math.abs(Date.now() - known.since) < sharedMilliseconds) return known.items;
  const reading: Reading = {
    since: Date.now(),
    items: queryAll(table, {
      IndexName: "organisationsByCounty",
      KeyConditionExpression: "county = :county AND begins_with(countyDivision, :beginning)",
      ExpressionAttributeValues: { ":county": countyOf(beginning), ":beginning": beginning },
    }).finally(() => {
      if (ofClient.get(asked) === reading) ofClient.delete(asked);
    }),
  };
  ofClient.set(asked, reading);
  return reading.items;
}

/** A page of a county's organisations, by division. */
export async function listOrganisations(
  { client, name }: Table,
  ask: { county: string; limit: number; startKey?: Record<string, unknown> | undefined },
): Promise<{ organisations: StoredOrganisation[]; cursor?: string; lastKey: Record<string, unknown> | undefined }> {
  const { Items = [], LastEvaluatedKey } = await client.send(
    new QueryCommand({
      TableName: name,
      IndexName: "organisationsByCounty",
      KeyConditionExpression: "county = :county",
      ExpressionAttributeValues: { ":county": ask.county },
      Limit: ask.limit,
      ExclusiveStartKey: ask.startKey === undefined ? undefined : { ...ask.startKey, county: ask.county },
    }),
  );
  const cursor = encodeCursor(LastEvaluatedKey);
  const organisations = z.array(storedOrganisation()).parse(Items);
  return { organisations, ...(cursor === undefined ? {} : { cursor }), lastKey: LastEvaluatedKey };
}

/** The names of all divisions registered in a county, by code. */
export async function divisionNames(table: Table, county: string): Promise<Map<string, string>> {
  const division = kinds.division.schema(z.object({ code: z.string(), facts: z.object({ name: z.string() }) }));
  const items = await queryAll(table, {
    KeyConditionExpression: "pk = :county",
    ExpressionAttributeValues: { ":county": divisionKey(county).pk },
  });
  const divisions = z.array(division).parse(items);
  return new Map(divisions.map(({ code, facts }) => [code, facts.name]));
}

export async function saveDivision(
  { client, name }: Table,
  code: string,
  facts: Record<string, unknown>,
): Promise<Change> {
  const Item = kinds.division.mark({ ...divisionKey(code), code, facts });
  const { Attributes } = await client.send(new PutCommand({ TableName: name, Item, ReturnValues: "ALL_OLD" }));
  return changeBetween(factsBefore(kinds.division.present(Attributes ?? {})), facts);
}

/** What naming a division so would change. */
export async function foreseeDivision(table: Table, code: string, facts: Record<string, unknown>): Promise<Foreseen> {
  const item = await readItem(table, divisionKey(code));
  return foreseen(factsBefore(item && kinds.division.present(item)), facts);
}
