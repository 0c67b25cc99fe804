import { calculateJwkThumbprint, importJWK, type JWK } from "jose";
import * as z from "zod";
import { once } from "../domain/once.ts";
import type { RegisteredKey } from "../dynamo/directory-store.ts";

const algorithms = once(() =>
  z.union([
    z
      .object({ kty: z.literal("EC"), crv: z.literal("P-256"), x: z.string(), y: z.string() })
      .transform((jwk) => ({ jwk, alg: "ES256" as const })),
    z
      .object({ kty: z.literal("OKP"), crv: z.literal("Ed25519"), x: z.string() })
      .transform((jwk) => ({ jwk, alg: "EdDSA" as const })),
    z
      .object({ kty: z.literal("RSA"), n: z.string(), e: z.string(), alg: z.enum(["PS256", "RS256"]).default("PS256") })
      .transform(({ alg, ...jwk }) => ({ jwk, alg })),
  ]),
);

/** The public part of a key of a kind that we take, named by its RFC 7638 thumbprint; undefined where it is none. */
export async function readPublicKey(candidate: unknown, now: string): Promise<RegisteredKey | undefined> {
  const parsed = algorithms().safeParse(candidate);
  if (!parsed.success) return undefined;
  const { jwk, alg } = parsed.data;
  const key: JWK = jwk;
  try {
    await importJWK(key, alg);
  } catch {
    return undefined;
  }
  return { keyId: await calculateJwkThumbprint(key), alg, registeredAt: now, jwk };
}
