import { createHmac, createPrivateKey, createPublicKey, type KeyObject, randomBytes, sign } from "node:crypto";
import { audience } from "../../infra/demo/city.ts";
import { newKeyPair, type PrivateJwk, publicPart, registrationOf } from "../../shared/client/token.ts";
import { oneOf } from "../support/tampering.ts";
import { police, strangerAgency, villageCommittee } from "../support/town.ts";
import { anyOf, type Corpus, each, type Ground, isGiven, type Random } from "./ground.ts";
import { faultOfToken } from "./judges.ts";
import { oddPayloads, tooBad } from "./odd-claims.ts";

type Claims = Record<string, unknown>;
type Keys = { own: PrivateJwk; other: PrivateJwk; fresh: PrivateJwk; revoked: PrivateJwk };
type Forge = (keys: Keys, random: Random, seconds: number) => string;

const coded = (text: string | Uint8Array): string => Buffer.from(text).toString("base64url");
const json = (value: unknown): string => coded(JSON.stringify(value));
const keyObject = (key: PrivateJwk): KeyObject => createPrivateKey({ key: { ...key }, format: "jwk" });

/** Signs whatever text as header and payload, the way ES256 does. */
function es256(head: string, payload: string, key: PrivateJwk): string {
  const text = `${head}.${payload}`;
  const signature = sign("sha256", Buffer.from(text), { key: keyObject(key), dsaEncoding: "ieee-p1363" });
  return `${text}.${coded(signature)}`;
}
const headOf = (key: PrivateJwk, more: Claims = {}): string =>
  json({ alg: "ES256", typ: "JWT", kid: key.kid, ...more });
const good = (seconds: number, more: Claims = {}): Claims => ({
  iss: police,
  sub: police,
  aud: audience,
  iat: seconds,
  exp: seconds + 240,
  jti: randomBytes(8).toString("hex"),
  ...more,
});
/** By the right key, of claims that are wrong. */
const claiming =
  (wrong: (random: Random, seconds: number) => Claims): Forge =>
  ({ own }, random, seconds) =>
    es256(headOf(own), json(good(seconds, wrong(random, seconds))), own);
