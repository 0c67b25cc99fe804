import { generateKeyPairSync } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { calculateJwkThumbprint, importJWK, jwtVerify } from "jose";
import { describe, expect, it } from "vitest";
import { keyFromPem, publicPart, signToken } from "../../../shared/client/token.ts";
import { accord, emptyDirectory } from "./command-line.ts";

const pem = { format: "pem" } as const;
const privatePem = (pair: { privateKey: { export(as: { format: "pem"; type: "pkcs8" }): string | Buffer } }): string =>
  String(pair.privateKey.export({ ...pem, type: "pkcs8" }));
const made = {
  EdDSA: privatePem(generateKeyPairSync("ed25519")),
  ES256: privatePem(generateKeyPairSync("ec", { namedCurve: "P-256" })),
  PS256: privatePem(generateKeyPairSync("rsa", { modulusLength: 2048 })),
};

describe("a key in a PEM file", () => {
  it.each(["EdDSA", "ES256", "PS256"] as const)("signs by %s, under its thumbprint", async (alg) => {
    const key = await keyFromPem(made[alg]);
    expect(key).toMatchObject({ alg, kid: await calculateJwkThumbprint(publicPart(key)) });
    const token = await signToken({ organisationId: "court", key, audience: "accord" });
    expect((await jwtVerify(token, await importJWK(publicPart(key), alg))).payload.iss).toBe("court");
  });

  it("of the older form for elliptic curves is taken too", async () => {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    expect((await keyFromPem(String(privateKey.export({ ...pem, type: "sec1" })))).alg).toBe("ES256");
  });

  it.each([
    ["another curve", privatePem(generateKeyPairSync("ec", { namedCurve: "P-384" }))],
    ["a key that only agrees", privatePem(generateKeyPairSync("x25519"))],
    ["a public key", String(generateKeyPairSync("ed25519").publicKey.export({ ...pem, type: "spki" }))],
    ["no key", "key"],
  ])("is refused: %s", async (_, text) => {
    await expect(keyFromPem(text)).rejects.toThrow();
  });
});

describe("accord keys import", () => {
  it("keeps the key, shows its public half, and overwrites none", async () => {
    const keys = await emptyDirectory();
    const file = join(keys, "key.pem");
    await writeFile(file, made.EdDSA);
    const { exitCode, out } = await accord(["keys", "import", "court", file, "--keys", keys]);
    expect([exitCode, JSON.parse(out)]).toEqual([0, publicPart(await keyFromPem(made.EdDSA))]);
    expect((await accord(["keys", "public", "court", "--keys", keys])).out).toBe(out);
    expect(await accord(["keys", "import", "court", file, "--keys", keys])).toMatchObject({ exitCode: 2 });
  });

  it("says what is wrong with a file that holds none", async () => {
    const keys = await emptyDirectory();
    const file = join(keys, "key.pem");
    await writeFile(file, "key");
    for (const path of [file, join(keys, "none.pem")]) {
      const { exitCode, err } = await accord(["keys", "import", "court", path, "--keys", keys, "--lang", "zh"]);
      expect([exitCode, err.includes(path)]).toEqual([2, true]);
    }
  });
});
