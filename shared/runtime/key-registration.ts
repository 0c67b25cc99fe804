import type * as z from "zod";
import type { keyRegistration } from "../contracts/directory.ts";
import { daysAfter, isExpired } from "../domain/key-expiry.ts";
import { publishedKeys } from "../domain/published-keys.ts";
import { countyOf } from "../domain/scope.ts";
import type { RegisteredKey, StoredOrganisation } from "../dynamo/directory-store.ts";
import { loadSettings } from "../dynamo/settings-store.ts";
import { isProved } from "./key-proof.ts";
import { faultOfKey } from "./key-strength.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";
import { readPublicKey } from "./public-key.ts";

export type RegistrationPorts = Pick<Ports, "table" | "now"> & { audience: string };
export type Registration = z.infer<ReturnType<typeof keyRegistration>>;

/**
 * The key that is to be registered for an organisation, with its end; `held` where it is registered already. Throws
 * `invalid-body` for one that is unsuitable, known to everybody, not proved, or would last longer than its county lets it.
 */
export async function readRegistration(
  { table, now, audience }: RegistrationPorts,
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
  if (key === undefined) throw refused("/jwk", "unsuitable-key");
  const fault = faultOfKey(key.jwk);
  if (fault !== undefined) throw refused("/jwk", "unsuitable-key", fault);
  const published = publishedKeys.get(key.keyId);
  if (published !== undefined) throw refused("/jwk", "published-key", published);
  const judged = { organisationId, audience, now: await provedAt(key.keyId) };
  if (!(await isProved(body.proof, key, judged))) throw refused("/proof", "key-proof");
  const held = Object.hasOwn(keys, key.keyId) ? keys[key.keyId] : undefined;
  if (held !== undefined && isExpired(held, at)) throw refused("/jwk", "key-ended");
  return { key: { ...key, expiresAt }, held };
}

const refused = (path: string, code: string, message: string = code): Problem =>
  new Problem("invalid-body", { errors: [{ path, code, message }] });
