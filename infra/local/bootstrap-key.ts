import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from "jose";
import * as z from "zod";
import { writeAtomically } from "./checkpoints.ts";
import { LocalFailure } from "./failure.ts";

const privateKeySchema = z.looseObject({
  kty: z.literal("EC"),
  crv: z.literal("P-256"),
  x: z.string(),
  y: z.string(),
  d: z.string(),
  kid: z.string(),
});

/**
 * The public key of the first coordinator as JSON. Its private half lies in `keys/justice-bureau.json` of the data
 * folder, readable by its owner only, and is made there once.
 */
export async function bootstrapKey(dataDir: string): Promise<string> {
  const file = join(dataDir, "keys", "justice-bureau.json");
  if (!existsSync(file)) await makeKey(file);
  let key: z.infer<typeof privateKeySchema>;
  try {
    key = privateKeySchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    throw new LocalFailure(`${file} is no ES256 private key. Restore it, or delete it to have a new one made.`);
  }
  const { kty, crv, x, y, kid } = key;
  return JSON.stringify({ kty, crv, x, y, kid, alg: "ES256", use: "sig" });
}

async function makeKey(file: string): Promise<void> {
  try {
    mkdirSync(join(file, ".."), { recursive: true });
    const { privateKey } = await generateKeyPair("ES256", { extractable: true });
    const jwk = await exportJWK(privateKey);
    const kid = await calculateJwkThumbprint(jwk);
    writeAtomically(file, JSON.stringify({ ...jwk, kid, alg: "ES256", use: "sig" }, null, 2), 0o600);
  } catch (error) {
    throw new LocalFailure(`The coordinator's key cannot be written to ${file}: ${String(error)}.`);
  }
}
