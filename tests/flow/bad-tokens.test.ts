import { generateKeyPairSync } from "node:crypto";
import { exportJWK, generateKeyPair, importJWK, SignJWT } from "jose";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { audience, coordinatorId } from "../../infra/demo/city.ts";
import { createClient } from "../../shared/client/client.ts";
import { newKeyPair, type PrivateJwk, registrationOf, type SigningAlgorithm } from "../../shared/client/token.ts";
import type { ProblemCode } from "../../shared/contracts/problems.ts";
import { offendingFields } from "../support/problem-answer.ts";
import { problemCodeOf } from "../support/refused.ts";
import { type Item, storedItems } from "../support/stored.ts";
import { operatorId, police, startTown, strangerAgency, type Town, villageCommittee } from "../support/town.ts";

let town: Town;
let before: Item[];

beforeAll(async () => {
  town = await startTown([police, strangerAgency]);
});
afterAll(() => town?.stop());

const withToken = (token: string) => town.ask("/v1/cases?as=sender", { headers: { authorization: `Bearer ${token}` } });
const seconds = () => Math.floor(town.now() / 1000);

type Change = { claims?: Record<string, unknown>; header?: Record<string, unknown>; key?: PrivateJwk };
/** A good token of the police, but for what is changed. */
async function token({ claims, header, key = town.keyOf(police) }: Change = {}): Promise<string> {
  const now = seconds();
  const payload = { iss: police, sub: police, aud: audience, iat: now, exp: now + 240, ...claims };
  return new SignJWT(Object(payload))
    .setProtectedHeader(Object({ alg: key.alg, kid: key.kid, ...header }))
    .sign(await importJWK(key, key.alg));
}
const coded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

describe("a token", () => {
  beforeEach(async () => {
    before = await storedItems(town.platform);
  });
  afterEach(async () => {
    expect(await storedItems(town.platform)).toEqual(before);
  });

  it("that is good is taken, so that the refusals below are for what they name", async () => {
    expect((await withToken(await token())).status).toBe(200);
  });

  it.each<[string, () => Promise<string> | string, ProblemCode]>([
    ["no token after Bearer", () => "", "token-missing"],
    ["something that is no token", () => "not.a-token", "token-malformed"],
    ["no JSON inside", () => "e30.e30.e30", "token-malformed"],
    ["no kid", () => token({ header: { kid: undefined } }), "token-malformed"],
    ["no issuer", () => token({ claims: { iss: undefined } }), "token-malformed"],
    [
      "no signature (alg none)",
      async () => `${coded({ alg: "none", kid: town.keyOf(police).kid })}.${(await token()).split(".")[1]}.`,
      "token-malformed",
    ],
    ["a signature cut off", async () => (await token()).replace(/\.[^.]*$/, "."), "token-signature"],
    ["expired", () => token({ claims: { iat: seconds() - 400, exp: seconds() - 100 } }), "token-expired"],
    ["no expiry", () => token({ claims: { exp: undefined } }), "token-claims"],
    ["no time of issue", () => token({ claims: { iat: undefined } }), "token-claims"],
    ["a life over 300 s", () => token({ claims: { exp: seconds() + 301 } }), "token-claims"],
    ["an issuer other than its subject", () => token({ claims: { sub: strangerAgency } }), "token-claims"],
    ["no audience", () => token({ claims: { aud: undefined } }), "token-audience"],
    ["another audience", () => token({ claims: { aud: "another-platform" } }), "token-audience"],
    ["issued in the future", () => token({ claims: { iat: seconds() + 120, exp: seconds() + 240 } }), "token-future"],
    ["not valid before the future", () => token({ claims: { nbf: seconds() + 120 } }), "token-future"],
    ["an unknown key", () => token({ header: { kid: "unknown" } }), "token-unknown-key"],
    ["a key that every object has", () => token({ header: { kid: "constructor" } }), "token-unknown-key"],
    ["a key called __proto__", () => token({ header: { kid: "__proto__" } }), "token-unknown-key"],
    ["an unknown organisation", () => token({ claims: { iss: "nobody", sub: "nobody" } }), "token-unknown-key"],
    [
      "another organisation's key under that one's kid",
      () => token({ key: town.keyOf(strangerAgency) }),
      "token-unknown-key",
    ],
    [
      "another key under a known kid",
      () => token({ key: town.keyOf(strangerAgency), header: { kid: town.keyOf(police).kid } }),
      "token-signature",
    ],
    [
      "claims changed after signing",
      async () => {
        const [head, , signature] = (await token()).split(".");
        const now = seconds();
        return `${head}.${coded({ iss: police, sub: police, aud: audience, iat: now, exp: now + 299 })}.${signature}`;
      },
      "token-signature",
    ],
    [
      "another algorithm than its key's",
      async () => {
        const { privateKey } = await generateKeyPair("PS256");
        return new SignJWT({ iss: police, sub: police, aud: audience })
          .setProtectedHeader({ alg: "PS256", kid: town.keyOf(police).kid })
          .setIssuedAt()
          .setExpirationTime("2m")
          .sign(privateKey);
      },
      "token-malformed",
    ],
    [
      "a shared secret made of the public key",
      () =>
        new SignJWT({ iss: police, sub: police, aud: audience })
          .setProtectedHeader({ alg: "HS256", kid: town.keyOf(police).kid })
          .setIssuedAt()
          .setExpirationTime("2m")
          .sign(new TextEncoder().encode(JSON.stringify(town.keyOf(police).x))),
      "token-malformed",
    ],
    [
      "a header that must be understood",
      async () => {
        const { alg, kid } = town.keyOf(police);
        return `${coded({ alg, kid, crit: ["new"], new: true })}.${(await token()).split(".").slice(1).join(".")}`;
      },
      "token-malformed",
    ],
    ["a human's name on two lines", () => token({ claims: { officer: "a\u2028b" } }), "token-claims"],
    ["a human's name that is too long", () => token({ claims: { officer: "x".repeat(81) } }), "token-claims"],
  ])("with %s is refused", async (_, make, code) => {
    const answer = await withToken(await make());
    expect(answer.status).toBe(401);
    expect(offendingFields(answer, code)).toEqual([]);
  });

  it("that is missing is asked for, in the way of bearer tokens", async () => {
    for (const headers of [{}, { authorization: "Basic dXNlcjpwYXNz" }]) {
      const answer = await town.ask("/v1/cases?as=sender", { headers });
      expect(offendingFields(answer, "token-missing")).toEqual([]);
      expect(answer.headers.get("www-authenticate")).toBe("Bearer");
    }
  });

  it("is explained in Chinese to those who ask in Chinese", async () => {
    const answer = await town.ask("/v1/cases?as=sender", { headers: { "accept-language": "zh-CN" } });
    offendingFields(answer, "token-missing", "zh");
  });
});

