import * as z from "zod";
import {
  acceptedAssignment,
  assignment,
  caseClock,
  confirmation,
  consent,
  countyCode,
  day,
  dispute,
  ground,
  instalment,
  instant,
  organisationId,
  type Referral,
  referral,
  type Sending,
  sending,
  settlement,
  standingAgreement,
} from "./case.ts";
import { closingOutcome, dangerKind, type Label, riskGrade, track } from "./codes.ts";
import { once } from "./once.ts";
import { failureReason, suspensionReason, triageReason } from "./reasons.ts";
import { erasure } from "./retention.ts";

const dangerReport = once(() =>
  z.strictObject({
    kind: dangerKind(),
    policeId: organisationId(),
    unsignedSince: instant().exactOptional(),
    /** When the station was last reminded. */
    remindedAt: instant().exactOptional(),
  }),
);

const always = once(() => ({
  caseId: z.uuid(),
  /** Whose coordinators and auditors stand over the case. */
  county: countyCode(),
  rulePack: z.string(),
  submittedAt: instant(),
  track: track(),
  referrals: z.tuple([referral()], referral()),
  dispute: dispute(),
  /** The counties that handed the case over. */
  formerCounties: z.array(countyCode()).min(1).exactOptional(),
  /** Bodies that declined, kept silent or passed the case on: never asked again unless a coordinator overrides. */
  refusedBy: z.array(organisationId()),
  attempts: z.int().min(0),
  clocks: z.array(caseClock()),
  /** Periods at the referrers' own houses, which the platform warns of. */
  senderClocks: z.array(caseClock()),
  /** The coordinator of the county, on whose desk triage lies and to whom breaches go. */
  coordinatorId: organisationId().exactOptional(),
  /** Earlier cases between the same parties (重复纠纷); a warning, never a merge. */
  linked: z.array(z.uuid()).exactOptional(),
  /** Bodies outside the assignment that were drawn in, by a danger report or by sending a failed case on. */
  informed: z.array(organisationId()).exactOptional(),
  /** Bodies that had a part in the case and have none now, apart from those in `refusedBy` and the referrers. */
  former: z.array(organisationId()).min(1).exactOptional(),
  /** A person has decided that the case may be mediated. */
  eligibilityDecided: z.literal(true).exactOptional(),
  /** What speaks against mediation, until a person has decided on it. */
  grounds: z.array(ground()).exactOptional(),
  /** What was reported to which police station, and since when the station has not acknowledged it. */
  dangerReports: z.array(dangerReport()).exactOptional(),
  /** An escalated case is not offered below this level, however often it is routed again. */
  floor: z.enum(["town", "county"]).exactOptional(),
  /** Papers on how the case ended count from here on: what came before belongs to an end that did not last. */
  papersSince: instant().exactOptional(),
  /** What the body has asked of the referrer, until that answers. */
  infoAsked: z.array(z.string()).min(1).exactOptional(),
  /** The last correction of what was referred: by whom, and why. */
  corrected: z.strictObject({ organisationId: organisationId(), reason: z.string() }).exactOptional(),
  /** Parties or category were corrected, so the earlier disputes are to be asked for again. */
  linksToCheck: z.literal(true).exactOptional(),
  /** A higher grade that is proposed to the coordinator; it takes effect by itself when it is not decided by then. */
  gradeProposal: z.strictObject({ riskGrade: riskGrade(), dueAt: instant() }).exactOptional(),
  /** A joint meeting that is convened and not recorded yet. */
  meeting: z.strictObject({ organisationIds: z.array(organisationId()).min(1), meetAt: instant() }).exactOptional(),
  /** Taken up again: when, and when the attempt before had failed. */
  reopened: z.strictObject({ at: instant(), failedAt: instant().exactOptional() }).exactOptional(),
  /** The parties' agreement: it stands whichever body has the case, until another agreement takes its place. */
  agreement: standingAgreement().exactOptional(),
  /** The confirmation of it by the court, asked for or decided. */
  confirmation: confirmation().exactOptional(),
}));
const held = once(() => ({ ...always(), assignment: acceptedAssignment() }));
const mediated = once(() => ({
  ...held(),
  sessions: z.int().min(0),
  lastSessionAt: instant().exactOptional(),
  /** Parties that a correction has added, until they consent: without them nothing is agreed. */
  unasked: z.array(z.int().min(1)).min(1).exactOptional(),
}));
const concluded = once(() => ({
  ...mediated(),
  agreement: standingAgreement(),
  /** The last visit to the parties: it stays known when the application to the court is taken back. */
  lastVisitOn: day().exactOptional(),
}));
const ended = once(() => ({
  ...always(),
  assignment: acceptedAssignment().exactOptional(),
  outcome: closingOutcome(),
  failureReason: failureReason().exactOptional(),
  defaultedOn: day().exactOptional(),
  settlement: settlement().exactOptional(),
  /** To whom the coordinator or the body has sent it on. */
  sentOn: z.array(organisationId()).exactOptional(),
  /** What each of them answered. */
  sendings: z.array(sending()).min(1).exactOptional(),
  mergedInto: z.uuid().exactOptional(),
  /** Recalled by the referrer, and the body has yet to say that it has put the case down. */
  recallOpen: organisationId().exactOptional(),
  closedAt: instant(),
  remindAt: instant(),
  /** Its time of keeping was over: who was in it is erased, or is being erased. */
  erasure: erasure().exactOptional(),
}));

