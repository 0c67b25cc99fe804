import { createECDH, createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";

/** The key pair on P-256 whose private half these 32 bytes are. */
export function keyPairFrom(secret: Buffer): { privateKey: KeyObject; publicKey: KeyObject } {
  const curve = createECDH("prime256v1");
  curve.setPrivateKey(secret);
  const point = curve.getPublicKey();
  const jwk = {
    kty: "EC",
    crv: "P-256",
    d: secret.toString("base64url"),
    x: point.subarray(1, 33).toString("base64url"),
    y: point.subarray(33).toString("base64url"),
  };
  const privateKey = createPrivateKey({ key: jwk, format: "jwk" });
  return { privateKey, publicKey: createPublicKey(privateKey) };
}