const parts = (token: string): [string, string, string] => {
  const [head = "", payload = "", signature = ""] = token.split(".");
  return [head, payload, signature];
};
const right = ({ own }: Keys, seconds: number): string => es256(headOf(own), json(good(seconds)), own);
/** A good token of which one bit of a part is another. */
const flipped =
  (part: 0 | 1 | 2): Forge =>
  (keys, random, seconds) => {
    const all = parts(right(keys, seconds));
    const bytes = Buffer.from(all[part], "base64url");
    const at = random(bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
    all[part] = coded(bytes);
    return all.join(".");
  };

/** What a forger without the private key takes for a shared secret. */
function secretsOf(key: PrivateJwk): (string | Uint8Array)[] {
  const object = createPublicKey({ key: { ...publicPart(key) }, format: "jwk" });
  const pem = object.export({ format: "pem", type: "spki" }).toString();
  const der = new Uint8Array(object.export({ format: "der", type: "spki" }));
  return [
    JSON.stringify(publicPart(key)),
    key.x ?? "",
    Buffer.from(key.x ?? "", "base64url"),
    pem,
    pem.trim(),
    der,
    key.kid,
    "",
    "secret",
  ];
}
const hashes = { HS256: "sha256", HS384: "sha384", HS512: "sha512" } as const;
const hmacs = ["HS256", "HS384", "HS512"] as const;

const forgeries: Readonly<Record<string, Forge>> = {
  "no algorithm": ({ own }, random, seconds) => {
    const alg = oneOf(random, ["none", "None", "NONE", "nOnE", "", "null"]);
    return `${headOf(own, { alg })}.${json(good(seconds))}.${random(2) === 0 ? "" : coded(randomBytes(64))}`;
  },
  "another algorithm": ({ own }, random, seconds) => {
    const algs = [
      "RS256",
      "PS256",
      "EdDSA",
      "ES384",
      "ES512",
      "ES256K",
      "es256",
      "RSA1_5",
      "dir",
      null,
      0,
      ["ES256"],
      {},
    ];
    return es256(headOf(own, { alg: anyOf(random, algs) }), json(good(seconds)), own);
  },
  "the public key for a secret": ({ own }, random, seconds) => {
    const alg = oneOf(random, hmacs);
    const text = `${headOf(own, { alg })}.${json(good(seconds))}`;
    return `${text}.${createHmac(hashes[alg], oneOf(random, secretsOf(own)))
      .update(text)
      .digest("base64url")}`;
  },
  "another key": ({ own, fresh, other }, random, seconds) =>
    es256(headOf(own), json(good(seconds)), oneOf(random, [fresh, other])),
  "the kid of another organisation": ({ other }, random, seconds) => {
    const organisation = oneOf(random, [police, villageCommittee, "justice-bureau", "operator", "nobody"]);
    return es256(headOf(other), json(good(seconds, { iss: organisation, sub: organisation })), other);
  },
  "an odd kid": ({ own, fresh }, random, seconds) => {
    const kids = [
      "",
      "constructor",
      "__proto__",
      "toString",
      "../keys",
      "'",
      `${own.kid} `,
      own.kid.toUpperCase(),
      own.kid.slice(1),
      "k".repeat(4_000),
      0,
      null,
      true,
      [own.kid],
      { kid: own.kid },
    ];
    return es256(headOf(own, { kid: anyOf(random, kids) }), json(good(seconds)), oneOf(random, [own, fresh]));
  },
  "a key of its own in the header": ({ own, fresh }, random, seconds) => {
    const jwk = publicPart(fresh);
    const address = "https://keys.example/jwks.json";
    const more = oneOf<Claims>(random, [
      { jwk },
      { jwk, kid: fresh.kid },
      { jku: address },
      { jku: address, kid: fresh.kid },
      { x5u: address },
      { x5c: [coded(randomBytes(200))] },
      { x5c: [coded(randomBytes(200))], x5t: "AAAA", kid: fresh.kid },
    ]);
    return es256(headOf(own, more), json(good(seconds)), fresh);
  },
  "a header that must be understood": ({ own }, random, seconds) => {
    const more = oneOf<Claims>(random, [
      { crit: ["new"], new: 1 },
      { crit: ["exp"] },
      { crit: [] },
      { crit: "b64" },
      { b64: false, crit: ["b64"] },
    ]);
    return es256(headOf(own, more), json(good(seconds)), own);
  },
  "a time that is over": claiming((random, seconds) => {
    const age = 31 + random(100_000);
    return { iat: seconds - age - 200, exp: seconds - age };
  }),
  "a time to come": claiming((random, seconds) => {
    const ahead = 40 + random(100_000);
    return oneOf<Claims>(random, [{ nbf: seconds + ahead }, { iat: seconds + ahead, exp: seconds + ahead + 60 }]);
  }),
  "another platform": claiming((random) => ({
    aud: anyOf(random, [
      "another",
      "",
      "Accord",
      "accord ",
      "accord.example",
      "accor",
      [],
      ["another"],
      [["accord"]],
      {},
      1,
      null,
      true,
    ]),
  })),
  "a life too long": claiming((random, seconds) => ({
    exp: anyOf(random, [
      seconds + 301 + random(1_000_000),
      1e15,
      1e300,
      "999999999999",
      null,
      true,
      [seconds + 60],
      undefined,
    ]),
  })),
  "a beginning that is none": claiming((random, seconds) => ({
    iat: anyOf(random, [-1, 0, 1e300, String(seconds), null, [seconds], {}, undefined]),
  })),
  "an issuer that is not its subject": claiming((random) => {
    const odd = anyOf(random, [
      strangerAgency,
      "",
      `${police}\u0000`,
      police.toUpperCase(),
      "__proto__",
      [police],
      null,
      1,
      undefined,
    ]);
    return oneOf<Claims>(random, [{ sub: odd }, { iss: odd }]);
  }),
  "claims said twice": ({ own, fresh }, random, seconds) => {
    const said = JSON.stringify(good(seconds)).slice(1, -1);
    const twice = oneOf(random, [
      `"exp":${seconds - 100}`,
      `"aud":"another"`,
      `"sub":"${strangerAgency}"`,
      `"iat":${seconds + 900}`,
      `"exp":${seconds + 900}`,
    ]);
    // Its last word counts (RFC 7519, 4), so that the good one comes first; or it comes last and another key has signed.
    return random(2) === 0
      ? es256(headOf(own), coded(`{${said},${twice}}`), own)
      : es256(headOf(own), coded(`{${twice},${said}}`), fresh);
  },
  "claims that are no claims": ({ own }, random, seconds) =>
    es256(headOf(own), coded(oneOf(random, oddPayloads(JSON.stringify(good(seconds))))), own),
  "an officer nobody can read": claiming((random) => ({ officer: anyOf(random, tooBad) })),
  "a key that was revoked": ({ revoked }, _, seconds) => es256(headOf(revoked), json(good(seconds)), revoked),
  "a flipped bit of the header": flipped(0),
  "a flipped bit of the claims": flipped(1),
  "a flipped bit of the signature": flipped(2),
  "a signature that is none": (keys, random, seconds) => {
    const [head, payload, signature] = parts(right(keys, seconds));
    const bytes = Buffer.from(signature, "base64url");
    const der = sign("sha256", Buffer.from(`${head}.${payload}`), keyObject(keys.own));
    const none = oneOf<Uint8Array>(random, [
      Buffer.alloc(0),
      Buffer.alloc(64),
      Buffer.alloc(64, 255),
      bytes.subarray(0, random(64)),
      Buffer.concat([bytes, bytes]),
      der,
    ]);
    return `${head}.${payload}.${coded(none)}`;
  },
  "other parts": (keys, random, seconds) => {
    const [head, payload, signature] = parts(right(keys, seconds));
    return oneOf(random, [
      `${head}.${payload}`,
      `${head}.${payload}.${signature}.`,
      `${head}.${payload}.${signature}.${signature}`,
      `${head}..${signature}`,
      `.${payload}.${signature}`,
      `${head}.${payload}.${signature}==`,
      `${head}.${payload}, Bearer ${right(keys, seconds)}`,
      JSON.stringify({ payload, protected: head, signature }),
      `${payload}.${head}.${signature}`,
      "A".repeat(6_000),
      "..",
    ]);
  },
  "a secret of no session": (_, random) => `session_${coded(randomBytes(8 + random(40)))}`,
};

/** Forged, changed and stale tokens: none is good for anything, and each is refused in the words of its code alone. */
export const tokens: Corpus = {
  name: "tokens forged or changed",
  zh: "伪造、篡改的令牌",
  atLeast: 800,
  async run({ town, send }: Ground, random) {
    const own = town.keyOf(police);
    const fresh = (await newKeyPair()).privateJwk;
    const revoked = (await newKeyPair()).privateJwk;
    const client = await town.clientOf(police);
    const params = { organisationId: police };
    const body = await registrationOf({ organisationId: police, key: revoked, audience, now: town.now });
    const { keyId } = (await client.registerKey({ params, body })).body;
    await client.revokeKey({ params: { ...params, keyId } });
    const keys = { own, other: town.keyOf(strangerAgency), fresh, revoked };
    const names = Object.keys(forgeries);
    const tries = Array.from({ length: 40 * names.length }, (_, index) => {
      const name = names[index % names.length] ?? "";
      const token = forgeries[name]?.(keys, random, Math.floor(town.now() / 1000)) ?? "";
      return { name, token, to: oneOf(random, addresses) };
    });
    const control = await send("/v1/cases?as=sender", {
      headers: { authorization: `Bearer ${right(keys, Math.floor(town.now() / 1000))}` },
    });
    const faults = await each(tries, async ({ name, token, to: [method, path] }) => {
      const answer = await send(path, { method, headers: { authorization: `Bearer ${token}` } });
      const fault = faultOfToken(answer);
      return fault === undefined ? undefined : `${name} on ${method} ${path}: ${fault}; ${token.slice(0, 400)}`;
    });
    const wrong = faults.filter(isGiven);
    if (control.status !== 200)
      wrong.push(`a good token is refused, so that the others show nothing: ${control.status}`);
    return { tried: tries.length, wrong };
  },
};

const addresses = [
  ["GET", "/v1/cases?as=sender"],
  ["GET", "/v1/work"],
  ["GET", `/v1/cases/${crypto.randomUUID()}/parties`],
  ["POST", "/v1/referrals"],
  ["POST", "/v1/inbox/receive"],
  ["DELETE", `/v1/organisations/${police}/keys/any`],
  ["GET", "/v1/roots"],
  ["GET", "/v1/reports/figures?period=2026"],
] as const;
