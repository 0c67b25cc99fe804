import type { Sealer } from "../aws/seal.ts";
import { endsSoon, isExpired } from "../domain/key-expiry.ts";
import { limitsFor } from "../domain/limits.ts";
import {
  loadOrganisation,
  organisationsOfCounty,
  type RegisteredKey,
  removeKey,
  type StoredOrganisation,
  saveKey,
} from "../dynamo/directory-store.ts";
import type { Table } from "../dynamo/table.ts";
import { accessBy } from "./access.ts";
import { type Caller, countyFor } from "./caller.ts";
import { isFirstKey } from "./first-key.ts";
import { type Registration, type RegistrationPorts, readRegistration } from "./key-registration.ts";
import { organisationFor } from "./organisation-for.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";
import type { Quotas } from "./quotas.ts";
import { approved, asJson, type Grave, pendingFor, requestOf } from "./second-person.ts";
import type { AskingPorts } from "./standing.ts";

type KeyPorts = AskingPorts & RegistrationPorts & { quotas: Quotas; sealer: Pick<Sealer, "seal" | "open"> };

/**
 * Registers a key of an organisation; one that is registered stays as it was, with its time. Throws `not-found`, `invalid-body`,
 * `too-many-keys` and `second-person-required`.
 */
export async function registerKey(
  ports: KeyPorts,
  caller: Caller,
  { organisationId, registration }: { organisationId: string; registration: Registration },
): Promise<RegisteredKey> {
  const { table, now } = ports;
  const organisation = await keeperOf(table, caller, organisationId);
  const act = organisationId === caller.organisationId ? "coordinatorKeys" : "otherKeys";
  const graveOf = (keyId: string): Grave => ({
    act,
    duty: "lead",
    request: { operation: "registerKey", params: { organisationId, keyId }, body: asJson(registration) },
    // A later proof of the same key is the same act.
    same: [keyId, registration.expiresAt ?? ""],
    seen: organisation.facts,
    isDone: async () => Object.hasOwn((await loadOrganisation(table, organisationId))?.keys ?? {}, keyId),
  });
  // A proof for the first person's call holds for the second's.
  const provedAt = async (keyId: string): Promise<string> => {
    const asked = await pendingFor(table, caller, graveOf(keyId));
    if (asked === undefined || asked.until <= now()) return now();
    return (await requestOf(ports, asked)).body["proof"] === registration.proof ? asked.askedAt : now();
  };
  const { key, held } = await readRegistration(ports, organisation, registration, provedAt);
  if (held !== undefined) return held;
  const takesTwo = act === "otherKeys" || organisation.facts.type === "coordinator";
  const approval = takesTwo ? await approved(ports, caller, graveOf(key.keyId)) : {};
  const happened = { at: now(), act: "key-registered", about: key.keyId, until: key.expiresAt } as const;
  const accessed = accessBy(caller, organisationId, happened, approval);
  const keysAtMost = limitsFor(organisation.limits, ports.quotas.here).keys;
  if (!(await saveKey(table, organisationId, key, { atMost: keysAtMost, accessed }))) {
    throw new Problem("too-many-keys", { members: { keysAtMost } });
  }
  return key;
}

/** A key with the organisation that signs by it. */
export type HeldKey = { organisationId: string; name: string; key: RegisteredKey };

/** The keys of a county that end soon or have ended, in no order. Throws `not-found` for another county. */
export async function keysThatEnd(
  { table, now }: Pick<Ports, "table" | "now">,
  caller: Caller,
  { county }: { county: string | undefined },
): Promise<HeldKey[]> {
  const organisations = await organisationsOfCounty(table, countyFor(caller, "list-keys", county));
  return organisations.flatMap(({ organisationId, facts: { name }, keys }) =>
    Object.values(keys)
      .filter((key) => endsSoon(key, now()))
      .map((key) => ({ organisationId, name, key })),
  );
}

/**
 * Ends a key at once. Throws `not-found`, `last-key` where a coordinator would have none left, `second-person-required`, and
 * `busy` where somebody revoked this one or the other meanwhile.
 */
export async function revokeKey(
  ports: AskingPorts,
  caller: Caller,
  { organisationId, keyId }: { organisationId: string; keyId: string },
): Promise<void> {
  const { table, now } = ports;
  const { facts, keys, bootstrapRevoked } = await keeperOf(table, caller, organisationId);
  const isBootstrap = bootstrapRevoked !== keyId && (await isFirstKey(ports, { organisationId, keyId }));
  if (!isBootstrap && !Object.hasOwn(keys, keyId)) throw new Problem("not-found");
  const others = Object.values(keys).filter((other) => other.keyId !== keyId && !isExpired(other, now()));
  // One that has ended opens nothing, and so may always go.
  const held = keys[keyId];
  const mustStay = facts.type === "coordinator" && (isBootstrap || held === undefined || !isExpired(held, now()));
  const whileHas = mustStay ? others[0]?.keyId : undefined;
  if (mustStay && whileHas === undefined) throw new Problem("last-key");
  // The key that one signs with oneself is ended at once; that of somebody else at the own coordinator takes two.
  const isOthers = facts.type === "coordinator" && organisationId === caller.organisationId && keyId !== caller.keyId;
  const request = { operation: "revokeKey", params: { organisationId, keyId }, body: {} };
  const grave = { act: "coordinatorKeys", duty: "lead", request, seen: facts } as const;
  const approval = isOthers ? await approved(ports, caller, grave) : {};
  const accessed = accessBy(caller, organisationId, { at: now(), act: "key-revoked", about: keyId }, approval);
  if (!(await removeKey(table, organisationId, keyId, { whileHas, isBootstrap }, accessed))) throw new Problem("busy");
}

/** An organisation rotates its own keys; the coordinator registers the first and can revoke any. */
const keeperOf = (table: Table, caller: Caller, organisationId: string): Promise<StoredOrganisation> =>
  organisationFor(table, caller, { organisationId, act: "hold-keys" });
