import { createPublicKey, verify } from "node:crypto";

const begins = "whpk_";
const toleranceSeconds = 300;

/** Whether the holder of the private half of an ed25519 key (`whpk_…`) signed a body within five minutes (Standard Webhooks 1.0). */
export function isSignedCall(
  publicKey: string,
  headers: (name: string) => string | undefined,
  body: string,
  now: number,
) {
  const [id = "", timestamp = "", signatures = ""] = ["id", "timestamp", "signature"].map((one) =>
    headers(`webhook-${one}`),
  );
  if (id === "" || id.includes(".") || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(Math.floor(now / 1000) - Number(timestamp)) > toleranceSeconds) return false;
  const key = keyOf(publicKey);
  const signed = Buffer.from(`${id}.${timestamp}.${body}`);
  return signatures
    .split(" ")
    .filter((one) => one.startsWith("v1a,"))
    .some((one) => verify(null, signed, key, Buffer.from(one.slice("v1a,".length), "base64")));
}

/** Throws where a key is none of ed25519: that is a fault of the deployment. */
export function keyOf(publicKey: string) {
  const x = Buffer.from(publicKey.slice(begins.length), "base64").toString("base64url");
  return createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
}
