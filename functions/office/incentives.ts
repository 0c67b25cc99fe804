import { incentiveRoutes } from "../../shared/contracts/incentive-routes.ts";
import type { RouteAnswer } from "../../shared/contracts/route.ts";
import { type ClaimCommand, possibleClaimCommandsFor } from "../../shared/domain/claim-steps.ts";
import type { IncentiveClaim } from "../../shared/domain/incentive.ts";
import { indexes } from "../../shared/dynamo/keys.ts";
import { actorOf, type Caller, countyFor } from "../../shared/runtime/caller.ts";
import { claimIncentive, claimsSeen, takeClaimStep } from "../../shared/runtime/claims.ts";
import type { Answer } from "../http/call.ts";
import { startKeyOf } from "../http/cursor.ts";
import { operation, type Platform } from "./platform.ts";

/** Incentive pay (以奖代补): claimed by the committee, decided on by the coordinator. */
export const incentiveOperations = {
  claimIncentive: operation(incentiveRoutes.claimIncentive, async (platform, { params, caller }) => {
    const { outcome, claim } = await claimIncentive(platform, caller, params.caseId);
    return { status: outcome === "created" ? 201 : 200, body: viewOf(claim, caller) };
  }),

  listClaims: operation(incentiveRoutes.listClaims, async (platform, { query, caller }) => {
    const county = countyFor(caller, "list-claims", query.county);
    const startKey = startKeyOf(query.cursor, indexes.casesBySender);
    const page = await claimsSeen(platform, caller, { ...query, county, startKey });
    return { status: 200, body: { ...page, claims: page.claims.map((claim) => viewOf(claim, caller)) } };
  }),

  reviewClaim: operation(incentiveRoutes.reviewClaim, (platform, call) => take(platform, call, { type: "review" })),
  approveClaim: operation(incentiveRoutes.approveClaim, (platform, call) => take(platform, call, { type: "approve" })),
  payClaim: operation(incentiveRoutes.payClaim, (platform, call) => take(platform, call, { type: "pay" })),
  rejectClaim: operation(incentiveRoutes.rejectClaim, (platform, call) =>
    take(platform, call, { type: "reject", ...call.body }),
  ),
  reverseClaim: operation(incentiveRoutes.reverseClaim, (platform, call) =>
    take(platform, call, { type: "reverse", ...call.body }),
  ),
};

const viewOf = (claim: IncentiveClaim, caller: Caller): RouteAnswer<typeof incentiveRoutes.claimIncentive> => ({
  ...claim,
  possible: possibleClaimCommandsFor(claim, actorOf(caller)),
});

async function take(
  platform: Platform,
  { params: { claimId }, caller }: { params: { claimId: string }; caller: Caller },
  command: ClaimCommand,
): Promise<Answer<ReturnType<typeof viewOf>>> {
  return { status: 200, body: viewOf(await takeClaimStep(platform, caller, { claimId, command }), caller) };
}