describe("a key", () => {
  it.each<SigningAlgorithm>(["ES256", "EdDSA", "PS256", "RS256"])(
    "of %s signs tokens beside the old one",
    async (alg) => {
      const { privateJwk } = await newKeyPair(alg);
      const client = await town.clientOf(police);
      const params = { organisationId: police };
      const { keyId } = (
        await client.registerKey({
          params,
          body: await registrationOf({ organisationId: police, key: privateJwk, audience, now: town.now }),
        })
      ).body;
      expect((await withToken(await token({ key: { ...privateJwk, kid: keyId } }))).status).toBe(200);
      expect((await withToken(await token())).status).toBe(200);
    },
  );

  it("is registered by its holder alone, for one organisation and platform, and the proof is no token", async () => {
    const client = await town.clientOf(police);
    const { privateJwk: key } = await newKeyPair();
    const params = { organisationId: police };
    const right = { ...params, key, audience, now: town.now };
    const { jwk, proof } = await registrationOf(right);
    const day = 86_400_000;
    const wrong = [
      (await registrationOf({ ...right, organisationId: villageCommittee })).proof,
      (await registrationOf({ ...right, audience: "another" })).proof,
      (await registrationOf({ ...right, key: (await newKeyPair()).privateJwk })).proof,
      (await registrationOf({ ...right, now: () => town.now() - day - 60_000 })).proof,
      await token({ key }),
      proof.slice(0, -2),
      "none",
    ];
    for (const [index, other] of wrong.entries()) {
      const refused = client.registerKey({ params, body: { jwk, proof: other } });
      await expect(refused, String(index)).rejects.toMatchObject({ status: 422 });
    }
    const { keyId } = (await client.registerKey({ params, body: { jwk, proof } })).body;
    expect(offendingFields(await withToken(proof), "token-malformed")).toEqual([]);
    expect((await withToken(await token({ key: { ...key, kid: keyId } }))).status).toBe(200);
  });

  it("of the coordinator is never the last to go, and that of the first day is dead once it is revoked", async () => {
    const { operator } = town;
    const params = { organisationId: operatorId };
    const firstDay = town.keyOf(operatorId).kid;
    const { body: city } = await operator.showOrganisation({ params: { organisationId: coordinatorId } });
    const { keyId = "" } = city.keys[0] ?? {};
    expect(await problemCodeOf(operator.revokeKey({ params: { organisationId: coordinatorId, keyId } }))).toBe(
      "409 last-key",
    );
    expect(await problemCodeOf(operator.revokeKey({ params: { ...params, keyId: firstDay } }))).toMatch(
      /404|409 last-key/,
    );
    const { privateJwk: key } = await newKeyPair();
    await operator.putOrganisation({
      params,
      body: {
        kind: "agency",
        type: "coordinator",
        level: "county",
        name: "样例",
        divisionCode: "330000",
        categories: [],
      },
    });
    // On the first day nobody else is there: it says itself that one suffices.
    const twoPersons = { coordinatorKeys: false };
    await operator.changeSettings({ params: { county: "330000" }, body: { twoPersons } });
    await operator.registerKey({ params, body: await registrationOf({ ...params, key, audience, now: town.now }) });
    await operator.revokeKey({ params: { ...params, keyId: firstDay } });
    expect(await problemCodeOf(operator.showOrganisation({ params }))).toBe("401 token-unknown-key");
    const next = createClient({ baseUrl: town.platform.url, audience, organisationId: operatorId, key, now: town.now });
    expect((await next.showOrganisation({ params })).status).toBe(200);
    expect(await problemCodeOf(next.revokeKey({ params: { ...params, keyId: firstDay } }))).toBe("404 not-found");
  });

  it("that is revoked signs nothing more, at once", async () => {
    const { privateJwk } = await newKeyPair();
    const client = await town.clientOf(police);
    const params = { organisationId: police };
    const { keyId } = (
      await client.registerKey({
        params,
        body: await registrationOf({ organisationId: police, key: privateJwk, audience, now: town.now }),
      })
    ).body;
    const good = await token({ key: { ...privateJwk, kid: keyId } });
    expect((await withToken(good)).status).toBe(200);
    await client.revokeKey({ params: { ...params, keyId } });
    expect(offendingFields(await withToken(good), "token-unknown-key")).toEqual([]);
    expect((await withToken(await token())).status).toBe(200);
  });
});

