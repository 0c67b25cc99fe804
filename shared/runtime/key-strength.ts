import { checkPrimeSync, createPublicKey, type JsonWebKey } from "node:crypto";
import { once } from "../domain/once.ts";

/** Why a public key is not taken although it is one of a kind we take. */
export type KeyFault =
  | "not-canonical"
  | "not-on-curve"
  | "small-order"
  | "modulus-length"
  | "exponent"
  | "weak-modulus";

/**
 * What is wrong with a public key as a key to sign with (RFC 7518 for RSA, SP 800-186 for P-256, RFC 8032 for Ed25519); undefined
 * where nothing is known against it. It must be written in the one form that its thumbprint is taken of.
 */
export function faultOfKey(jwk: JsonWebKey): KeyFault | undefined {
  const written = writtenAnew(jwk);
  if (written === undefined) return "not-on-curve";
  const isSame = (["n", "e", "x", "y"] as const).every((member) => written[member] === jwk[member]);
  if (!isSame) return "not-canonical";
  if (jwk.kty === "RSA") return faultOfModulus(numberIn(jwk.n), numberIn(jwk.e));
  return jwk.kty === "OKP" ? faultOfPoint(Buffer.from(jwk.x ?? "", "base64url")) : undefined;
}

/** OpenSSL refuses a point that is not on P-256. */
function writtenAnew(jwk: JsonWebKey): JsonWebKey | undefined {
  try {
    return createPublicKey({ key: jwk, format: "jwk" }).export({ format: "jwk" });
  } catch {
    return undefined;
  }
}

const numberIn = (text: string | undefined): bigint =>
  BigInt(`0x0${Buffer.from(text ?? "", "base64url").toString("hex")}`);

const [bitsAtLeast, bitsAtMost] = [2048, 8192];
const publicExponent = 65537n;

function faultOfModulus(modulus: bigint, exponent: bigint): KeyFault | undefined {
  const bits = modulus.toString(2).length;
  if (bits < bitsAtLeast || bits > bitsAtMost) return "modulus-length";
  if (exponent !== publicExponent) return "exponent";
  const isWeak =
    primesBelow(1000).some((prime) => modulus % prime === 0n) || isRoca(modulus) || hasCloseFactors(modulus);
  return isWeak || checkPrimeSync(modulus) ? "weak-modulus" : undefined;
}

const primesBelow = (limit: number): bigint[] => {
  const primes: bigint[] = [];
  for (let number = 2n; number < limit; number += 1n) {
    if (primes.every((prime) => number % prime !== 0n)) primes.push(number);
  }
  return primes;
};

/**
 * Whether a modulus has the shape of those that Infineon's library made (CVE-2017-15361): modulo every small prime it is a power
 * of 65537. By chance one in some hundred million is.
 */
export const isRoca = (modulus: bigint): boolean =>
  primesBelow(168)
    .filter((prime) => prime !== 2n)
    .every((prime) => {
      let power = 1n;
      do {
        if (modulus % prime === power) return true;
        power = (power * publicExponent) % prime;
      } while (power !== 1n && power !== 0n);
      return false;
    });

const stepsOfFermat = 100;

/** Whether the factors lie so close together that Fermat's method finds them at once (CVE-2022-26320). */
function hasCloseFactors(modulus: bigint): boolean {
  let middle = rootOf(modulus);
  if (middle * middle < modulus) middle += 1n;
  for (let step = 0; step < stepsOfFermat; step += 1, middle += 1n) {
    const square = middle * middle - modulus;
    const root = rootOf(square);
    if (root * root === square) return true;
  }
  return false;
}

/** The whole part of a square root, by Newton's method. */
function rootOf(number: bigint): bigint {
  if (number < 2n) return number;
  let guess = 1n << BigInt(Math.ceil(number.toString(2).length / 2));
  for (;;) {
    const next = (guess + number / guess) >> 1n;
    if (next >= guess) return guess;
    guess = next;
  }
}

const field = 2n ** 255n - 19n;
const mod = (number: bigint): bigint => ((number % field) + field) % field;
/** The constant d of the curve: -121665/121666. */
const curveD = once(() => mod(-121665n * power(121666n, field - 2n)));

function power(base: bigint, exponent: bigint): bigint {
  let [result, square, left] = [1n, mod(base), exponent];
  for (; left > 0n; left >>= 1n, square = mod(square * square)) if (left & 1n) result = mod(result * square);
  return result;
}

/** A point of Ed25519, as RFC 8032 writes it: y in 255 bits, and a bit for the sign of x. */
function faultOfPoint(encoded: Buffer): KeyFault | undefined {
  const said = BigInt(`0x${Buffer.from(encoded).reverse().toString("hex")}`);
  const isOdd = said >> 255n === 1n;
  const y = said & (2n ** 255n - 1n);
  if (y >= field) return "not-canonical";
  const square = mod((y * y - 1n) * power(curveD() * y * y + 1n, field - 2n));
  if (square !== 0n && power(square, (field - 1n) / 2n) !== 1n) return "not-on-curve";
  if (square === 0n && isOdd) return "not-canonical";
  // Doubling three times takes the points of order 1, 2, 4 and 8, and no others, to the neutral one: (0, 1).
  let [ySquared, xSquared] = [mod(y * y), square];
  let height = y;
  for (let doubling = 0; doubling < 3; doubling += 1) {
    // y of the double: (y² + x²) / (1 - d·x²·y²); its x² follows from the curve.
    const product = mod(curveD() * xSquared * ySquared);
    height = mod((ySquared + xSquared) * power(1n - product, field - 2n));
    ySquared = mod(height * height);
    xSquared = mod((ySquared - 1n) * power(curveD() * ySquared + 1n, field - 2n));
  }
  return height === 1n ? "small-order" : undefined;
}
