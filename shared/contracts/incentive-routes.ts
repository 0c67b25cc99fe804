import * as z from "zod";
import { once } from "../domain/once.ts";
import { claimList, claimQuery, claimRejection, claimReversal, claimView } from "./incentives.ts";
import { noBody, type Route, route } from "./route.ts";
import { caseId, coordinator } from "./route-parts.ts";

const claimParams = once(() => z.strictObject({ claimId: z.uuid() }));

/** A step of a claim; a repeat changes nothing and answers 200. */
const claimStep = <const Verb extends string, Body extends z.ZodType>(
  verb: Verb,
  body: () => Body,
  saying: readonly "texts-erased"[] = [],
) =>
  route({
    method: "POST",
    path: `/v1/incentive-claims/{claimId}/${verb}`,
    tag: "incentives",
    once: true,
    roles: coordinator,
    params: claimParams,
    body,
    responses: { 200: claimView },
    problems: ["not-found", "illegal-claim-step", "no-claim", "other-person-required", "token-used", ...saying],
  });

/** Incentive pay: claims, each made on its case, and what is decided on them. */
export const incentiveRoutes = {
  claimIncentive: route({
    method: "POST",
    path: "/v1/cases/{caseId}/incentive-claim",
    tag: "incentives",
    roles: ["committee"],
    params: caseId,
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
  rejectClaim: claimStep("reject", claimRejection, ["texts-erased"]),
  payClaim: claimStep("pay", noBody),
  reverseClaim: claimStep("reverse", claimReversal, ["texts-erased"]),
} satisfies Record<string, Route>;
