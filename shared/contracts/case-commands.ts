import * as z from "zod";
import { consent, consentChannel, day, documentId, instant, organisationId, ownPeriod } from "../domain/case.ts";
import { circumstance, confirmationSubject, dangerKind, track } from "../domain/codes.ts";
import { divisionCode } from "../domain/division.ts";
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
} from "../domain/reasons.ts";
import { parties } from "./referral.ts";

const note = z.string().trim().min(1).max(500);
const amountFen = z.int().min(0).max(1e15);
const party = z.int().min(1).max(50);

/** The body of a step. Any step may name the paper in the case file that shows what it says. */
const step = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject({ ...shape, documentId: documentId.exactOptional().describe("The paper in the file that shows it") });

const reasonNote = note.exactOptional().describe("Required when the reason is other");
const decisionNote = note
  .exactOptional()
  .describe("Required when the reason is other, and where something speaks against mediation");
const saysWhy = ({ reason, note: said }: { reason: string; note?: string }): boolean =>
  reason !== "other" || said !== undefined;
const noteWanted = { path: ["note"], error: "required" };

export const infoRequest = step({ missing: z.array(note).min(1).max(20) });
export const infoSupply = step({
  note: note.exactOptional().describe("Kept in the history for all bodies of the case: name nobody in it"),
  place: divisionCode.exactOptional(),
  amountFen: amountFen.exactOptional(),
  circumstances: z.array(circumstance).min(1).max(circumstance.options.length).exactOptional(),
  parties: parties
    .exactOptional()
    .describe("All parties anew, as far as they are known now; sealed like the first ones"),
});
export const nonAcceptance = step({
  article: note.describe("The article of law it rests on"),
  note: note.describe("Why, and which other routes the parties have"),
});
export const circumstancesFound = step({
  circumstances: z.array(circumstance).min(1).max(circumstance.options.length),
});
export const allowance = step({ reason: note.describe("Why the dispute may be mediated all the same") });
export const manualAssignment = step({
  organisationId,
  reason: assignmentReason,
  note: decisionNote,
  override: z.boolean().default(false).describe("Offer it again to a body that declined or kept silent"),
}).refine(saysWhy, noteWanted);

const mediatorId = z.string().max(60);
const lateReason = note.exactOptional().describe("Required once the time for this step is over");
/** A step that needs nothing but, where it comes too late, the reason. */
export const timelyStep = step({ lateReason });

export const acceptance = step({
  mediatorId: mediatorId.exactOptional().describe("Who leads the mediation (主办)"),
  coMediatorIds: z.array(mediatorId).min(1).max(5).exactOptional().describe("Who helps the one who leads (协办)"),
})
  .refine((body) => body.coMediatorIds === undefined || body.mediatorId !== undefined, {
    path: ["mediatorId"],
    error: "required",
  })
  .refine(({ mediatorId: lead, coMediatorIds = [] }) => new Set([lead, ...coMediatorIds]).size > coMediatorIds.length, {
    path: ["coMediatorIds"],
    error: "mediator-twice",
  });
/** A step that says nothing but that it is taken. */
export const plainStep = step({});
export const refusal = step({ reason: declineReason, note: reasonNote }).refine(saysWhy, noteWanted);
export const escalation = step({
  to: z.enum(["town", "county"]),
  lateReason,
  partiesAgree: z.boolean().default(false),
  reason: escalationReason,
  note: reasonNote,
}).refine(saysWhy, noteWanted);
export const transferOrder = step({
  track,
  organisationId,
  reason: transferReason,
  note: decisionNote,
  lateReason,
}).refine(saysWhy, noteWanted);

export const consentRecord = step({
  consents: z
    .array(consent)
    .min(1)
    .max(50)
    .refine((consents) => new Set(consents.map((each) => each.party)).size === consents.length, {
      error: "party-twice",
    }),
});
export const sessionRecord = step({ heldAt: instant });
export const suspension = step({ reason: suspensionReason, note: reasonNote }).refine(saysWhy, noteWanted);
export const extension = step({
  dueOn: day.describe("The new last day"),
  consents: z
    .array(z.strictObject({ party, channel: consentChannel, at: instant }))
    .min(1)
    .max(50),
});
export const dangerReport = step({
  kind: dangerKind,
  policeId: organisationId,
  note: note.exactOptional(),
});

const agreed = {
  documentNumber: z.string().trim().min(1).max(80),
  amountFen: amountFen.exactOptional(),
  performBy: day.exactOptional(),
  lateReason,
};
export const agreementRecord = z.discriminatedUnion("form", [
  step({
    form: z.literal("written"),
    signedAt: z.array(instant).min(1).max(50).describe("When each party signed"),
    sealedAt: instant.describe("When the committee sealed it"),
    ...agreed,
  }),
  step({ form: z.literal("oral"), agreedAt: instant, ...agreed }),
]);

export const confirmationFiling = step({
  courtId: organisationId,
  subject: confirmationSubject,
  filedAt: instant,
  applicants: z.array(party).min(1).max(50).describe("The parties who apply together; all of them must"),
});
export const confirmationExtension = step({ reason: confirmationExtensionReason, note: reasonNote }).refine(
  saysWhy,
  noteWanted,
);
export const confirmationGrant = step({ documentNumber: z.string().trim().min(1).max(80), lateReason });
export const confirmationRefusal = step({
  next: z.enum(["mediating", "void"]),
  lateReason,
  reason: confirmationRefusalReason,
  note: reasonNote,
}).refine(saysWhy, noteWanted);

export const performancePlan = step({
  instalments: z
    .array(z.strictObject({ dueOn: day, amountFen: amountFen.min(1).exactOptional() }))
    .max(60)
    .exactOptional(),
});
export const instalmentPayment = step({
  number: z.int().min(1).max(60),
  paidOn: day,
  proof: note,
  lateReason: note.exactOptional().describe("Required when it was paid after its day"),
});
export const visitRecord = step({ visitedOn: day, finding: note });
export const performanceProof = step({
  performedOn: day,
  proof: note,
  lateReason: note.exactOptional().describe("Required when it was performed after its day"),
});
export const ownPeriodExtension = step({ clock: ownPeriod });
export const defaultRecord = step({ defaultedOn: day, note: note.exactOptional() });

export const failureRecord = step({ reason: failureReason, note: reasonNote, lateReason }).refine(saysWhy, noteWanted);
export const withdrawal = step({ reason: withdrawalReason, note: reasonNote, lateReason }).refine(saysWhy, noteWanted);
export const recallOrder = step({
  sourceNumber: z.string().trim().min(1).max(80).exactOptional().describe("Which referral; all of yours, when absent"),
  reason: recallReason,
  note: reasonNote,
}).refine(saysWhy, noteWanted);
export const sendingOn = step({ organisationId, reason: sendingReason, note: reasonNote }).refine(saysWhy, noteWanted);
export const reopening = step({
  mediateBy: day.exactOptional().describe("The prosecutor's new date, required when the old one is over"),
  reason: reopeningReason,
  note: reasonNote,
}).refine(saysWhy, noteWanted);
export const mergeOrder = step({ into: z.uuid() });
export const unmergeOrder = step({ reason: unmergeReason, note: reasonNote }).refine(saysWhy, noteWanted);