describe("a key that may not be registered", () => {
  beforeEach(async () => {
    before = await storedItems(town.platform);
  });
  afterEach(async () => {
    expect(await storedItems(town.platform)).toEqual(before);
  });

  const publicOf = async (alg: string, options = {}) =>
    exportJWK((await generateKeyPair(alg, { extractable: true, ...options })).publicKey);
  it.each<[string, () => Promise<unknown> | unknown, string]>([
    ["none at all", () => undefined, "/jwk required"],
    ["of an unknown kind", () => ({ kty: "oct", k: "c2VjcmV0" }), "/jwk/kty invalid-value"],
    ["with its private part", () => town.keyOf(police), "/jwk private-key"],
    [
      "an RSA key of 1024 bits",
      () => generateKeyPairSync("rsa", { modulusLength: 1024 }).publicKey.export({ format: "jwk" }),
      "/jwk unsuitable-key",
    ],
    ["on another curve", () => publicOf("ES384"), "/jwk unsuitable-key"],
    ["on a curve for agreement", () => publicOf("ECDH-ES", { crv: "X25519" }), "/jwk unsuitable-key"],
    [
      "of a point that is not on its curve",
      async () => ({ ...(await publicOf("ES256")), x: "AAAA" }),
      "/jwk unsuitable-key",
    ],
    ["with parts left out", () => ({ kty: "EC", crv: "P-256" }), "/jwk unsuitable-key"],
    [
      "that is the example of RFC 8037, whose private half it prints",
      () => ({ kty: "OKP", crv: "Ed25519", x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" }),
      "/jwk published-key",
    ],
  ])("%s", async (_, jwk, field) => {
    const made = await jwk();
    const answer = await town.ask(`/v1/organisations/${police}/keys`, {
      by: police,
      method: "POST",
      body: { proof: "none", ...(made === undefined ? {} : { jwk: made }) },
    });
    expect(offendingFields(answer, "invalid-body")).toEqual([field]);
  });
});
