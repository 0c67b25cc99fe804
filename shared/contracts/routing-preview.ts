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
/** What a draft of a referral says that matters for its route, each part as it stands there. */
export function hypotheticalOf(draft: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const dispute: Record<string, unknown> = Object(draft["dispute"]);
  const parties = Array.isArray(draft["parties"]) ? draft["parties"] : [];
  const { category, place, amountFen, riskGrade, harm, earlierAttemptFailed, circumstances } = dispute;
  const { channel, summaryProcedure, namedOrganisationId } = draft;
  const whole = {
    ...{ channel, summaryProcedure, namedOrganisationId },
    ...{ category, place, amountFen, riskGrade, harm, earlierAttemptFailed, circumstances },
    partyPlaces: [...new Set(parties.flatMap((party: unknown) => Object(party).place ?? []))],
    partyCount: Math.max(2, parties.length),
  };
  return Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== undefined));
}

export type HypotheticalReferral = z.infer<ReturnType<typeof hypotheticalReferral>>;

const dayPeriod = once(() =>
  z.strictObject({
    days: z.int().min(1),
    unit: z.enum(["calendar", "working"]),
    article: z.string().describe("The article it rests on, or house for a number of the city's own"),
    by: day().describe("The last day, if it began today"),
    provisional: z.literal(true).exactOptional().describe("That year's calendar is not loaded yet"),
  }),
);
const period = once(() => {
  const { days: _days, unit: _unit, ...others } = dayPeriod().shape;
  return z.union([dayPeriod(), z.strictObject({ months: z.int().min(1), ...others })]);
});
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
export type RoutingPreview = z.infer<ReturnType<typeof routingPreview>>;
