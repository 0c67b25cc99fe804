import { importJWK, jwtVerify } from "jose";
import { keyProofSeconds, keyProofType } from "../contracts/key-proof.ts";
import type { RegisteredKey } from "../dynamo/directory-store.ts";

const clockSkewSeconds = 30;

/** Whether the proof is signed with that key, for that organisation and this platform, within the day. */
export async function isProved(
  proof: string,
  { jwk, alg }: RegisteredKey,
  { organisationId, audience, now }: { organisationId: string; audience: string; now: string },
): Promise<boolean> {
  try {
    await jwtVerify(proof, await importJWK(jwk, alg), {
      typ: keyProofType,
      algorithms: [alg],
      audience,
      issuer: organisationId,
      subject: organisationId,
      currentDate: new Date(now),
      clockTolerance: clockSkewSeconds,
      maxTokenAge: keyProofSeconds,
    });
    return true;
  } catch {
    return false;
  }
}
