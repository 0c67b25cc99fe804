import { createPrivateKey, createPublicKey } from "node:crypto";
import { calculateJwkThumbprint } from "jose";
import { describe, expect, it } from "vitest";
import { publishedKeys } from "../../shared/domain/published-keys.ts";
import { faultOfKey } from "../../shared/runtime/key-strength.ts";
import { printedKeys } from "../support/published-keys.ts";

describe("a key whose private half is printed somewhere", () => {
  it.each(printedKeys.map(({ source, jwk }) => [source, jwk] as const))("%s is known as such", async (source, jwk) => {
    expect(publishedKeys.get(await calculateJwkThumbprint(jwk))).toBe(source);
    // Nothing else is wrong with it, so it would be taken.
    const { d: _, ...publicHalf } = { d: undefined, ...jwk };
    expect(faultOfKey(publicHalf)).toBeUndefined();
    if (jwk.kty !== "RSA") {
      // Everybody who read it can sign with it.
      const signer = createPrivateKey({ key: jwk, format: "jwk" });
      expect(createPublicKey(signer).export({ format: "jwk" })).toEqual(publicHalf);
    }
  });

  it("is in the list once, and nothing else is", () => {
    expect(printedKeys).toHaveLength(publishedKeys.size);
    expect(new Set(printedKeys.map(({ jwk }) => JSON.stringify(jwk))).size).toBe(publishedKeys.size);
  });
});
