import * as z from "zod";
import { claimList, claimQuery, claimRejection, claimReversal, claimView } from "./incentives.ts";
import { noBody, type Route, route } from "./route.ts";
import { coordinator } from "./route-parts.ts";

/** A step of a claim; a repeat changes nothing and answers 200. */
const claimStep = <const Verb extends string, Body extends z.ZodType>(
  verb: Verb,
  summary: Route["summary"],
  body: Body,
) =>
  route({
    method: "POST",
    path: `/v1/incentive-claims/{claimId}/${verb}`,
    summary,
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
    summary: { en: "Claim the pay of a settled and archived dispute, once", zh: "申报以奖代补（一案一次）" },
    tag: "incentives",
    roles: ["committee"],
    body: z.strictObject({ caseId: z.uuid() }),
    responses: { 201: claimView, 200: claimView },
    problems: ["not-found", "no-claim"],
  }),
  listClaims: route({
    method: "GET",
    path: "/v1/incentive-claims",
    summary: { en: "List the claims of a quarter; a committee sees its own", zh: "查询季度申报" },
    tag: "incentives",
    roles: ["coordinator", "auditor", "committee"],
    query: claimQuery,
    responses: { 200: claimList },
    problems: ["not-found"],
  }),
  reviewClaim: claimStep("review", { en: "Review a claim", zh: "审核申报" }, noBody),
  approveClaim: claimStep("approve", { en: "Approve a reviewed claim", zh: "审批申报" }, noBody),
  rejectClaim: claimStep("reject", { en: "Reject a claim that is not yet paid", zh: "不予发放" }, claimRejection),
  payClaim: claimStep("pay", { en: "Record that an approved claim is paid", zh: "登记发放" }, noBody),
  reverseClaim: claimStep(
    "reverse",
    { en: "Take pay back, the agreement being void or the case reopened", zh: "追回已发放奖补" },
    claimReversal,
  ),
} satisfies Record<string, Route>;
