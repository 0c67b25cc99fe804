import { calculateJwkThumbprint } from "jose";

/** The first coordinator's public key as the deployment names it now; undefined where it names none. */
export type Deployment = { bootstrap?: { organisationId: string; jwk: Record<string, unknown> } | undefined };

/** Whether a key is the one that the deployment names: somebody who may change that may change everything. */
export const isFirstKey = async (
  { bootstrap }: Deployment,
  { organisationId, keyId }: { organisationId: string; keyId?: string | undefined },
): Promise<boolean> =>
  bootstrap?.organisationId === organisationId && (await calculateJwkThumbprint(bootstrap.jwk)) === keyId;
