import { registryService } from "../../shared/contracts/registry-service.ts";
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
import { registrable } from "../http/public-key.ts";
import { operation } from "./platform.ts";

export const keyOperations = {
  registerKey: operation(registryService.registerKey, async ({ table, now }, { params, body, caller }) => {
    const { keys } = await keeperOf(table, caller, params.organisationId);
    const key = await registrable(body.jwk, now());
    if (key === undefined) {
      const message = "P-256, Ed25519, or RSA of at least 2048 bits";
      throw new Problem("invalid-body", { errors: [{ path: "/jwk", code: "unsuitable-key", message }] });
    }
    // One that is registered stays as it was, with its time.
    const held = Object.hasOwn(keys, key.keyId) ? keys[key.keyId] : undefined;
    if (held !== undefined) return { status: 200, body: viewOf(held) };
    const accessed = accessBy(caller, params.organisationId, {
      at: now(),
      act: "key-registered",
      about: key.keyId,
    });
    if (!(await saveKey(table, params.organisationId, key, accessed))) throw new Problem("not-found");
    return { status: 200, body: viewOf(key) };
  }),

  revokeKey: operation(registryService.revokeKey, async ({ table, now }, { params, caller }) => {
    await keeperOf(table, caller, params.organisationId);
    const { organisationId, keyId } = params;
    const accessed = accessBy(caller, organisationId, {
      at: now(),
      act: "key-revoked",
      about: keyId,
    });
    if (!(await removeKey(table, organisationId, keyId, accessed))) throw new Problem("not-found");
    return { status: 204, body: undefined };
  }),
};

/** An organisation rotates its own keys; the coordinator registers the first and can revoke any. */
const keeperOf = (table: Table, caller: Caller, organisationId: string): Promise<StoredOrganisation> =>
  organisationFor(table, caller, { organisationId, act: "hold-keys" });

const viewOf = ({ keyId, alg, registeredAt }: RegisteredKey) => ({ keyId, alg, registeredAt });
