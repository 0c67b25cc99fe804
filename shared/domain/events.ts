import * as z from "zod";
import {
  actor,
  agreement,
  caseClock,
  clockKind,
  consent,
  consentChannel,
  day,
  dispute,
  documentId,
  ground,
  instalment,
  instant,
  organisationId,
  referral,
  routingRule,
  sentAs,
  triageReason,
} from "./case.ts";
import { circumstance, closingOutcome, dangerKind, track } from "./codes.ts";
import {
  assignmentReason,
  confirmationExtensionReason,
  confirmationRefusalReason,
  declineReason,
  escalationReason,
  failureReason,
  recallReason,
  reopeningReason,
  sendingReason,
  suspensionReason,
  transferReason,
  unmergeReason,
  withdrawalReason,
} from "./reasons.ts";

/** One step of a routing decision, short enough to be stored with the event. */
export const traceStep = z.strictObject({
  rule: z.string(),
  organisationId: organisationId.exactOptional(),
  verdict: z.enum(["chosen", "passed-over", "no-candidate"]),
  why: z.string().exactOptional(),
});

const text = z.string().max(500);
const note = text.exactOptional();
const lateReason = text.exactOptional();
const senderClocks = z.array(caseClock).min(1).exactOptional();
/** What a referrer may have left out, or known wrongly. */
const { place, amountFen, circumstances, partyCount, partyPlaces } = dispute.shape;
const supplied = {
  place,
  amountFen,
  circumstances,
  partyCount: partyCount.exactOptional(),
  partyPlaces: partyPlaces.exactOptional(),
};
/** What a person has to decide on, and by when where it is not on the coordinator's desk already. */
const question = { grounds: z.array(ground).min(1).exactOptional(), clock: caseClock.exactOptional() };
/** The clocks with which a case goes on without a referral. */
const goingOn = { clocks: z.array(caseClock), senderClocks, grounds: z.array(ground).exactOptional() };
const event = <Type extends string, Data extends z.ZodRawShape>(type: Type, data: Data) =>
  z.strictObject({ type: z.literal(type), data: z.strictObject(data) });

