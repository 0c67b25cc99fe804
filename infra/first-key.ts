import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from "jose";
import * as z from "zod";
import { writeAtomically } from "./local/checkpoints.ts";
import { LocalFailure, messageOf } from "./local/failure.ts";
import { makeFolder } from "./local/folders.ts";

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
 * folder, readable by its owner only. It is made with the folder, and never again once there are data.
 */
export async function firstKey(dataDir: string): Promise<string> {
  const file = join(dataDir, "keys", "justice-bureau.json");
  const hasData = existsSync(join(dataDir, "platform.json"));
  if (!existsSync(file)) {
    if (hasData) throw new LocalFailure(`The coordinator's key ${file} is missing. ${restore(dataDir)}`);
    await makeKey(file);
  }
  let key: z.infer<typeof privateKeySchema>;
  try {
    key = privateKeySchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    const why =
      error instanceof z.ZodError || error instanceof SyntaxError ? "it is no ES256 private key" : messageOf(error);
    throw new LocalFailure(`The coordinator's key ${file} cannot be used: ${why}. Put it back from a copy.`);
  }
  const { kty, crv, x, y, kid } = key;
  return JSON.stringify({ kty, crv, x, y, kid, alg: "ES256", use: "sig" });
}

const restore = (dataDir: string): string =>
  "Put it back from a copy. If it is lost for good, make another by hand, which ends the old one: " +
  `npx accord --keys ${join(dataDir, "keys")} keys new justice-bureau`;

async function makeKey(file: string): Promise<void> {
  makeFolder(dirname(file));
  try {
    const { privateKey } = await generateKeyPair("ES256", { extractable: true });
    const jwk = await exportJWK(privateKey);
    const kid = await calculateJwkThumbprint(jwk);
    writeAtomically(file, JSON.stringify({ ...jwk, kid, alg: "ES256", use: "sig" }, null, 2), 0o600);
  } catch (error) {
    throw new LocalFailure(`The coordinator's key cannot be written to ${file}: ${messageOf(error)}.`);
  }
}
