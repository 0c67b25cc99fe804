import type * as z from "zod";
import type { keyRegistration } from "../../shared/contracts/directory.ts";
import { daysAfter, isExpired } from "../../shared/domain/key-expiry.ts";
import { countyOf } from "../../shared/domain/scope.ts";
import type { RegisteredKey, StoredOrganisation } from "../../shared/dynamo/directory-store.ts";
import { loadSettings } from "../../shared/dynamo/settings-store.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { readPublicKey } from "../http/public-key.ts";
import { isProved } from "./key-proof.ts";
import { faultOfKey } from "./key-strength.ts";
import type { Platform } from "./platform.ts";

export type Registration = z.infer<ReturnType<typeof keyRegistration>>;

/**
 * The key that is to be registered for an organisation, with its end; `held` where it is registered already. Throws
 * `invalid-body` for one that is unsuitable, not proved, or would last longer than its county lets it.
 */
export async function readRegistration(
  { table, now, audience }: Pick<Platform, "table" | "now" | "audience">,
  { organisationId, facts, keys }: StoredOrganisation,
  body: Registration,
  provedAt: (keyId: string) => Promise<string> = async () => now(),
): Promise<{ key: RegisteredKey & { expiresAt: string }; held: RegisteredKey | undefined }> {
  const at = now();
  const { settings } = await loadSettings(table, countyOf(facts.divisionCode));
  const latest = daysAfter(at, settings.keyDays);
  const expiresAt = body.expiresAt === undefined ? latest : new Date(body.expiresAt).toISOString();
  if (expiresAt <= at || expiresAt > latest) throw refused("/expiresAt", "key-lifetime");
  const key = await readPublicKey(body.jwk, at);
  const fault = key === undefined ? "P-256, Ed25519, or RSA of 2048 to 8192 bits" : faultOfKey(key.jwk);
  if (key === undefined || fault !== undefined) throw refused("/jwk", "unsuitable-key", fault);
  const judged = { organisationId, audience, now: await provedAt(key.keyId) };
  if (!(await isProved(body.proof, key, judged))) throw refused("/proof", "key-proof");
  const held = Object.hasOwn(keys, key.keyId) ? keys[key.keyId] : undefined;
  if (held !== undefined && isExpired(held, at)) throw refused("/jwk", "key-ended");
  return { key: { ...key, expiresAt }, held };
}

const refused = (path: string, code: string, message: string = code): Problem =>
  new Problem("invalid-body", { errors: [{ path, code, message }] });
