import { generateKeyPairSync, sign } from "node:crypto";
import type { RootKey } from "../../shared/aws/root-key.ts";
import type { RootStore } from "../../shared/aws/root-store.ts";

/** An archive in memory, which keeps what was put there first. */
export function rootStoreInMemory(): RootStore & { kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    read: async (key) => kept.get(key),
    async add(key, text) {
      if (kept.has(key)) return false;
      kept.set(key, text);
      return true;
    },
  };
}

/** A key pair of this process. */
export function rootKeyInMemory(): RootKey {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  return {
    keyId: "key",
    sign: async (text) => sign("sha256", Buffer.from(text), privateKey).toString("base64"),
    publicKey: async () => publicKey.export({ format: "pem", type: "spki" }).toString(),
  };
}