/** All that can happen to a case, in the past tense. Data holds ids, codes and times, never a party's name or number. */
export const caseHappening = z.discriminatedUnion("type", [
  event("case.submitted", { caseId: z.uuid(), rulePack: z.string(), track, referral, dispute, senderClocks }),
  event("repeat.found", { caseIds: z.array(z.uuid()).min(1) }),
  event("info.requested", {
    missing: z.array(text).min(1),
    coordinatorId: organisationId.exactOptional(),
    clock: caseClock,
  }),
  event("info.supplied", { note, ...supplied }),
  event("circumstances.noted", {
    circumstances: z.array(circumstance).min(1),
    ...question,
  }),
  event("routing.requested", {}),
  event("case.triaged", {
    reason: triageReason,
    clock: caseClock,
    coordinatorId: organisationId.exactOptional(),
    grounds: z.array(ground).exactOptional(),
    trace: z.array(traceStep).exactOptional(),
  }),
  event("eligibility.decided", { grounds: z.array(ground), reason: text, clocks: z.array(caseClock).exactOptional() }),
  event("assignment.offered", {
    number: z.int(),
    organisationId,
    rule: routingRule,
    clock: caseClock,
    track: track.exactOptional(),
    coordinatorId: organisationId.exactOptional(),
    trace: z.array(traceStep).exactOptional(),
    reason: assignmentReason.exactOptional(),
    note,
  }),
  event("assignment.accepted", {
    clocks: z.array(caseClock),
    mediatorId: z.string().exactOptional(),
    coMediatorIds: z.array(z.string()).exactOptional(),
  }),
  event("assignment.declined", { organisationId, reason: declineReason, note }),
  event("assignment.lapsed", { organisationId }),
  event("assignment.escalated", {
    organisationId,
    floor: z.enum(["town", "county"]),
    reason: escalationReason,
    note,
    partiesAgree: z.boolean(),
    lateReason,
  }),
  event("case.transferred", { track, organisationId, reason: transferReason, note, lateReason }),
  event("consent.sought", { lateReason }),
  event("consent.recorded", { consents: z.array(consent) }),
  event("mediation.started", {}),
  // What is said in a session stays there: the history is open to the referrer (人民调解法 第15条).
  event("session.held", { heldAt: instant }),
  event("mediation.suspended", { reason: suspensionReason, note }),
  event("mediation.resumed", { clocks: z.array(caseClock) }),
  event("mediation.extended", {
    clock: caseClock,
    consents: z.array(z.strictObject({ party: z.int().min(1), channel: consentChannel, at: instant })),
  }),
  event("danger.reported", {
    kind: dangerKind,
    policeId: organisationId.exactOptional(),
    mandatory: z.boolean(),
    note,
  }),
  event("danger.reminded", { policeIds: z.array(organisationId).min(1) }),
  event("danger.acknowledged", { policeId: organisationId }),
  event("agreement.reached", { agreement, clocks: z.array(caseClock), lateReason }),
  event("confirmation.filed", { courtId: organisationId, filedAt: instant, clock: caseClock }),
  event("confirmation.docketed", { docketedAt: instant, clocks: z.array(caseClock), lateReason }),
  event("confirmation.extended", { reason: confirmationExtensionReason, note, clock: caseClock }),
  event("confirmation.granted", {
    documentNumber: z.string().max(80),
    decidedAt: instant,
    clock: caseClock,
    lateReason,
  }),
  event("confirmation.refused", {
    reason: confirmationRefusalReason,
    note,
    decidedAt: instant,
    clocks: z.array(caseClock),
    lateReason,
  }),
  event("performance.started", { instalments: z.array(instalment), clock: caseClock }),
  event("instalment.paid", {
    number: z.int().min(1),
    paidOn: day,
    proof: text,
    clock: caseClock,
    lateReason,
  }),
  event("visit.made", { visitedOn: day, finding: text }),
  event("performance.proved", { performedOn: day, proof: text, lateReason }),
  event("agreement.defaulted", { defaultedOn: day, note }),
  event("case.closed", {
    outcome: closingOutcome,
    failureReason: failureReason.exactOptional(),
    defaultedOn: day.exactOptional(),
    coordinatorId: organisationId.exactOptional(),
    article: text.exactOptional(),
    reason: z.union([withdrawalReason, recallReason]).exactOptional(),
    note,
    lateReason,
    mergedInto: z.uuid().exactOptional(),
    recallOpen: organisationId.exactOptional(),
    senderClocks,
    remindAt: instant,
  }),
  event("recall.acknowledged", { organisationId }),
  event("case.sent_on", { organisationId, reason: sendingReason, note }),
  event("referral.recalled", {
    agencyId: organisationId,
    sourceNumber: z.string().exactOptional(),
    reason: recallReason,
    note,
    ...goingOn,
  }),
  event("referral.joined", { referral, senderClocks, ...question }),
  event("referrals.parted", {
    referrals: z.array(sentAs).min(1),
    to: z.uuid(),
    ...goingOn,
  }),
  event("case.unmerged", {
    from: z.uuid(),
    reason: unmergeReason,
    note,
    /** Those that were recalled meanwhile. */
    recalled: z.array(sentAs).min(1).exactOptional(),
    /** Those whose petition was given more time meanwhile. */
    extended: z.array(sentAs).min(1).exactOptional(),
    senderClocks,
  }),
  event("own_period.extended", { clock: caseClock }),
  event("deadline.warned", { clock: clockKind, dueAt: instant, warning: z.int().min(1) }),
  event("deadline.breached", {
    clock: clockKind,
    dueAt: instant,
    supervised: z.array(organisationId).exactOptional(),
    /** The clock that runs in its place. */
    renewed: caseClock.exactOptional(),
  }),
  event("clocks.recomputed", { clocks: z.array(caseClock), senderClocks }),
  event("result.reminded", { remindAt: instant }),
  event("result.acknowledged", { agencyId: organisationId }),
  event("case.archived", { documents: z.int().min(0) }),
  event("case.reopened", {
    reason: reopeningReason,
    note,
    clock: caseClock,
    coordinatorId: organisationId.exactOptional(),
    mediateBy: day.exactOptional(),
    senderClocks,
  }),
]);
export type CaseHappening = z.infer<typeof caseHappening>;
export type CaseEventType = CaseHappening["type"];
export const caseEventTypes = caseHappening.options.map((option) => option.shape.type.value);

/** Where a happening stands in the case's history: who, when, and the paper in the file that shows it. */
export const eventPlace = {
  sequence: z.int().min(1),
  at: instant,
  by: actor,
  documentId: documentId.exactOptional(),
};
export const caseEvent = z.intersection(z.object(eventPlace), caseHappening);
export type CaseEvent = z.infer<typeof caseEvent>;
