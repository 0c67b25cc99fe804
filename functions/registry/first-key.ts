import { calculateJwkThumbprint } from "jose";
import type { Caller } from "../../shared/runtime/caller.ts";
import type { Platform } from "./platform.ts";

/** Whether the caller signs with the key that the deployment names: somebody who may change that may change everything. */
export const isFirstKey = async ({ bootstrap }: Platform, { organisationId, keyId }: Caller): Promise<boolean> =>
  bootstrap?.organisationId === organisationId && (await calculateJwkThumbprint(bootstrap.jwk)) === keyId;
