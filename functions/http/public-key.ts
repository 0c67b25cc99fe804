import { calculateJwkThumbprint, importJWK, type JWK } from "jose";
import * as z from "zod";
import { once } from "../../shared/domain/once.ts";
import type { RegisteredKey } from "../../shared/dynamo/directory-store.ts";

const modulusAtLeastBytes = 256;

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
      .refine((jwk) => Buffer.from(jwk.n, "base64url").length >= modulusAtLeastBytes)
      .transform(({ alg, ...jwk }) => ({ jwk, alg })),
  ]),
);

/**
 * The key as it is registered, named by its RFC 7638 thumbprint; undefined when it is no public key of a kind we take:
 * P-256, Ed25519, or RSA of at least 2048 bits.
 */
export async function registrable(candidate: Record<string, unknown>, now: string): Promise<RegisteredKey | undefined> {
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
