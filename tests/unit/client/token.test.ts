import { calculateJwkThumbprint, decodeProtectedHeader, importJWK, jwtVerify } from "jose";
import { describe, expect, it } from "vitest";
import { newKeyPair, signingAlgorithm, signToken, tokenSource } from "../../../shared/client/token.ts";

const now = () => Date.parse("2026-07-01T00:00:00Z");
const issuedAt = now() / 1000;

describe("a key pair", () => {
  it.each(signingAlgorithm().options)("of %s signs tokens that its public half verifies", async (alg) => {
    const { privateJwk, publicJwk } = await newKeyPair(alg);
    const token = await signToken({ organisationId: "court", key: privateJwk, audience: "accord", now });
    const options = { currentDate: new Date(now()) };
    const { protectedHeader } = await jwtVerify(token, await importJWK(publicJwk, alg), options);
    expect(protectedHeader).toEqual({ alg, kid: await calculateJwkThumbprint(publicJwk), typ: "JWT" });
  });

  it("has nothing private in its public half", async () => {
    const { publicJwk } = await newKeyPair();
    expect(Object.keys(publicJwk).sort()).toEqual(["alg", "crv", "kid", "kty", "x", "y"]);
  });
});

describe("a token", async () => {
  const { privateJwk: key, publicJwk } = await newKeyPair();
  const claims = { organisationId: "court", key, audience: "accord", now };
  const read = async (token: string) =>
    (await jwtVerify(token, await importJWK(publicJwk, key.alg), { currentDate: new Date(now()) })).payload;

  it("is issued by the organisation, about itself, for four minutes", async () => {
    expect(await read(await signToken(claims))).toEqual({
      iss: "court",
      sub: "court",
      aud: "accord",
      iat: issuedAt,
      exp: issuedAt + 240,
    });
  });

  it("names the officer when there is one", async () => {
    expect((await read(await signToken({ ...claims, officer: "样例法官" })))["officer"]).toBe("样例法官");
  });

  it("never lives over 300 seconds", async () => {
    await expect(signToken({ ...claims, lifetimeSeconds: 301 })).rejects.toThrow(RangeError);
    expect(decodeProtectedHeader(await signToken({ ...claims, lifetimeSeconds: 300 })).kid).toBe(key.kid);
  });
});

describe("a token source", async () => {
  const { privateJwk: key } = await newKeyPair();

  it("gives the same token until 30 seconds before it ends", async () => {
    let time = now();
    const token = tokenSource({ organisationId: "court", key, audience: "accord", now: () => time });
    const first = await token();
    time += 209_999;
    expect(await token()).toBe(first);
    time += 1;
    expect(await token()).not.toBe(first);
  });
});
