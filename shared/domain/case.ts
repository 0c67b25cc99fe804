import * as z from "zod";
import {
  agreementForm,
  categoryCode,
  channel,
  circumstance,
  closingOutcome,
  dangerKind,
  harm,
  type Label,
  riskGrade,
  track,
} from "./codes.ts";
import { divisionCode } from "./division.ts";
import { once } from "./once.ts";
import { confirmationExtensionReason, exclusionReason, failureReason, suspensionReason } from "./reasons.ts";
import { isSameNumber } from "./source-number.ts";

/** An instant (RFC 3339). With the offset of another zone it is the same instant in UTC. */
export const instant = once(() =>
  z.iso
    .datetime({ offset: true })
    .overwrite((text) => (text.endsWith("Z") || Number.isNaN(Date.parse(text)) ? text : new Date(text).toISOString())),
);
/** A calendar day in Asia/Shanghai, YYYY-MM-DD. */
export const day = once(() => z.iso.date());
export const organisationId = once(() => z.string().regex(/^[a-z0-9][a-z0-9-]{1,59}$/, { error: "organisation-id" }));

export const roles = ["agency", "committee", "coordinator", "auditor"] as const;
export type Role = (typeof roles)[number];
const role = once(() => z.enum(roles));

/** A paper of the case file. */
export const documentId = once(() => z.uuid());

/** Who acts: an organisation, the human it names for the audit trail, or the platform itself (router, clock). */
export const actor = once(() =>
  z.strictObject({
    organisationId: organisationId(),
    role: z.union([role(), z.literal("platform")]),
    officer: z.string().exactOptional(),
    /** A person who signed in, by the id of the seat. */
    personId: z.string().exactOptional(),
  }),
);
export type Actor = z.infer<ReturnType<typeof actor>>;

export const platform: Actor = { organisationId: "accord", role: "platform" };

/** Those that the referrer may extend at its own house, as often and as long as the law allows. */
export const ownPeriod = once(() => z.enum(["petition-answer", "police-case"]));
export type OwnPeriod = z.infer<ReturnType<typeof ownPeriod>>;

/** Days of an appraisal or a hearing, both included. */
export const excludedDays = once(() =>
  z.strictObject({ clock: ownPeriod(), reason: exclusionReason(), from: day(), to: day() }),
);
export type ExcludedDays = z.infer<ReturnType<typeof excludedDays>>;

/** One sending of one dispute by one agency (移送). */
export const referral = once(() =>
  z.strictObject({
    agencyId: organisationId(),
    channel: channel(),
    sourceNumber: z.string().min(1).max(80),
    /** When mediation was asked for: the limitation period is interrupted from then on (民法典 第195条). */
    requestedAt: instant(),
    mediateBy: day().exactOptional(),
    /** Court cases under summary procedure have a shorter clock. */
    summaryProcedure: z.literal(true).exactOptional(),
    acknowledgedAt: instant().exactOptional(),
    /** Periods of its own house that the agency has extended. */
    extendedPeriods: z.array(ownPeriod()).min(1).exactOptional(),
    /** When the agency acknowledged the agreement, before the case came to its end. */
    agreementAcknowledgedAt: instant().exactOptional(),
    /** When the agency took the matter up at its own house; its own period runs from then. */
    takenUpOn: day().exactOptional(),
    /** Nothing was agreed, and a party insists on suing since then. */
    insistedOn: day().exactOptional(),
    /** Days that do not count in a period of its own house. */
    excludedDays: z.array(excludedDays()).min(1).exactOptional(),
    /** Recalled by its agency while the case went on for another one. */
    recalledAt: instant().exactOptional(),
    /** Withdrawn by its agency after the parties had agreed: the case goes on, and the agency still gets its result. */
    withdrawnAt: instant().exactOptional(),
    /** The case that this number made before, and the one that it made later (recalled, or not accepted, and sent anew). */
    resentFrom: z.uuid().exactOptional(),
    resentAs: z.uuid().exactOptional(),
    /** The case this referral was joined from by a merge, and what was said of the dispute there. */
    joinedFrom: z.uuid().exactOptional(),
    circumstances: z.array(circumstance()).exactOptional(),
    riskGrade: riskGrade().exactOptional(),
    harm: harm().exactOptional(),
  }),
);
export type Referral = z.infer<ReturnType<typeof referral>>;

