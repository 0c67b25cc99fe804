import { createPrivateKey } from "node:crypto";
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, SignJWT } from "jose";
import * as z from "zod";
import { keyProofType } from "../contracts/key-proof.ts";
import { once } from "../domain/once.ts";

const signingAlgorithms = ["ES256", "EdDSA", "PS256", "RS256"] as const;
export const signingAlgorithm = once(() => z.enum(signingAlgorithms));
export type SigningAlgorithm = (typeof signingAlgorithms)[number];

const lifetimeAtMostSeconds = 300;
const renewBeforeSeconds = 30;

export const publicJwk = once(() => {
  const member = z.string().exactOptional();
  const kind = { kty: z.enum(["EC", "OKP", "RSA"]), alg: signingAlgorithm(), kid: z.string().min(1) };
  return z.object({ ...kind, crv: member, x: member, y: member, n: member, e: member });
});
export type PublicJwk = z.infer<ReturnType<typeof publicJwk>>;

export const privateJwk = once(() => {
  const member = z.string().exactOptional();
  return publicJwk().extend({ d: z.string(), p: member, q: member, dp: member, dq: member, qi: member });
});
export type PrivateJwk = z.infer<ReturnType<typeof privateJwk>>;

/** A new signing key (RSA: 3072 bits): the private half to keep, the public half to register. Both carry the RFC 7638 thumbprint as kid. */
export async function newKeyPair(
  alg: SigningAlgorithm = "ES256",
): Promise<{ privateJwk: PrivateJwk; publicJwk: PublicJwk }> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true, modulusLength: 3072 });
  const exported = await exportJWK(privateKey);
  const key = privateJwk().parse({ ...exported, alg, kid: await calculateJwkThumbprint(exported) });
  return { privateJwk: key, publicJwk: publicPart(key) };
}

/** The public half of a key. */
export const publicPart = (key: PrivateJwk): PublicJwk => publicJwk().parse(key);

export type TokenClaims = {
  organisationId: string;
  key: PrivateJwk;
  audience: string;
  /** The human who acts, for the audit trail. */
  officer?: string;
  /** Milliseconds since the epoch. */
  now?: () => number;
  lifetimeSeconds?: number;
  /** It serves one command of the graver kind: a copy of it is worth nothing. */
  once?: boolean;
};

/** A bearer token in the manner of RFC 7523, signed by its own issuer. Throws RangeError when it would live over 300 seconds. */
export async function signToken(claims: TokenClaims): Promise<string> {
  const { organisationId, key, audience, officer, now = Date.now, lifetimeSeconds = 240, once = false } = claims;
  if (lifetimeSeconds < 1 || lifetimeSeconds > lifetimeAtMostSeconds) {
    throw new RangeError(`a token lives 1 to ${lifetimeAtMostSeconds} seconds, not ${lifetimeSeconds}`);
  }
  const issuedAt = Math.floor(now() / 1000);
  const token = new SignJWT(officer === undefined ? {} : { officer })
    .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: "JWT" })
    .setIssuer(organisationId)
    .setSubject(organisationId)
    .setAudience(audience)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + lifetimeSeconds);
  // A token for one act is good for that one; others are sent again and again until they end.
  if (once) token.setJti(crypto.randomUUID());
  return token.sign(await importJWK(key, key.alg));
}

/** What registers a key for an organisation: its public half, and the proof that its holder has the private one, good for a day. */
export async function registrationOf({
  organisationId,
  key,
  audience,
  now = Date.now,
}: Pick<TokenClaims, "organisationId" | "key" | "audience" | "now">): Promise<{ jwk: PublicJwk; proof: string }> {
  const proof = await new SignJWT()
    .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: keyProofType })
    .setIssuer(organisationId)
    .setSubject(organisationId)
    .setAudience(audience)
    .setIssuedAt(Math.floor(now() / 1000))
    .sign(await importJWK(key, key.alg));
  return { jwk: publicPart(key), proof };
}

/** Tokens on demand: the last one again until 30 seconds before it ends, then a new one. */
export function tokenSource(claims: TokenClaims): () => Promise<string> {
  const { now = Date.now, lifetimeSeconds = 240 } = claims;
  let current: { token: Promise<string>; renewAt: number } | undefined;
  return () => {
    if (current === undefined || now() >= current.renewAt) {
      const renewAt = now() + (lifetimeSeconds - renewBeforeSeconds) * 1000;
      current = { token: signToken(claims), renewAt };
    }
    return current.token;
  };
}

/**
 * The signing key in a PEM file, as openssl makes it: of P-256, Ed25519, or RSA of 2048 bits and more, which signs by PS256. It is
 * called by its RFC 7638 thumbprint. Throws where it is no such private key.
 */
export async function keyFromPem(pem: string): Promise<PrivateJwk> {
  const jwk = createPrivateKey(pem).export({ format: "jwk" });
  const alg = jwk.kty === "RSA" ? "PS256" : { "P-256": "ES256", Ed25519: "EdDSA" }[jwk.crv ?? ""];
  return privateJwk().parse({ ...jwk, alg, kid: await calculateJwkThumbprint(jwk) });
}
