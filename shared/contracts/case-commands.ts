import * as z from "zod";
import { consent, consentChannel, day, instant, organisationId } from "../domain/case.ts";
import {
  confirmationSubject,
  dangerKind,
  declineReason,
  failureReason,
  suspensionReason,
  track,
} from "../domain/codes.ts";
import { divisionCode } from "../domain/division.ts";

const note = z.string().trim().min(1).max(500);
const documentReference = z.string().trim().min(1).max(80).describe("Id or number of the paper that proves it");
const amountFen = z.int().min(0).max(1e15);
const party = z.int().min(1).max(50);

export const infoRequest = z.strictObject({ missing: z.array(note).min(1).max(20) });
export const infoSupply = z.strictObject({ note: note.exactOptional(), place: divisionCode.exactOptional() });
export const nonAcceptance = z.strictObject({
  article: note.describe("The article of law it rests on"),
  note: note.describe("Why, and which other routes the parties have"),
});
export const manualAssignment = z.strictObject({
  organisationId,
  reason: note,
  override: z.boolean().default(false).describe("Offer it again to a body that declined or kept silent"),
});

const mediatorId = z.string().max(60);
const lateReason = note.exactOptional().describe("Required once the time for this step is over");
/** A step that needs nothing but, where it comes too late, the reason. */
export const timelyStep = z.strictObject({ lateReason });

export const acceptance = z
  .strictObject({
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
export const refusal = z
  .strictObject({ reason: declineReason, note: note.exactOptional() })
  .refine((body) => body.reason !== "other" || body.note !== undefined, { path: ["note"], error: "required" });
export const escalation = z.strictObject({
  to: z.enum(["town", "county"]),
  reason: note,
  partiesAgree: z.boolean().default(false),
});
export const transferOrder = z.strictObject({ track, organisationId, reason: note });

export const consentRecord = z.strictObject({
  consents: z
    .array(consent)
    .min(1)
    .max(50)
    .refine((consents) => new Set(consents.map((each) => each.party)).size === consents.length, {
      error: "party-twice",
    }),
});
export const sessionRecord = z.strictObject({ heldAt: instant });
export const suspension = z.strictObject({ reason: suspensionReason, document: documentReference.exactOptional() });
export const extension = z.strictObject({
  dueOn: day.describe("The new last day"),
  consents: z
    .array(z.strictObject({ party, channel: consentChannel, at: instant }))
    .min(1)
    .max(50),
  document: documentReference.exactOptional(),
});
export const dangerReport = z.strictObject({
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
  z.strictObject({
    form: z.literal("written"),
    signedAt: z.array(instant).min(1).max(50).describe("When each party signed"),
    sealedAt: instant.describe("When the committee sealed it"),
    ...agreed,
  }),
  z.strictObject({ form: z.literal("oral"), agreedAt: instant, ...agreed }),
]);

export const confirmationFiling = z.strictObject({
  courtId: organisationId,
  subject: confirmationSubject,
  filedAt: instant,
  applicants: z.array(party).min(1).max(50).describe("The parties who apply together; all of them must"),
});
export const confirmationGrant = z.strictObject({ documentNumber: z.string().trim().min(1).max(80), lateReason });
export const confirmationRefusal = z.strictObject({ reason: note, next: z.enum(["mediating", "void"]), lateReason });

export const performancePlan = z.strictObject({
  instalments: z
    .array(z.strictObject({ dueOn: day, amountFen: amountFen.min(1).exactOptional() }))
    .max(60)
    .exactOptional(),
});
export const instalmentPayment = z.strictObject({
  number: z.int().min(1).max(60),
  paidOn: day,
  proof: note,
  lateReason: note.exactOptional().describe("Required when it was paid after its day"),
});
export const visitRecord = z.strictObject({ visitedOn: day, finding: note });
export const performanceProof = z.strictObject({
  performedOn: day,
  proof: note,
  lateReason: note.exactOptional().describe("Required when it was performed after its day"),
});
export const defaultRecord = z.strictObject({ defaultedOn: day, note: note.exactOptional() });

export const failureRecord = z.strictObject({ reason: failureReason, note: note.exactOptional() });
export const reasonOnly = z.strictObject({ note });
export const sendingOn = z.strictObject({ organisationId, reason: note });
export const reopening = z.strictObject({
  reason: note,
  mediateBy: day.exactOptional().describe("The prosecutor's new date, required when the old one is over"),
});
export const reasonGiven = z.strictObject({ reason: note });
export const mergeOrder = z.strictObject({ into: z.uuid() });
