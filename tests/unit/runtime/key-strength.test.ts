import { generateKeyPairSync, generatePrimeSync, type JsonWebKey } from "node:crypto";
import { describe, expect, it } from "vitest";
import { faultOfKey, isRoca } from "../../../shared/runtime/key-strength.ts";

const base64 = (number: bigint): string => {
  const hex = number.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex").toString("base64url");
};
const rsa = (n: bigint, e = 65537n): JsonWebKey => ({ kty: "RSA", n: base64(n), e: base64(e) });
const prime = (bits: number): bigint => generatePrimeSync(bits, { bigint: true });
const exported = (pair: { publicKey: { export: (as: { format: "jwk" }) => JsonWebKey } }): JsonWebKey =>
  pair.publicKey.export({ format: "jwk" });
/** A point of Ed25519 by its y and the sign of its x. */
const point = (y: bigint, sign = 0n): JsonWebKey => {
  const hex = ((sign << 255n) | y).toString(16).padStart(64, "0");
  return { kty: "OKP", crv: "Ed25519", x: Buffer.from(hex, "hex").reverse().toString("base64url") };
};
const field = 2n ** 255n - 19n;

describe("a key that is made as it should be", () => {
  it.each([
    ["P-256", () => exported(generateKeyPairSync("ec", { namedCurve: "P-256" }))],
    ["Ed25519", () => exported(generateKeyPairSync("ed25519"))],
    ["RSA of 2048 bits", () => exported(generateKeyPairSync("rsa", { modulusLength: 2048 }))],
    ["RSA of 3072 bits", () => exported(generateKeyPairSync("rsa", { modulusLength: 3072 }))],
  ])("is taken: %s", (_, made) => expect(faultOfKey(made())).toBeUndefined());

  it("is taken of Ed25519 whatever the sign of x, a hundred times", () => {
    for (let count = 0; count < 100; count += 1) {
      expect(faultOfKey(exported(generateKeyPairSync("ed25519")))).toBeUndefined();
    }
  });
});

describe("an RSA key", () => {
  const [p, q] = [prime(1024), prime(1024)];
  it.each([
    ["whose modulus is a bit too short", rsa(prime(1024) * prime(1022)), "modulus-length"],
    [
      "whose modulus is filled up with zeros",
      {
        ...rsa(p * q),
        n: Buffer.concat([Buffer.alloc(8), Buffer.from(base64(prime(512) * prime(512)), "base64url")]).toString(
          "base64url",
        ),
      },
      "not-canonical",
    ],
    ["that is too long to be verified soon", rsa((1n << 8200n) + 1n), "modulus-length"],
    ["with the exponent 3", rsa(p * q, 3n), "exponent"],
    ["with the exponent 1", rsa(p * q, 1n), "exponent"],
    ["whose modulus is even", rsa((p * q) << 1n), "weak-modulus"],
    ["whose modulus has a small factor", rsa(p * prime(1026) * 7n), "weak-modulus"],
    ["whose modulus is a prime", rsa(prime(2048)), "weak-modulus"],
    ["whose modulus is a square", rsa(p * p), "weak-modulus"],
  ] as const)("%s is refused", (_, jwk, fault) => expect(faultOfKey(jwk)).toBe(fault));

  it("whose factors lie close together is refused", () => {
    let next = p + 2n;
    const isPrime = (number: bigint) => powerOf(2n, number - 1n, number) === 1n;
    while (!isPrime(next)) next += 2n;
    expect(faultOfKey(rsa(p * next))).toBe("weak-modulus");
  });

  it("of the shape of CVE-2017-15361 is refused", () => {
    // Primes k·M + 65537^a mod M, M being the product of the first 126 primes, as that library made them.
    const primes: bigint[] = [];
    for (let number = 2n; primes.length < 126; number += 1n)
      if (primes.every((one) => number % one !== 0n)) primes.push(number);
    const product = primes.reduce((all, one) => all * one, 1n);
    const made = (begin: bigint): bigint => {
      for (let k = begin; ; k += 1n) {
        const candidate = k * product + powerOf(65537n, begin % 977n, product);
        if (powerOf(2n, candidate - 1n, candidate) === 1n) return candidate;
      }
    };
    const modulus = made(1n << 54n) * made((1n << 54n) + 99n);
    expect(isRoca(modulus)).toBe(true);
    expect(isRoca(p * q)).toBe(false);
    expect(faultOfKey(rsa(modulus))).toBe("weak-modulus");
  });
});