/** The state of a case: each variant holds only what that state can have. */
export const caseState = once(() =>
  z.discriminatedUnion("status", [
    z.strictObject({
      status: z.literal("submitted"),
      ...always(),
      waitingSince: instant(),
    }),
    z.strictObject({ status: z.literal("needs_info"), ...always(), missing: z.array(z.string()).min(1) }),
    z.strictObject({ status: z.literal("triage"), ...always(), reason: triageReason() }),
    z.strictObject({ status: z.literal("offered"), ...always(), assignment: assignment() }),
    z.strictObject({ status: z.literal("accepted"), ...held() }),
    z.strictObject({ status: z.literal("seeking_consent"), ...held(), consents: z.array(consent()) }),
    z.strictObject({ status: z.literal("mediating"), ...mediated() }),
    z.strictObject({
      status: z.literal("suspended"),
      ...mediated(),
      reason: suspensionReason(),
      since: instant(),
      /** Where it goes on, if it had not come to mediation yet, and what the parties had answered by then. */
      before: z.enum(["accepted", "seeking_consent"]).exactOptional(),
      consents: z.array(consent()).exactOptional(),
    }),
    z.strictObject({ status: z.literal("agreed"), ...concluded() }),
    z.strictObject({
      status: z.literal("confirming"),
      ...concluded(),
      confirmation: confirmation(),
      /** Performance goes on while the court decides: its plan once it has begun, and the day on which all was performed. */
      instalments: z.array(instalment()).exactOptional(),
      performedOn: day().exactOptional(),
    }),
    z.strictObject({ status: z.literal("performing"), ...concluded(), instalments: z.array(instalment()) }),
    z.strictObject({ status: z.literal("closed"), ...ended() }),
    z.strictObject({ status: z.literal("archived"), ...ended(), archivedAt: instant() }),
  ]),
);
export type CaseState = z.output<ReturnType<typeof caseState>>;
export type CaseStatus = CaseState["status"];
export const statuses = {
  submitted: { zh: "已移送", en: "Submitted" },
  needs_info: { zh: "待补正", en: "To be completed" },
  triage: { zh: "待人工分派", en: "To be assigned by hand" },
  offered: { zh: "待确认", en: "Offered" },
  accepted: { zh: "已受理", en: "Accepted" },
  seeking_consent: { zh: "征询意愿", en: "Seeking consent" },
  mediating: { zh: "调解中", en: "Mediating" },
  suspended: { zh: "中止", en: "Suspended" },
  agreed: { zh: "达成协议", en: "Agreed" },
  confirming: { zh: "司法确认中", en: "Before the court" },
  performing: { zh: "履行中", en: "Performing" },
  closed: { zh: "结案", en: "Closed" },
  archived: { zh: "已归档", en: "Archived" },
} as const satisfies Record<CaseStatus, Label>;
export type StateIn<Status extends CaseStatus> = Extract<CaseState, { status: Status }>;

