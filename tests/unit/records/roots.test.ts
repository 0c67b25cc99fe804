import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Manifest, RootedChain, SignedRoot } from "../../../shared/contracts/roots.ts";
import {
  faultOfChain,
  faultOfRoot,
  hashOfRoot,
  isListed,
  manifestOf,
  rootOfManifest,
  signedText,
  statementOf,
} from "../../../shared/records/roots.ts";
import { verifierOf } from "../../../shared/records/signature.ts";

const keys = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
const verify = verifierOf(keys.publicKey.export({ format: "pem", type: "spki" }).toString());
const headOf = (text: string): string => createHash("sha256").update(text).digest("hex");
const chain = (id: string, length = 3): RootedChain => ["case", id, length, headOf(`${id} ${length}`)];

const signed = (manifests: readonly Manifest[], before?: SignedRoot): SignedRoot => {
  const at = `2026-03-0${(before?.number ?? 0) + 1}T00:00:00.000Z`;
  const statement = statementOf(manifests, { before, at, keyId: "key" });
  return {
    ...statement,
    signature: sign("sha256", Buffer.from(signedText(statement)), keys.privateKey).toString("base64"),
  };
};
const here = manifestOf("330483", [chain("b"), chain("a"), ["log", "court", 1, headOf("log")]]);
const there = manifestOf("330402", [chain("c")]);
const first = signed([here, there]);
const second = signed([manifestOf("330483", [chain("a", 4)]), manifestOf("330402", [])], first);

describe("a root", () => {
  it("names the one before it by its hash, and the first one none", () => {
    expect([first.number, first.previous]).toEqual([1, ""]);
    expect([second.number, second.previous]).toEqual([2, hashOfRoot(first)]);
  });

  it("counts its chains, and lists its counties in order", () => {
    expect(first.count).toBe(4);
    expect(first.counties.map(({ county }) => county)).toEqual(["330402", "330483"]);
  });

  it("is the same in whatever order chains and counties were read", () => {
    const turned = signed([there, manifestOf("330483", here.chains.toReversed())]);
    expect({ ...turned, signature: "" }).toEqual({ ...first, signature: "" });
  });

  it("holds behind the one before it", () => {
    expect(faultOfRoot(first, undefined, verify)).toBeUndefined();
    expect(faultOfRoot(second, first, verify)).toBeUndefined();
  });

  it("covers nothing on a day without changes, and is made all the same", () => {
    const third = signed([], second);
    expect([third.count, faultOfRoot(third, second, verify)]).toEqual([0, undefined]);
  });

  const other = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const { signature: _, ...said } = second;
  const forged = (change: Partial<SignedRoot>): SignedRoot => ({ ...second, ...change });
  const resigned = (change: Partial<SignedRoot>): SignedRoot => {
    const statement = { ...said, ...change };
    return {
      ...statement,
      signature: sign("sha256", Buffer.from(signedText(statement)), keys.privateKey).toString("base64"),
    };
  };
  it.each([
    ["the one before is missing", second, undefined, "number"],
    ["the one before is another one", second, { ...first, at: "2026-03-01T00:00:01.000Z" }, "previous"],
    ["its time is changed", forged({ at: "2026-03-03T00:00:00.000Z" }), first, "signature"],
    ["its counties are changed", forged({ counties: first.counties }), first, "signature"],
    ["its root is changed", forged({ root: first.root }), first, "signature"],
    [
      "another key signed it",
      forged({ signature: sign("sha256", Buffer.from(signedText(said)), other.privateKey).toString("base64") }),
      first,
      "signature",
    ],
    ["its signature is no signature", forged({ signature: "AAAA" }), first, "signature"],
    ["it is not the root of what it lists", resigned({ root: first.root }), first, "root"],
  ] as const)("does not hold where %s", (_case, root, before, fault) => {
    expect(faultOfRoot(root, before, verify)).toBe(fault);
  });
});

describe("a manifest", () => {
  it("is the one that its root lists, and no other", () => {
    expect([isListed(first, here.county, here), isListed(first, there.county, there)]).toEqual([true, true]);
    expect(isListed(second, here.county, here)).toBe(false);
    expect(isListed(first, here.county, { ...here, chains: here.chains.slice(1) })).toBe(false);
    expect(isListed(first, "440106", manifestOf("440106", []))).toBe(false);
    expect(isListed(first, "440106", { ...here, county: "440106" })).toBe(false);
  });

  it("that names another county than the one asked for is not listed for it, whole as it may be", () => {
    expect(isListed(first, here.county, there)).toBe(false);
    expect(isListed(first, here.county, { ...here, county: there.county })).toBe(false);
    expect(isListed(first, here.county, manifestOf("440106", []))).toBe(false);
  });

  it("has a root of its own for each change of a chain", () => {
    const roots = [
      chain("a"),
      chain("a", 4),
      ["readings", "a", 3, headOf("a 3")],
      ["case", "a", 3, headOf("x")],
    ] as const;
    expect(new Set(roots.map((one) => rootOfManifest(manifestOf("330483", [[...one]])))).size).toBe(4);
  });
});

describe("a chain that a root saw", () => {
  const hashes = ["1", "2", "3"].map(headOf);
  const seen = (length: number, head: string): RootedChain => ["case", "a", length, head];

  it("holds where it still has that link, also when it has gone on", () => {
    expect(faultOfChain(seen(3, headOf("3")), hashes)).toBeUndefined();
    expect(faultOfChain(seen(2, headOf("2")), hashes)).toBeUndefined();
  });

  it.each([
    ["gone", seen(1, headOf("1")), undefined],
    ["gone", seen(1, headOf("1")), []],
    ["short", seen(4, headOf("4")), hashes],
    ["other", seen(3, headOf("4")), hashes],
    ["other", seen(2, headOf("3")), hashes],
  ] as const)("is %s otherwise", (fault, one, there) => {
    expect(faultOfChain(one, there)).toBe(fault);
  });
});
