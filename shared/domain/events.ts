import * as z from "zod";
import { actor, agreement, consent, day, dispute, instant, organisationId, referral, routingRule } from "./case.ts";
import { closingOutcome, declineReason, failureReason } from "./codes.ts";

/** One step of a routing decision, short enough to be stored with the event. */
const traceStep = z.strictObject({
  rule: z.string(),
  organisationId: organisationId.exactOptional(),
  verdict: z.enum(["chosen", "passed-over", "no-candidate"]),
  why: z.string().exactOptional(),
});
export type TraceStep = z.infer<typeof traceStep>;

const text = z.string().max(500);
const event = <Type extends string, Data extends z.ZodRawShape>(type: Type, data: Data) =>
  z.strictObject({ type: z.literal(type), data: z.strictObject(data) });

/** All that can happen to a case, in the past tense. Data holds ids, codes and times, never a party's name or number. */
export const caseHappening = z.discriminatedUnion("type", [
  event("case.submitted", { caseId: z.uuid(), rulePack: z.string(), referral, dispute }),
  event("routing.requested", {}),
  event("case.triaged", {
    reason: z.enum(["unknown-place", "nobody-left"]),
    coordinatorId: organisationId.exactOptional(),
    trace: z.array(traceStep),
  }),
  event("assignment.offered", {
    number: z.int(),
    organisationId,
    rule: routingRule,
    answerDueAt: instant,
    trace: z.array(traceStep),
    reason: text.exactOptional(),
  }),
  event("assignment.accepted", { mediateDueAt: instant, mediatorId: z.string().exactOptional() }),
  event("assignment.declined", { organisationId, reason: declineReason, note: text.exactOptional() }),
  event("assignment.lapsed", { organisationId }),
  event("consent.sought", {}),
  event("consent.recorded", { consents: z.array(consent) }),
  event("mediation.started", {}),
  // What is said in a session stays there: the history is open to the referrer (人民调解法 第15条).
  event("session.held", { heldAt: instant }),
  event("agreement.reached", { agreement }),
  event("performance.started", { performBy: day.exactOptional() }),
  event("performance.proved", { performedOn: day, proof: text }),
  event("case.closed", {
    outcome: closingOutcome,
    failureReason: failureReason.exactOptional(),
    note: text.exactOptional(),
    remindAt: instant,
  }),
  event("result.reminded", { remindAt: instant }),
  event("result.acknowledged", { agencyId: organisationId }),
]);
export type CaseHappening = z.infer<typeof caseHappening>;
export type CaseEventType = CaseHappening["type"];
export const caseEventTypes = caseHappening.options.map((option) => option.shape.type.value);

/** A happening with its place in the case's history: who, when and why. */
export const caseEvent = z.intersection(z.object({ sequence: z.int().min(1), at: instant, by: actor }), caseHappening);
export type CaseEvent = z.infer<typeof caseEvent>;
