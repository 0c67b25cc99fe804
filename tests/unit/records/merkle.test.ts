import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { merkleRoot } from "../../../shared/records/merkle.ts";

const sha = (...parts: (string | Buffer)[]): Buffer => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const leaf = (text: string): Buffer => sha(Buffer.from([0]), text);
const node = (left: Buffer, right: Buffer): Buffer => sha(Buffer.from([1]), left, right);
/** As RFC 6962 says it: split at the largest power of two below the count. */
const asDefined = (texts: readonly string[]): Buffer => {
  const [first] = texts;
  if (first === undefined) return sha();
  if (texts.length === 1) return leaf(first);
  let split = 1;
  while (split * 2 < texts.length) split *= 2;
  return node(asDefined(texts.slice(0, split)), asDefined(texts.slice(split)));
};

describe("the root of a Merkle tree", () => {
  it("is the hash of nothing over no text", () => {
    expect(merkleRoot([])).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  });

  it("is the leaf's own hash over one", () => {
    expect(merkleRoot(["a"])).toBe(leaf("a").toString("hex"));
  });

  it("takes the last up as it is where there is no pair", () => {
    const three = node(node(leaf("a"), leaf("b")), leaf("c"));
    expect(merkleRoot(["a", "b", "c"])).toBe(three.toString("hex"));
    const five = node(node(node(leaf("a"), leaf("b")), node(leaf("c"), leaf("d"))), leaf("e"));
    expect(merkleRoot(["a", "b", "c", "d", "e"])).toBe(five.toString("hex"));
  });

  it("is as RFC 6962 defines it, over any texts", () =>
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 70 }), (texts) => {
        expect(merkleRoot(texts)).toBe(asDefined(texts).toString("hex"));
      }),
    ));

  it("is another one in another order, with one more, one less, or the last one twice", () => {
    const texts = ["a", "b", "c"];
    const others = [
      ["b", "a", "c"],
      ["a", "c", "b"],
      ["a", "b"],
      ["a", "b", "c", "d"],
      ["a", "b", "c", "c"],
    ];
    for (const other of others) expect(merkleRoot(other)).not.toBe(merkleRoot(texts));
  });

  it("is not that of its nodes passed off as leaves", () => {
    const pair = Buffer.concat([leaf("a"), leaf("b")]).toString("latin1");
    expect(merkleRoot([pair])).not.toBe(merkleRoot(["a", "b"]));
  });
});
