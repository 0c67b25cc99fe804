import * as z from "zod";
import { consent, day, instant, organisationId } from "../domain/case.ts";
import { declineReason, failureReason } from "../domain/codes.ts";

const note = z.string().trim().min(1).max(500);

export const acceptance = z.strictObject({ mediatorId: z.string().max(60).exactOptional() });

export const refusal = z
  .strictObject({ reason: declineReason, note: note.exactOptional() })
  .refine((body) => body.reason !== "other" || body.note !== undefined, { path: ["note"], error: "required" });

export const manualAssignment = z.strictObject({ organisationId, reason: note });

export const consentRecord = z.strictObject({
  consents: z
    .array(consent)
    .min(1)
    .max(50)
    .refine((consents) => new Set(consents.map(({ party }) => party)).size === consents.length, {
      error: "party-twice",
    }),
});

export const sessionRecord = z.strictObject({ heldAt: instant });

const agreed = {
  documentNumber: z.string().trim().min(1).max(80),
  amountFen: z.int().min(0).max(1e15).exactOptional(),
  performBy: day.exactOptional(),
};
export const agreementRecord = z.discriminatedUnion("form", [
  z.strictObject({
    form: z.literal("written"),
    signedAt: z.array(instant).min(2).max(50).describe("When each party signed"),
    sealedAt: instant.describe("When the committee sealed it"),
    ...agreed,
  }),
  z.strictObject({ form: z.literal("oral"), agreedAt: instant, ...agreed }),
]);

export const performanceProof = z.strictObject({ performedOn: day, proof: note });

export const failureRecord = z.strictObject({ reason: failureReason, note: note.exactOptional() });
