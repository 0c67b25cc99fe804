import { createHmac } from "node:crypto";
import { GenerateMacCommand, type KMSClient } from "@aws-sdk/client-kms";
import type { Hash } from "../domain/party-match.ts";

const label = new TextEncoder().encode("accord/party-lookup/1");
/** 128 bits: short in an index, and far too many for two people ever to share one. */
const hashBytes = 16;

/**
 * The keyed hash by which parties are met again. Its key is derived by the key service, never stored, and asked for once in
 * an execution environment; only a failure is asked for again.
 */
export function createPartyHasher(client: KMSClient, keyId: string): () => Promise<Hash> {
  let known: Promise<Hash> | undefined;
  const derive = async (): Promise<Hash> => {
    const { Mac } = await client.send(
      new GenerateMacCommand({ KeyId: keyId, MacAlgorithm: "HMAC_SHA_256", Message: label }),
    );
    if (Mac === undefined) throw new Error("the key service gave no lookup key");
    return (text) => createHmac("sha256", Mac).update(text).digest().subarray(0, hashBytes).toString("base64url");
  };
  return () => {
    known ??= derive().catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
}
