import * as z from "zod";
import { agreementForm, categoryCode, channel, closingOutcome, failureReason, riskGrade } from "./codes.ts";
import { divisionCode } from "./division.ts";

/** An instant, RFC 3339 in UTC. */
export const instant = z.iso.datetime();
/** A calendar day in Asia/Shanghai, YYYY-MM-DD. */
export const day = z.iso.date();
export const organisationId = z.string().regex(/^[a-z0-9][a-z0-9-]{1,59}$/);

export const role = z.enum(["agency", "committee", "coordinator", "auditor"]);
export type Role = z.infer<typeof role>;

/** Who acts: an organisation, the human it names for the audit trail, or the platform itself (router, clock). */
export const actor = z.strictObject({
  organisationId,
  role: z.union([role, z.literal("platform")]),
  officer: z.string().exactOptional(),
});
export type Actor = z.infer<typeof actor>;

export const platform: Actor = { organisationId: "accord", role: "platform" };

/** One sending of one dispute by one agency (移送). */
export const referral = z.strictObject({
  agencyId: organisationId,
  channel,
  sourceNumber: z.string().min(1).max(80),
  /** When mediation was asked for: the limitation period is interrupted from then on (民法典 第195条). */
  requestedAt: instant,
  mediateBy: day.exactOptional(),
  acknowledgedAt: instant.exactOptional(),
});
export type Referral = z.infer<typeof referral>;

/** What routing and clocks need to know of a dispute; nothing here identifies a person. */
export const dispute = z.strictObject({
  category: categoryCode,
  place: divisionCode.exactOptional(),
  partyPlaces: z.array(divisionCode),
  partyCount: z.int().min(1),
  amountFen: z.int().min(0).exactOptional(),
  riskGrade,
  deathOrSeriousInjury: z.boolean(),
  earlierAttemptFailed: z.boolean(),
  namedOrganisationId: organisationId.exactOptional(),
});
export type Dispute = z.infer<typeof dispute>;

export const routingRule = z.enum([
  "named",
  "industry",
  "stationed-studio",
  "place",
  "party-place",
  "centre",
  "by-hand",
]);

/** One committee's attempt (分派) with its own clocks. */
const assignment = z.strictObject({
  number: z.int().min(1),
  organisationId,
  rule: routingRule,
  offeredAt: instant,
  answerDueAt: instant,
  acceptedAt: instant.exactOptional(),
  mediateDueAt: instant.exactOptional(),
  mediatorId: z.string().exactOptional(),
});
export type Assignment = z.infer<typeof assignment>;
const acceptedAssignment = assignment.required({ acceptedAt: true, mediateDueAt: true });

export const consent = z.strictObject({
  party: z.int().min(1),
  answer: z.enum(["consented", "refused"]),
  channel: z.enum(["in_person", "telephone", "written", "online"]),
  at: instant,
});
export type Consent = z.infer<typeof consent>;

export const agreement = z.strictObject({
  form: agreementForm,
  documentNumber: z.string().min(1).max(80),
  effectiveAt: instant,
  amountFen: z.int().min(0).exactOptional(),
  performBy: day.exactOptional(),
});
export type Agreement = z.infer<typeof agreement>;

const always = {
  caseId: z.uuid(),
  rulePack: z.string(),
  submittedAt: instant,
  referrals: z.tuple([referral], referral),
  dispute,
  /** Bodies that declined or kept silent: never asked again unless a coordinator overrides. */
  refusedBy: z.array(organisationId),
  attempts: z.int().min(0),
};
const held = { ...always, assignment: acceptedAssignment };
const mediated = {
  ...held,
  consents: z.array(consent),
  sessions: z.int().min(0),
  lastSessionAt: instant.exactOptional(),
};

/** The state of a case: each variant holds only what that state can have. */
export const caseState = z.discriminatedUnion("status", [
  z.strictObject({ status: z.literal("submitted"), ...always, waitingSince: instant }),
  z.strictObject({
    status: z.literal("triage"),
    ...always,
    reason: z.enum(["unknown-place", "nobody-left"]),
    /** On whose desk it lies. */
    coordinatorId: organisationId.exactOptional(),
  }),
  z.strictObject({ status: z.literal("offered"), ...always, assignment }),
  z.strictObject({ status: z.literal("accepted"), ...held }),
  z.strictObject({ status: z.literal("seeking_consent"), ...held, consents: z.array(consent) }),
  z.strictObject({ status: z.literal("mediating"), ...mediated }),
  z.strictObject({ status: z.literal("agreed"), ...mediated, agreement }),
  z.strictObject({ status: z.literal("performing"), ...mediated, agreement }),
  z.strictObject({
    status: z.literal("closed"),
    ...always,
    assignment: acceptedAssignment,
    outcome: closingOutcome,
    failureReason: failureReason.exactOptional(),
    agreement: agreement.exactOptional(),
    closedAt: instant,
    remindAt: instant,
  }),
]);
export type CaseState = z.infer<typeof caseState>;
export type CaseStatus = CaseState["status"];

/** The organisation that works on the case or is asked to, if any. */
export const holderOf = (state: CaseState): string | undefined => {
  if (state.status === "submitted") return undefined;
  return state.status === "triage" ? state.coordinatorId : state.assignment.organisationId;
};

/** True while the case still waits for something: for an answer, a mediation, or the referrer's acknowledgement. */
export const isOpen = (state: CaseState): boolean =>
  state.status !== "closed" || state.referrals.some((sent) => sent.acknowledgedAt === undefined);
