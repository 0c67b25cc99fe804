import * as z from "zod";
import { day, dispute, ground, organisationId } from "../domain/case.ts";
import { channel } from "../domain/codes.ts";
import { once } from "../domain/once.ts";
import { traceStep } from "../domain/phases/routing.ts";
import { referralSubmission } from "./referral.ts";

/** A referral reduced to what routing, eligibility and clocks look at; no field can name a person. */
export const hypotheticalReferral = once(() => {
  const { dispute: described, summaryProcedure } = referralSubmission().shape;
  const { category, place, amountFen, riskGrade, harm, earlierAttemptFailed, circumstances } = described.shape;
  return z.strictObject({
    channel: channel(),
    summaryProcedure,
    namedOrganisationId: organisationId().exactOptional(),
    category,
    place,
    partyPlaces: dispute().shape.partyPlaces.max(50).default([]),
    partyCount: z.int().min(2).max(50).default(2),
    amountFen,
    riskGrade,
    harm,
    earlierAttemptFailed,
    circumstances,
  });
});
export type HypotheticalReferral = z.infer<ReturnType<typeof hypotheticalReferral>>;

const period = once(() =>
  z.strictObject({
    days: z.int().min(1),
    unit: z.enum(["calendar", "working"]),
    article: z.string().describe("The article it rests on, or house for a number of the city's own"),
    by: day().describe("The last day, if it began today"),
    provisional: z.literal(true).exactOptional().describe("That year's calendar is not loaded yet"),
  }),
);
const trace = once(() =>
  z.array(traceStep()).describe("Every body that was looked at, in order, and why it was passed over"),
);

/** What would become of it: what speaks against mediation, who would be asked and why, and by when it must answer. */
export const routingPreview = once(() =>
  z.strictObject({
    rulePack: z.string(),
    eligibility: z.strictObject({
      verdict: z.enum(["ok", "review", "block"]).describe("Anything but ok goes to a person first"),
      grounds: z.array(ground()),
    }),
    decision: z.discriminatedUnion("outcome", [
      z.strictObject({
        outcome: z.literal("offered"),
        rule: z.string(),
        organisationId: organisationId(),
        trace: trace(),
      }),
      z.strictObject({
        outcome: z.literal("triage"),
        reason: z.enum(["unknown-place", "nobody-left"]),
        trace: trace(),
      }),
    ]),
    clocks: z.strictObject({
      answer: period(),
      mediate: period().exactOptional().describe("Absent where mediation ends on the referrer's own date"),
    }),
  }),
);
