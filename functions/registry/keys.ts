import { registryService } from "../../shared/contracts/registry-service.ts";
import { endsSoon, isExpired } from "../../shared/domain/key-expiry.ts";
import { limitsFor } from "../../shared/domain/limits.ts";
import {
  loadOrganisation,
  organisationsOfCounty,
  removeKey,
  type StoredOrganisation,
  saveKey,
} from "../../shared/dynamo/directory-store.ts";
import type { Table } from "../../shared/dynamo/table.ts";
import { accessBy } from "../../shared/runtime/access.ts";
import { type Caller, countyFor } from "../../shared/runtime/caller.ts";
import { isFirstKey } from "../../shared/runtime/first-key.ts";
import { organisationFor } from "../../shared/runtime/organisation-for.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { approved, asJson, type Grave, pendingFor, requestOf } from "../../shared/runtime/second-person.ts";
import { readRegistration } from "./key-registration.ts";
import { keyView } from "./key-view.ts";
import { operation } from "./platform.ts";

export const keyOperations = {
  registerKey: operation(registryService.registerKey, async (platform, { params, body, caller }) => {
    const { table, now } = platform;
    const { organisationId } = params;
    const organisation = await keeperOf(table, caller, organisationId);
    const act = organisationId === caller.organisationId ? "coordinatorKeys" : "otherKeys";
    const graveOf = (keyId: string): Grave => ({
      act,
      duty: "lead",
      request: { operation: "registerKey", params: { ...params, keyId }, body: asJson(body) },
      // A later proof of the same key is the same act.
      same: [keyId, body.expiresAt ?? ""],
      seen: organisation.facts,
      isDone: async () => Object.hasOwn((await loadOrganisation(table, organisationId))?.keys ?? {}, keyId),
    });
    // A proof for the first person's call holds for the second's.
    const provedAt = async (keyId: string): Promise<string> => {
      const asked = await pendingFor(table, caller, graveOf(keyId));
      if (asked === undefined || asked.until <= now()) return now();
      return (await requestOf(platform, asked)).body["proof"] === body.proof ? asked.askedAt : now();
    };
    const { key, held } = await readRegistration(platform, organisation, body, provedAt);
    // One that is registered stays as it was, with its time.
    if (held !== undefined) return { status: 200, body: keyView(held) };
    const takesTwo = act === "otherKeys" || organisation.facts.type === "coordinator";
    const approval = takesTwo ? await approved(platform, caller, graveOf(key.keyId)) : {};
    const happened = { at: now(), act: "key-registered", about: key.keyId, until: key.expiresAt } as const;
    const accessed = accessBy(caller, organisationId, happened, approval);
    const keysAtMost = limitsFor(organisation.limits, platform.quotas.here).keys;
    if (!(await saveKey(table, organisationId, key, { atMost: keysAtMost, accessed }))) {
      throw new Problem("too-many-keys", { members: { keysAtMost } });
    }
    return { status: 200, body: keyView(key) };
  }),

  listEndingKeys: operation(registryService.listEndingKeys, async ({ table, now }, { query, caller }) => {
    const county = countyFor(caller, "list-keys", query.county);
    const organisations = await organisationsOfCounty(table, county);
    const keys = organisations
      .flatMap(({ organisationId, facts, keys: held }) =>
        Object.values(held)
          .filter((key) => endsSoon(key, now()))
          .map((key) => ({ organisationId, name: facts.name, ...keyView(key) })),
      )
      .toSorted((one, other) => one.expiresAt.localeCompare(other.expiresAt));
    return { status: 200, body: { keys } };
  }),

  revokeKey: operation(registryService.revokeKey, async (platform, { params, caller }) => {
    const { table, now } = platform;
    const { organisationId, keyId } = params;
    const { facts, keys, bootstrapRevoked } = await keeperOf(table, caller, organisationId);
    const isBootstrap = bootstrapRevoked !== keyId && (await isFirstKey(platform, { organisationId, keyId }));
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
    const approval = isOthers ? await approved(platform, caller, grave) : {};
    const accessed = accessBy(caller, organisationId, { at: now(), act: "key-revoked", about: keyId }, approval);
    const isGone = await removeKey(table, organisationId, keyId, { whileHas, isBootstrap }, accessed);
    // Somebody revoked this one or the other meanwhile.
    if (!isGone) throw new Problem("busy");
    return { status: 204, body: undefined };
  }),
};

/** An organisation rotates its own keys; the coordinator registers the first and can revoke any. */
const keeperOf = (table: Table, caller: Caller, organisationId: string): Promise<StoredOrganisation> =>
  organisationFor(table, caller, { organisationId, act: "hold-keys" });
