import { type ClaimCommand, decideClaim, evolveClaim } from "../domain/claim-steps.ts";
import { claimFor, type IncentiveClaim, standsFor } from "../domain/incentive.ts";
import { loadCase } from "../dynamo/case-store.ts";
import { createClaim, loadClaim, saveClaim } from "../dynamo/claim-store.ts";
import { loadMediator } from "../dynamo/mediator-store.ts";
import { untilItLands } from "../dynamo/version-conflict.ts";
import { actorOf, type Caller, ownCounty, requireRight } from "./caller.ts";
import { caseFor, seenBy } from "./case-for.ts";
import { lawOfCase } from "./law-in-force.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";
import { tariffsFor } from "./tariffs-for.ts";

type ClaimPorts = Pick<Ports, "table" | "now">;
export type Claimed = { outcome: "created" | "repeated"; claim: IncentiveClaim };

/** Claims the pay of a settled dispute (以奖代补), once. Throws `not-found`, `CommandError` and `no-claim`. */
export async function claimIncentive({ table, now }: ClaimPorts, caller: Caller, caseId: string): Promise<Claimed> {
  const { state } = await seenBy(table, caller, await caseFor({ table }, caller, { caseId, act: "read-case" }));
  const held = await loadClaim(table, caseId);
  if (held?.organisationId === caller.organisationId) return { outcome: "repeated", claim: held };
  const mediatorId = "assignment" in state ? state.assignment?.mediatorId : undefined;
  const mediator = mediatorId === undefined ? undefined : await loadMediator(table, caller.organisationId, mediatorId);
  const county = ownCounty(caller);
  const claim = claimFor(state, {
    by: actorOf(caller),
    at: now(),
    county,
    rules: await lawOfCase(table, state.rulePack),
    tariffs: await tariffsFor(table, county),
    mediator,
  });
  if (await createClaim(table, claim)) return { outcome: "created", claim };
  const stands = await loadClaim(table, caseId);
  if (stands?.organisationId === caller.organisationId) return { outcome: "repeated", claim: stands };
  throw new Problem("no-claim", { detail: "the dispute was claimed for", members: { reason: "claimed-before" } });
}

/**
 * Takes a claim one step on, decided anew when another step lands meanwhile; a step taken already changes nothing. Answers
 * with the claim as it stands then. Throws `not-found` and `CommandError`.
 */
export const takeClaimStep = (
  { table, now }: ClaimPorts,
  caller: Caller,
  { claimId, command }: { claimId: string; command: ClaimCommand },
): Promise<IncentiveClaim> =>
  untilItLands(async () => {
    const claim = await loadClaim(table, claimId);
    if (claim === undefined) throw new Problem("not-found");
    requireRight(caller, { act: "decide-claim", county: claim.county });
    const stored = await loadCase(table, claim.claimId);
    const stands =
      stored !== undefined && standsFor(claim, stored.state, await lawOfCase(table, stored.state.rulePack));
    const step = decideClaim(command, claim, { at: now(), by: actorOf(caller), stands });
    if (step === undefined) return claim;
    const after = evolveClaim(claim, step);
    await saveClaim(table, claim, after);
    return after;
  });