/** By which a referral is known. */
export const sentAs = once(() => z.strictObject({ agencyId: organisationId(), sourceNumber: z.string() }));
export type SentAs = z.infer<ReturnType<typeof sentAs>>;
/** Whether a referral is one of these. */
export const isAmong =
  (referrals: readonly SentAs[]) =>
  ({ agencyId, sourceNumber }: SentAs): boolean =>
    referrals.some((one) => one.agencyId === agencyId && isSameNumber(one.sourceNumber, sourceNumber));

/** What routing, eligibility and clocks need to know of a dispute; nothing here identifies a person. */
export const dispute = once(() =>
  z.strictObject({
    category: categoryCode(),
    place: divisionCode().exactOptional(),
    partyPlaces: z.array(divisionCode()),
    partyCount: z.int().min(1),
    amountFen: z.int().min(0).exactOptional(),
    riskGrade: riskGrade(),
    harm: harm().exactOptional(),
    earlierAttemptFailed: z.boolean(),
    namedOrganisationId: organisationId().exactOptional(),
    /** What speaks against mediation, or demands a report, as referrer, body or coordinator ticked it. */
    circumstances: z.array(circumstance()).exactOptional(),
  }),
);
export type Dispute = z.infer<ReturnType<typeof dispute>>;

export const routingRule = once(() =>
  z.enum(["named", "industry", "brand", "stationed-studio", "place", "party-place", "centre", "by-hand", "transfer"]),
);

export const clockKind = once(() =>
  z.enum([
    "supply-info",
    "triage",
    "answer",
    "answer-sending",
    "contact-parties",
    "mediate",
    "second-attempt",
    "confirmation-window",
    "confirmation",
    "confirmation-outer",
    "perform",
    "petition-answer",
    "police-case",
    "court-docketing",
    "joint-request",
  ]),
);
export type ClockKind = z.infer<ReturnType<typeof clockKind>>;

/** A running period. All of it follows from events and calendars; `dueAt` is kept only so that an index can find it. */
export const caseClock = once(() =>
  z.strictObject({
    kind: clockKind(),
    startedAt: instant(),
    /** Absent when the end is a day somebody set: the prosecutor's date, an extension, an instalment. */
    length: z
      .union([
        z.strictObject({ days: z.int().min(0), unit: z.enum(["calendar", "working"]) }),
        z.strictObject({ months: z.int().min(1) }),
      ])
      .exactOptional(),
    /** That day, where the end rolls from it to a working day or a pause has moved the end past it. */
    until: day().exactOptional(),
    /** The days after `from` up to `to` do not count. */
    pauses: z.array(z.strictObject({ from: day(), to: day() })).exactOptional(),
    dueAt: instant(),
    /** The end rests on a year whose calendar is not yet published. */
    provisional: z.literal(true).exactOptional(),
    pausedSince: instant().exactOptional(),
    extensions: z.int().min(1).exactOptional(),
    /** How many of its warnings are out. */
    warned: z.int().min(1).exactOptional(),
    breached: z.literal(true).exactOptional(),
  }),
);
export type CaseClock = z.infer<ReturnType<typeof caseClock>>;

/** One body's attempt (分派). Its clocks run beside it in the state; its history is in the events. */
const assignment = once(() =>
  z.strictObject({
    number: z.int().min(1),
    organisationId: organisationId(),
    rule: routingRule(),
    offeredAt: instant(),
    acceptedAt: instant().exactOptional(),
    /** Who leads the mediation (主办), and who helps (协办). */
    mediatorId: z.string().exactOptional(),
    coMediatorIds: z.array(z.string()).exactOptional(),
    /** The kind of mediation that the body stands for, where the case would change to it by being accepted. */
    track: track().exactOptional(),
  }),
);
export type Assignment = z.infer<ReturnType<typeof assignment>>;
const acceptedAssignment = once(() => assignment().required({ acceptedAt: true }));

/** Everybody named to mediate, the lead first. */
export const mediatorsOf = ({
  mediatorId,
  coMediatorIds = [],
}: Pick<Assignment, "mediatorId" | "coMediatorIds"> = {}): string[] =>
  mediatorId === undefined ? [] : [mediatorId, ...coMediatorIds];

export const consentChannel = once(() => z.enum(["in_person", "telephone", "written", "online"]));
export const consent = once(() =>
  z.strictObject({
    party: z.int().min(1),
    answer: z.enum(["consented", "refused"]),
    channel: consentChannel(),
    at: instant(),
  }),
);
export type Consent = z.infer<ReturnType<typeof consent>>;

export const instalment = once(() =>
  z.strictObject({
    number: z.int().min(1),
    dueOn: day(),
    amountFen: z.int().min(1).exactOptional(),
    paidOn: day().exactOptional(),
  }),
);

