import type { ClosingOutcome } from "./codes.ts";

/** Whether a case that ended so has failed: one that was never mediated has not, nor has one that its referrer took back. */
export const hasFailed = (outcome: ClosingOutcome, wasHeld: boolean): boolean =>
  outcome !== "performed" && outcome !== "merged" && outcome !== "recalled" && (outcome !== "not_accepted" || wasHeld);
