import { createHash } from "node:crypto";

/** An id (RFC 9562, version 8) that says what it is of. */
export function idOf(parts: readonly string[]): string {
  const hash = createHash("sha256").update(parts.join("\0")).digest().subarray(0, 16);
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x80;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  return hash.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
