import { createPrivateKey, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { Webhook } from "standardwebhooks";

// The keys of endpoints, as Standard Webhooks 1.0 writes it down: `whsec_` and the shared secret, `whsk_` and an ed25519
// key (the seed of 32 bytes and the public key of 32), `whpk_` and the public key alone; each in base64.

export type Signing = "hmac" | "ed25519";
/** What signs, which is stored sealed, and what its receiver verifies by where that is another thing. */
export type SigningKey = { secret: string; publicKey?: string };

/** For what an endpoint's secrets are sealed, and its fixed headers. */
export const secretSubject = (endpointId: string): string => `endpoint/${endpointId}/secret`;
export const headersSubject = (endpointId: string): string => `endpoint/${endpointId}/headers`;

const privateBegins = "whsk_";

export function newSigningKey(signing: Signing): SigningKey {
  if (signing === "hmac") return { secret: `whsec_${randomBytes(32).toString("base64")}` };
  const { d = "", x = "" } = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  const [seed, publicBytes] = [Buffer.from(d, "base64url"), Buffer.from(x, "base64url")];
  return {
    secret: `${privateBegins}${Buffer.concat([seed, publicBytes]).toString("base64")}`,
    publicKey: `whpk_${publicBytes.toString("base64")}`,
  };
}

/** The signature of a message at an instant, with its version before it: `v1,…` or `v1a,…`. */
export function signatureBy(secret: string, { id, at, body }: { id: string; at: Date; body: string }): string {
  if (!secret.startsWith(privateBegins)) return new Webhook(secret).sign(id, at, body);
  const bytes = Buffer.from(secret.slice(privateBegins.length), "base64");
  const [d, x] = [bytes.subarray(0, 32).toString("base64url"), bytes.subarray(32).toString("base64url")];
  const key = createPrivateKey({ key: { kty: "OKP", crv: "Ed25519", d, x }, format: "jwk" });
  const signed = `${id}.${Math.floor(at.getTime() / 1000)}.${body}`;
  return `v1a,${sign(null, Buffer.from(signed), key).toString("base64")}`;
}
