import { incentiveRoutes } from "../../shared/contracts/incentive-routes.ts";
import type { RouteAnswer } from "../../shared/contracts/route.ts";
import { type ClaimCommand, type IncentiveClaim, possibleClaimCommands } from "../../shared/domain/incentive.ts";
import { listClaims } from "../../shared/dynamo/claim-store.ts";
import { indexes } from "../../shared/dynamo/keys.ts";
import type { Caller } from "../../shared/runtime/caller.ts";
import { claimIncentive, takeClaimStep } from "../../shared/runtime/claims.ts";
import { countyOf } from "../../shared/runtime/county.ts";
import type { Answer } from "../http/call.ts";
import { startKeyOf } from "../http/cursor.ts";
import { operation } from "../http/operation.ts";
import type { Reporting } from "./reports.ts";

/** Incentive pay (以奖代补): claimed by the committee, decided on by the coordinator. */
export const incentiveOperations = {
  claimIncentive: operation(incentiveRoutes.claimIncentive, async (reporting: Reporting, { body, caller }) => {
    const { outcome, claim } = await claimIncentive(reporting, caller, body.caseId);
    return { status: outcome === "created" ? 201 : 200, body: viewOf(claim) };
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

async function take(
  reporting: Reporting,
  { params: { claimId }, caller }: { params: { claimId: string }; caller: Caller },
  command: ClaimCommand,
): Promise<Answer<ReturnType<typeof viewOf>>> {
  return { status: 200, body: viewOf(await takeClaimStep(reporting, caller, { claimId, command })) };
}
