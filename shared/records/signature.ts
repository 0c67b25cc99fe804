import { createPublicKey, verify } from "node:crypto";
import type { Verify } from "./roots.ts";

/** Checks signatures by a public key in PEM. Throws when that is no key. */
export function verifierOf(pem: string): Verify {
  const key = createPublicKey(pem);
  return (text, signature) => verify("sha256", Buffer.from(text), key, Buffer.from(signature, "base64"));
}
