import { incentiveRoutes } from "../../shared/contracts/incentive-routes.ts";
import type { RouteAnswer } from "../../shared/contracts/route.ts";
import {
  type ClaimCommand,
  claimFor,
  decideClaim,
  evolveClaim,
  type IncentiveClaim,
  possibleClaimCommands,
  standsFor,
} from "../../shared/domain/incentive.ts";
import { loadCase } from "../../shared/dynamo/case-store.ts";
import { createClaim, listClaims, loadClaim, saveClaim } from "../../shared/dynamo/claim-store.ts";
import { indexes } from "../../shared/dynamo/keys.ts";
import { loadMediator } from "../../shared/dynamo/mediator-store.ts";
import { untilItLands } from "../../shared/dynamo/version-conflict.ts";
import { lawOfCase } from "../../shared/runtime/law-in-force.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { tariffsFor } from "../../shared/runtime/tariffs-for.ts";
import { type Answer, actorOf, type Caller } from "./call.ts";
import { visibleCase } from "./case-view.ts";
import { countyOf } from "./county.ts";
import { startKeyOf } from "./cursor.ts";
import { operation } from "./operation.ts";
import type { Reporting } from "./reports.ts";

/** Incentive pay (以奖代补): claimed by the committee, decided on by the coordinator. */
export const incentiveOperations = {
  claimIncentive: operation(incentiveRoutes.claimIncentive, async (reporting: Reporting, { body, caller }) => {
    const { table, now } = reporting;
    const { state } = await visibleCase(reporting, body.caseId, caller);
    const held = await loadClaim(table, body.caseId);
    if (held !== undefined && held.organisationId === caller.organisationId) return { status: 200, body: viewOf(held) };
    const mediatorId = "assignment" in state ? state.assignment?.mediatorId : undefined;
    const mediator =
      mediatorId === undefined ? undefined : await loadMediator(table, caller.organisationId, mediatorId);
    const county = caller.organisation.facts.divisionCode.slice(0, 6);
    const claim = claimFor(state, {
      by: actorOf(caller),
      at: now(),
      county,
      rules: await lawOfCase(table, state.rulePack),
      tariffs: await tariffsFor(table, county),
      mediator,
    });
    if (await createClaim(table, claim)) return { status: 201, body: viewOf(claim) };
    const stands = await loadClaim(table, body.caseId);
    if (stands?.organisationId === caller.organisationId) return { status: 200, body: viewOf(stands) };
    throw new Problem("no-claim", { detail: "the dispute was claimed for", members: { reason: "claimed-before" } });
  }),

  listClaims: operation(incentiveRoutes.listClaims, async ({ table }: Reporting, { query, caller }) => {
    const { quarter, status, limit, cursor } = query;
    const county = countyOf(caller, query.county);
    const startKey = startKeyOf(cursor, indexes.casesBySender);
    const page = await listClaims(table, { county, quarter, limit, startKey });
    const claims = page.claims
      .filter((claim) => caller.role !== "committee" || claim.organisationId === caller.organisationId)
      .filter((claim) => status === undefined || claim.status === status);
    return { status: 200, body: { ...page, claims: claims.map(viewOf) } };
  }),

  reviewClaim: operation(incentiveRoutes.reviewClaim, (reporting: Reporting, call) =>
    take(reporting, call, { type: "review" }),
  ),
  approveClaim: operation(incentiveRoutes.approveClaim, (reporting: Reporting, call) =>
    take(reporting, call, { type: "approve" }),
  ),
  payClaim: operation(incentiveRoutes.payClaim, (reporting: Reporting, call) => take(reporting, call, { type: "pay" })),
  rejectClaim: operation(incentiveRoutes.rejectClaim, (reporting: Reporting, call) =>
    take(reporting, call, { type: "reject", ...call.body }),
  ),
  reverseClaim: operation(incentiveRoutes.reverseClaim, (reporting: Reporting, call) =>
    take(reporting, call, { type: "reverse", ...call.body }),
  ),
};
export type ClaimOperation = keyof typeof incentiveOperations;

const viewOf = (claim: IncentiveClaim): RouteAnswer<typeof incentiveRoutes.claimIncentive> => ({
  ...claim,
  possible: possibleClaimCommands(claim.status),
});

/** Takes a claim one step on, decided anew when another step lands meanwhile; a step taken already changes nothing. */
async function take(
  { table, now }: Reporting,
  { params, caller }: { params: { claimId: string }; caller: Caller },
  command: ClaimCommand,
): Promise<Answer<ReturnType<typeof viewOf>>> {
  return untilItLands(async () => {
    const claim = await loadClaim(table, params.claimId);
    if (claim === undefined) throw new Problem("not-found");
    countyOf(caller, claim.county);
    const stored = await loadCase(table, claim.claimId);
    const stands =
      stored !== undefined && standsFor(claim, stored.state, await lawOfCase(table, stored.state.rulePack));
    const step = decideClaim(command, claim, { at: now(), by: actorOf(caller), stands });
    if (step === undefined) return { status: 200, body: viewOf(claim) };
    const after = evolveClaim(claim, step);
    await saveClaim(table, claim, after);
    return { status: 200, body: viewOf(after) };
  });
}
