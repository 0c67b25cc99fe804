import * as z from "zod";
import { claimList, claimQuery, claimRejection, claimReversal, claimView } from "./incentives.ts";
import { noBody, type Route, route } from "./route.ts";
import { coordinator } from "./route-parts.ts";

/** A step of a claim; a repeat changes nothing and answers 200. */
const claimStep = <const Verb extends string, Body extends z.ZodType>(verb: Verb, body: Body) =>
  route({
    method: "POST",
    path: `/v1/incentive-claims/{claimId}/${verb}`,
    tag: "incentives",
    roles: coordinator,
    params: z.strictObject({ claimId: z.uuid() }),
    body,
    responses: { 200: claimView },
    problems: ["not-found", "illegal-claim-step", "no-claim"],
  });

/** Incentive pay: claims and what is decided on them; served by the function that writes the reports. */
export const incentiveRoutes = {
  claimIncentive: route({
    method: "POST",
    path: "/v1/incentive-claims",
    tag: "incentives",
    roles: ["committee"],
    body: z.strictObject({ caseId: z.uuid() }),
    responses: { 201: claimView, 200: claimView },
    problems: ["not-found", "no-claim"],
  }),
  listClaims: route({
    method: "GET",
    path: "/v1/incentive-claims",
    tag: "incentives",
    roles: ["coordinator", "auditor", "committee"],
    query: claimQuery,
    responses: { 200: claimList },
    problems: ["not-found"],
  }),
  reviewClaim: claimStep("review", noBody),
  approveClaim: claimStep("approve", noBody),
  rejectClaim: claimStep("reject", claimRejection),
  payClaim: claimStep("pay", noBody),
  reverseClaim: claimStep("reverse", claimReversal),
} satisfies Record<string, Route>;