/** The organisation that works on the case, is asked to, or must decide where it goes. */
export const holderOf = (state: CaseState): string | undefined => {
  if (state.status === "submitted") return undefined;
  if (state.status === "triage" || state.status === "needs_info") return state.coordinatorId;
  return state.assignment?.organisationId;
};

/** Whether the case is over, archived or not. */
export const isOver = (state: CaseState): state is StateIn<"closed" | "archived"> =>
  state.status === "closed" || state.status === "archived";

/** The states of a case that goes on. */
export const beforeClose = [
  "submitted",
  "needs_info",
  "triage",
  "offered",
  "accepted",
  "seeking_consent",
  "mediating",
  "suspended",
  "agreed",
  "confirming",
  "performing",
] as const;
export const everyState = [...beforeClose, "closed", "archived"] as const;

/** A body has been asked to mediate, or mediates, and nothing is agreed yet. */
export const withBody = ["offered", "accepted", "seeking_consent", "mediating", "suspended"] as const;
export const isWithBody = (state: CaseState): state is StateIn<(typeof withBody)[number]> =>
  withBody.some((status) => status === state.status);

/** The parties have agreed, and the case is not over. */
export const concludedStates = ["agreed", "confirming", "performing"] as const;
export const isConcluded = (state: CaseState): state is StateIn<(typeof concludedStates)[number]> =>
  concludedStates.some((status) => status === state.status);

/** Parties that were added after mediation had begun and have not consented yet, by number. */
export const unaskedOf = (state: CaseState): readonly number[] =>
  ("unasked" in state ? state.unasked : undefined) ?? [];

/** Whether the parties have agreed on something that nobody has set aside. */
export const hasAgreement = (state: CaseState): boolean => state.agreement !== undefined;

/** The agreement that counts as a success of mediation: not one that the parties gave up, nor one that counts in another case. */
export const countedAgreement = (state: CaseState): CaseState["agreement"] =>
  isOver(state) && (state.outcome === "void" || state.outcome === "merged") ? undefined : state.agreement;

/** Whether the case has gone on in another one. */
export const wasMerged = (state: CaseState): boolean => isOver(state) && state.outcome === "merged";

/** The referrals whose agencies have not recalled them; all of a case that was recalled as a whole. */
export const openReferrals = (state: { referrals: readonly Referral[] }): Referral[] =>
  state.referrals.filter((sent) => sent.recalledAt === undefined);

/** A case item is small: who looks into twenty linked cases will find the others there. */
export const linksAtMost = 20;

/** Whether every referrer has acknowledged the result; one that was merged or recalled has none to acknowledge. */
export const isAcknowledged = (state: CaseState): boolean =>
  (isOver(state) && (state.outcome === "merged" || state.outcome === "recalled")) ||
  openReferrals(state).every((sent) => sent.acknowledgedAt !== undefined);

/** The sendings of an ended case to other bodies. */
export const sendingsOf = (state: CaseState): readonly Sending[] => (isOver(state) ? (state.sendings ?? []) : []);

/** Whether every referrer has acknowledged the result, and each sending to another body is answered and acknowledged. */
export const isLoopClosed = (state: CaseState): boolean =>
  isAcknowledged(state) && sendingsOf(state).every(({ acknowledgedAt }) => acknowledgedAt !== undefined);
