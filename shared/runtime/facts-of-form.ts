import { isOver } from "../domain/case-state.ts";
import { loadClaim } from "../dynamo/claim-store.ts";
import type { PaperFacts } from "../papers/facts.ts";
import { type Caller, may } from "./caller.ts";
import type { Ports } from "./ports.ts";
import { retentionInForce } from "./retention-in-force.ts";

// Facts that a single form says and no other: they are read for it alone.

/** The facts with how long the case is kept, for the cover of its file: none before it is over, since that depends on how it ends. */
export async function withRetention(
  { table, now }: Pick<Ports, "table" | "now">,
  facts: PaperFacts,
): Promise<PaperFacts> {
  const { state } = facts;
  if (!isOver(state)) return facts;
  return { ...facts, retention: state.erasure ?? (await retentionInForce(table, state, now())) };
}

/** The facts with the claim for the case, as far as the caller may read it, for the form for incentive pay. */
export async function withClaim(
  { table }: Pick<Ports, "table">,
  caller: Caller,
  facts: PaperFacts,
): Promise<PaperFacts> {
  const claim = (await loadClaim(table, facts.state.caseId))?.claim;
  return claim !== undefined && may(caller, { act: "read-claim", of: claim }) ? { ...facts, claim } : facts;
}