export type Instalment = z.infer<ReturnType<typeof instalment>>;

export const agreement = once(() =>
  z.strictObject({
    form: agreementForm(),
    documentNumber: z.string().min(1).max(80),
    effectiveAt: instant(),
    amountFen: z.int().min(0).exactOptional(),
    performBy: day().exactOptional(),
    /** When the mediator signed it, where it is in writing (人民调解法 第29条). */
    mediatorSignedAt: instant().exactOptional(),
  }),
);
export type Agreement = z.infer<ReturnType<typeof agreement>>;

/** Confirmation by the court (司法确认): who decides, and how it ended. */
const confirmation = once(() =>
  z.strictObject({
    courtId: organisationId(),
    filedAt: instant(),
    docketedAt: instant().exactOptional(),
    decidedAt: instant().exactOptional(),
    documentNumber: z.string().min(1).max(80).exactOptional(),
    /** Why the court took more time, once. */
    extendedFor: confirmationExtensionReason().exactOptional(),
  }),
);
export type Confirmation = z.infer<ReturnType<typeof confirmation>>;

/** What parties who settled by themselves have done: performed, and applied in writing for no penalty (治安管理处罚法 第9条). */
export const settlement = once(() => z.strictObject({ performedOn: day(), appliedOn: day() }));
export type Settlement = z.infer<ReturnType<typeof settlement>>;

/** Why a person must look at a case: a ground with the article it comes from. */
export const ground = once(() =>
  z.strictObject({ circumstance: circumstance(), verdict: z.enum(["review", "block"]), article: z.string() }),
);
export type Ground = z.infer<ReturnType<typeof ground>>;
export const triageReason = once(() =>
  z.enum(["unknown-place", "nobody-left", "eligibility", "info-not-supplied", "reopened"]),
);

const dangerReport = once(() =>
  z.strictObject({
    kind: dangerKind(),
    policeId: organisationId(),
    unsignedSince: instant().exactOptional(),
    /** When the station was last reminded. */
    remindedAt: instant().exactOptional(),
  }),
);

/** A county's division code; `noCounty` where nothing tells which. */
export const countyCode = once(() => z.string().regex(/^\d{6}$/));
export const noCounty = "000000";

/** One sending of an ended case to another body: who sent it, what the body answered, and that the sender has taken note. */
const sending = once(() =>
  z.strictObject({
    number: z.int().min(1),
    from: organisationId(),
    to: organisationId(),
    sentAt: instant(),
    answer: z.enum(["accepted", "returned"]).exactOptional(),
    /** The number under which the body that accepted it goes on. */
    ownNumber: z.string().min(1).max(80).exactOptional(),
    acknowledgedAt: instant().exactOptional(),
  }),
);
export type Sending = z.infer<ReturnType<typeof sending>>;

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
  /** An escalated case is not offered below this level, however often it is routed anew. */
  floor: z.enum(["town", "county"]).exactOptional(),
  /** Papers on how the case ended count from here on: what came before belongs to an end that did not last. */
  papersSince: instant().exactOptional(),
  /** What the body has asked of the referrer, until that answers. */
  infoAsked: z.array(z.string()).min(1).exactOptional(),
  /** The last correction of what was referred: by whom, and why. */
  corrected: z.strictObject({ organisationId: organisationId(), reason: z.string() }).exactOptional(),
  /** Parties or category were corrected, so the earlier disputes are to be asked for anew. */
  linksToCheck: z.literal(true).exactOptional(),
  /** A higher grade that is proposed to the coordinator; it takes effect by itself when it is not decided by then. */
  gradeProposal: z.strictObject({ riskGrade: riskGrade(), dueAt: instant() }).exactOptional(),
  /** A joint meeting that is convened and not recorded yet. */
  meeting: z.strictObject({ organisationIds: z.array(organisationId()).min(1), meetAt: instant() }).exactOptional(),
  /** Taken up anew: when, and when the attempt before had failed. */
  reopened: z.strictObject({ at: instant(), failedAt: instant().exactOptional() }).exactOptional(),
  /** The parties' agreement: it stands whichever body has the case, until another agreement takes its place. */
  agreement: agreement().exactOptional(),
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
const concluded = once(() => ({ ...mediated(), agreement: agreement() }));
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
      lastVisitOn: day().exactOptional(),
      performedOn: day().exactOptional(),
    }),
    z.strictObject({
      status: z.literal("performing"),
      ...concluded(),
      instalments: z.array(instalment()),
      lastVisitOn: day().exactOptional(),
    }),
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
