import * as z from "zod";
import { isOwnPeriod, ownClockKinds } from "./channels.ts";
import { agreementForm, categoryCode, channel, circumstance, harm, riskGrade, track } from "./codes.ts";
import { divisionCode } from "./division.ts";
import { once } from "./once.ts";
import { confirmationExtensionReason, exclusionReason } from "./reasons.ts";
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

/** A paper of the case file. */
export const documentId = once(() => z.uuid());

/** Who acts: an organisation, the human it names for the audit trail, or the platform itself (router, clock). */
export const actor = once(() =>
  z.strictObject({
    organisationId: organisationId(),
    role: z.enum([...roles, "platform"]),
    officer: z.string().exactOptional(),
    /** A person who signed in, by the id of the seat. */
    personId: z.string().exactOptional(),
  }),
);
export type Actor = z.infer<ReturnType<typeof actor>>;

export const platform: Actor = { organisationId: "accord", role: "platform" };

/** Those that the referrer may extend at its own house, as often and as long as the law allows. */
export const ownPeriod = once(() => z.enum(ownClockKinds.filter(isOwnPeriod)));

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
    /** The case that this number made before, and the one that it made later (recalled, or not accepted, and sent again). */
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
    ...ownClockKinds,
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
export const assignment = once(() =>
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
export const acceptedAssignment = once(() => assignment().required({ acceptedAt: true }));

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

/** The agreement as the case keeps it: with the body that mediated it, whichever has the case later. */
export const standingAgreement = once(() => agreement().extend({ reachedBy: organisationId().exactOptional() }));
export type StandingAgreement = z.infer<ReturnType<typeof standingAgreement>>;

/** Confirmation by the court (司法确认): who decides, and how it ended. */
export const confirmation = once(() =>
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

/** A county's division code; `noCounty` where nothing tells which. */
export const countyCode = once(() => z.string().regex(/^\d{6}$/));
export const noCounty = "000000";

/** One sending of an ended case to another body: who sent it, what the body answered, and that the body which sent it on has taken note. */
export const sending = once(() =>
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

/** What stands in a history for a case that its reader may not know of. */
export const nobodysCase = "00000000-0000-0000-0000-000000000000";
