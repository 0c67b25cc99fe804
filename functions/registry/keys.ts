import { calculateJwkThumbprint } from "jose";
import { registryService } from "../../shared/contracts/registry-service.ts";
import { limitsFor } from "../../shared/domain/limits.ts";
import {
  type RegisteredKey,
  removeKey,
  type StoredOrganisation,
  saveKey,
} from "../../shared/dynamo/directory-store.ts";
import type { Table } from "../../shared/dynamo/table.ts";
import { accessBy } from "../../shared/runtime/access.ts";
import type { Caller } from "../../shared/runtime/caller.ts";
import { organisationFor } from "../../shared/runtime/organisation-for.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { readPublicKey } from "../http/public-key.ts";
import { isProved } from "./key-proof.ts";
import { faultOfKey } from "./key-strength.ts";
import { operation, type Platform } from "./platform.ts";

export const keyOperations = {
  registerKey: operation(registryService.registerKey, async (platform, { params, body, caller }) => {
    const { table, now, audience } = platform;
    const { organisationId } = params;
    const { keys, limits } = await keeperOf(table, caller, organisationId);
    const key = await readPublicKey(body.jwk, now());
    const fault = key === undefined ? "P-256, Ed25519, or RSA of 2048 to 8192 bits" : faultOfKey(key.jwk);
    if (key === undefined || fault !== undefined) throw refused("/jwk", "unsuitable-key", fault);
    if (!(await isProved(body.proof, key, { organisationId, audience, now: now() }))) {
      throw refused("/proof", "key-proof");
    }
    // One that is registered stays as it was, with its time.
    const held = Object.hasOwn(keys, key.keyId) ? keys[key.keyId] : undefined;
    if (held !== undefined) return { status: 200, body: viewOf(held) };
    const accessed = accessBy(caller, organisationId, { at: now(), act: "key-registered", about: key.keyId });
    const keysAtMost = limitsFor(limits, platform.quotas.here).keys;
    if (!(await saveKey(table, organisationId, key, { atMost: keysAtMost, accessed }))) {
      throw new Problem("too-many-keys", { members: { keysAtMost } });
    }
    return { status: 200, body: viewOf(key) };
  }),

  revokeKey: operation(registryService.revokeKey, async (platform, { params, caller }) => {
    const { table, now } = platform;
    const { organisationId, keyId } = params;
    const { facts, keys, bootstrapRevoked } = await keeperOf(table, caller, organisationId);
    const isBootstrap = bootstrapRevoked !== keyId && (await isBootstrapOf(platform, organisationId, keyId));
    if (!isBootstrap && !Object.hasOwn(keys, keyId)) throw new Problem("not-found");
    const whileHas = facts.type === "coordinator" ? Object.keys(keys).find((other) => other !== keyId) : undefined;
    if (facts.type === "coordinator" && whileHas === undefined) throw new Problem("last-key");
    const accessed = accessBy(caller, organisationId, { at: now(), act: "key-revoked", about: keyId });
    const isGone = await removeKey(table, organisationId, keyId, { whileHas, isBootstrap }, accessed);
    // Somebody revoked this one or the other meanwhile.
    if (!isGone) throw new Problem("busy");
    return { status: 204, body: undefined };
  }),
};

/** An organisation rotates its own keys; the coordinator registers the first and can revoke any. */
const keeperOf = (table: Table, caller: Caller, organisationId: string): Promise<StoredOrganisation> =>
  organisationFor(table, caller, { organisationId, act: "hold-keys" });

const isBootstrapOf = async ({ bootstrap }: Platform, organisationId: string, keyId: string): Promise<boolean> =>
  bootstrap?.organisationId === organisationId && (await calculateJwkThumbprint(bootstrap.jwk)) === keyId;

const refused = (path: string, code: string, message: string = code): Problem =>
  new Problem("invalid-body", { errors: [{ path, code, message }] });

const viewOf = ({ keyId, alg, registeredAt }: RegisteredKey) => ({ keyId, alg, registeredAt });
