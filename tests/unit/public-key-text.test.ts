import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { publicKeyIn } from "../../functions/console/public-key.ts";

// Texts that people paste where a public key is asked for.

const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const publicJwk = publicKey.export({ format: "jwk" });
const privateJwk = privateKey.export({ format: "jwk" });
const pem = publicKey.export({ format: "pem", type: "spki" }).toString();

describe("a text in which a public key is looked for", () => {
  it.each([
    ["a JWK", JSON.stringify(publicJwk)],
    ["a JWK with its own kid and use", JSON.stringify({ ...publicJwk, kid: "样例", use: "sig" }, null, 2)],
    ["PEM", pem],
    ["PEM with space around it", `\n  ${pem}\n`],
  ])("is taken as %s", (_, text) => {
    expect(publicKeyIn(text)).toMatchObject({ jwk: publicJwk });
  });

  it.each([
    ["a JWK", JSON.stringify(privateJwk)],
    ["a JWK of which only a part was copied", JSON.stringify({ ...publicJwk, d: "" })],
    ["PEM", privateKey.export({ format: "pem", type: "pkcs8" }).toString()],
    ["PEM of the elder kind", privateKey.export({ format: "pem", type: "sec1" }).toString()],
    ["the key of OpenSSH", "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----"],
    ["PEM with its public half before it", `${pem}${privateKey.export({ format: "pem", type: "pkcs8" })}`],
  ])("is refused as the private half, as %s", (_, text) => {
    expect(publicKeyIn(text)).toEqual({ fault: "keyPrivate" });
  });

  it.each([
    ["nothing", "  \n", "keyMissing"],
    ["words", "ssh-ed25519 AAAA 样例", "keyUnreadable"],
    ["broken JSON", '{"kty":"EC"', "keyUnreadable"],
    ["a list", "[]", "keyUnreadable"],
    ["a shared secret", '{"kty":"oct","k":"AAAA"}', "keyUnreadable"],
    ["markup", "<script>alert(1)</script>", "keyUnreadable"],
  ])("is refused in words, being %s", (_, text, fault) => {
    expect(publicKeyIn(text)).toEqual({ fault });
  });
});
