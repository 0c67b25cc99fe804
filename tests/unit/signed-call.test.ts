import { generateKeyPairSync, sign } from "node:crypto";
import { describe, expect, it } from "vitest";
import { isSignedCall } from "../../shared/runtime/signed-call.ts";
import { signingProviderOf } from "../../shared/runtime/signing-provider.ts";

const { privateKey } = generateKeyPairSync("ed25519");
const { x = "" } = privateKey.export({ format: "jwk" });
const publicKey = `whpk_${Buffer.from(x, "base64url").toString("base64")}`;
const now = Date.parse("2026-03-02T02:00:00.000Z");
const seconds = Math.floor(now / 1000);

const headersOf = ({ id = "1", at = String(seconds), body = "{}", version = "v1a" } = {}) => ({
  "webhook-id": id,
  "webhook-timestamp": at,
  "webhook-signature": `v1,AAAA ${version},${sign(null, Buffer.from(`${id}.${at}.${body}`), privateKey).toString("base64")}`,
});
const isGood = (headers: Record<string, string>, body = "{}", time = now) =>
  isSignedCall(publicKey, (name) => headers[name], body, time);

describe("a call of the provider", () => {
  it("is known by its signature over id, time and body", () => {
    expect(isGood(headersOf())).toBe(true);
    expect(isGood(headersOf(), "{ }")).toBe(false);
    expect(isGood({ ...headersOf(), "webhook-id": "2" })).toBe(false);
    expect(isGood({ ...headersOf(), "webhook-timestamp": String(seconds + 1) })).toBe(false);
    expect(isGood(headersOf({ version: "v1" }))).toBe(false);
    for (const lacking of ["webhook-id", "webhook-timestamp", "webhook-signature"])
      expect(isGood({ ...headersOf(), [lacking]: "" }), lacking).toBe(false);
    expect(isGood({ ...headersOf(), "webhook-signature": "v1a,AAAA" })).toBe(false);
  });

  it("is of now: five minutes to either side", () => {
    for (const [off, good] of [
      [300, true],
      [-300, true],
      [301, false],
      [-301, false],
    ] as const)
      expect(isGood(headersOf(), "{}", now + off * 1000), String(off)).toBe(good);
    expect(isGood(headersOf({ at: `${seconds}.0` }))).toBe(false);
    expect(isGood(headersOf({ id: "1.2" })), "whose id could be read as its time").toBe(false);
  });
});

describe("the provider of a deployment", () => {
  const reach = { WEBHOOK_ALLOW_LOOPBACK: "false", WEBHOOK_NETWORKS: "" } as const;
  it("is there where its address and key are named", () => {
    const of = (SIGNING_URL: string, SIGNING_KEY: string) => signingProviderOf({ ...reach, SIGNING_URL, SIGNING_KEY });
    expect([of("", ""), of("https://signs.example", ""), of("", publicKey)]).toEqual([undefined, undefined, undefined]);
    expect(of("https://signs.example", publicKey)).toMatchObject({ url: "https://signs.example", publicKey });
    expect(() => of("https://signs.example", "whpk_AAAA")).toThrow();
  });
});