function powerOf(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let [result, square, left] = [1n, base % modulus, exponent];
  for (; left > 0n; left >>= 1n, square = (square * square) % modulus)
    if (left & 1n) result = (result * square) % modulus;
  return result;
}

describe("a point of P-256", () => {
  const good = exported(generateKeyPairSync("ec", { namedCurve: "P-256" }));
  const x = Buffer.from(good.x ?? "", "base64url");
  it.each([
    ["off the curve", { ...good, y: good.x ?? "" }, "not-on-curve"],
    ["at infinity", { ...good, x: "", y: "" }, "not-on-curve"],
    [
      "of zeros",
      { ...good, x: Buffer.alloc(32).toString("base64url"), y: Buffer.alloc(32).toString("base64url") },
      "not-on-curve",
    ],
    ["with bytes too many", { ...good, x: Buffer.concat([Buffer.alloc(1), x]).toString("base64url") }, "not-canonical"],
    ["in padded base64", { ...good, x: x.toString("base64") }, "not-canonical"],
  ] as const)("%s is refused", (_, jwk, fault) => expect(faultOfKey(jwk)).toBe(fault));
});

describe("the points of P-256 of Wycheproof (testvectors_v1/ecdh_secp256r1_ecpoint_test.json)", () => {
  const prime256 = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
  const written = (hex: string): string => Buffer.from(hex, "hex").toString("base64url");
  const pointAt = (x: string, y: string): JsonWebKey => ({ kty: "EC", crv: "P-256", x: written(x), y: written(y) });
  const edges = [0n, 1n, prime256 - 1n, prime256].map((number) => number.toString(16).padStart(64, "0"));

  it("that are on no curve are refused (332 to 347)", () => {
    for (const x of edges) for (const y of edges) expect(faultOfKey(pointAt(x, y))).toBe("not-on-curve");
  });

  it.each([
    [
      "a common one (1)",
      "62d5bd3372af75fe85a040715d0f502428e07046868b0bfdfa61d731afe44f26",
      "ac333a93a9e70a81cd5a95b5bf8d13990eb741c8c38872b4a07d275a014e30cf",
    ],
    [
      "one with an unusual product (3)",
      "58fd4168a87795603e2b04390285bdca6e57de6027fe211dd9d25e2212d29e62",
      "080d36bd224d7405509295eed02a17150e03b314f96da37445b0d1d29377d12c",
    ],
    [
      "one whose x begins with a zero (18)",
      "0507fabb16755f4885ae45b3d497822388f4e6a531de512c200480b4e56b892a",
      "b70746c1d8a20637eff17948e557a2b4da2562ba6b62991b426b7b3787a19693",
    ],
  ])("that are on it are taken: %s", (_, x, y) => expect(faultOfKey(pointAt(x, y))).toBeUndefined());
});

describe("a point of Ed25519", () => {
  /** The y of a point of order 8; the other such points differ from it by signs. */
  const eighth = BigInt("0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7");
  it.each([
    ["of order 1", point(1n), "small-order"],
    ["of order 2", point(field - 1n), "small-order"],
    ["of order 4", point(0n), "small-order"],
    ["of order 4, the other", point(0n, 1n), "small-order"],
    ["of order 8", point(eighth), "small-order"],
    ["of order 8, the other sign", point(eighth, 1n), "small-order"],
    ["of order 8, its negative", point(field - eighth), "small-order"],
    ["whose x is minus zero", point(1n, 1n), "not-canonical"],
    ["whose y is not below the prime", point(field + 3n), "not-canonical"],
    ["off the curve", point(2n), "not-on-curve"],
  ] as const)("%s is refused", (_, jwk, fault) => expect(faultOfKey(jwk)).toBe(fault));
});
