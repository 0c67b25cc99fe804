import { createHash } from "node:crypto";

const hashOf = (...parts: readonly (string | Buffer)[]): Buffer => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/**
 * The root of a Merkle tree over texts in their order, as RFC 6962 makes it: leaves and nodes are hashed apart, so that neither
 * can be passed off as the other. Hex; of no text the hash of nothing.
 */
export function merkleRoot(texts: readonly string[]): string {
  let level = texts.map((text) => hashOf("\u0000", text));
  if (level.length === 0) return hashOf().toString("hex");
  while (level.length > 1) {
    level = level.flatMap((left, index) => {
      if (index % 2 === 1) return [];
      const right = level[index + 1];
      // A node without a neighbour goes up as it is.
      return [right === undefined ? left : hashOf("\u0001", left, right)];
    });
  }
  return level.map((root) => root.toString("hex")).join("");
}
