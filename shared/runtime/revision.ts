import { createHash } from "node:crypto";
import { Problem } from "./problem.ts";

/** The name of what something is compared with before it is loaded, as a dry run tells it. */
export const revisionOf = (basis: unknown): string =>
  createHash("sha256").update(JSON.stringify(basis)).digest("base64url").slice(0, 16);

/** Throws `changed-meanwhile` where somebody looked at another revision than the present one; who names none takes any. */
export function requireRevision(looked: string | undefined, present: string): void {
  if (looked !== undefined && looked !== present) throw new Problem("changed-meanwhile");
}
