import { expiryOf } from "../../shared/domain/key-expiry.ts";
import type { RegisteredKey } from "../../shared/dynamo/directory-store.ts";

/** A key as it is shown: without the key itself, and with its end, which those of earlier releases have not stored. */
export const keyView = (key: RegisteredKey) => {
  const { keyId, alg, registeredAt } = key;
  return { keyId, alg, registeredAt, expiresAt: expiryOf(key) };
};
