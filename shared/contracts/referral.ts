import * as z from "zod";
import { day, instant, organisationId } from "../domain/case.ts";
import { channelDefinitions, channelNames } from "../domain/channels.ts";
import { categoryCode, channel, circumstance, harm, riskGrade } from "../domain/codes.ts";
import { divisionCode } from "../domain/division.ts";
import { once } from "../domain/once.ts";
import { requested } from "../domain/particulars.ts";
import { parties } from "../domain/party.ts";
import { caseNumberFault } from "../domain/source-number.ts";
import { isOnOneLine } from "../domain/text.ts";

/** The channels of which something is true, by their codes. */
const channelsWith = (trait: "setsOwnDate" | "takesUpItself"): string =>
  channelNames.filter((name) => channelDefinitions[name][trait]).join(", ");

/** What an agency posts: one dispute under its own case number. */
export const referralSubmission = once(() =>
  z
    .strictObject({
      sourceNumber: z
        .string()
        .trim()
        .min(1)
        .max(80)
        .refine(isOnOneLine, { error: "control-character" })
        .describe("The agency's own case number; the key of idempotency"),
      channel: channel(),
      requestedAt: instant()
        .exactOptional()
        .describe("When mediation was asked for; interrupts the limitation period. Now, when absent"),
      mediateBy: day()
        .exactOptional()
        .describe(`The referrer's own date, which it must state: ${channelsWith("setsOwnDate")}`),
      takenUpOn: day()
        .exactOptional()
        .describe(
          `When your house took the matter up (受理之日), from which its own period runs: ${channelsWith("takesUpItself")}`,
        ),
      takenUpWithRequest: z
        .literal(true)
        .exactOptional()
        .describe("Your house takes the matter up with the request itself; in place of takenUpOn"),
      summaryProcedure: z
        .literal(true)
        .exactOptional()
        .describe("A docketed case under summary procedure: a shorter clock"),
      namedOrganisationId: organisationId().exactOptional(),
      dispute: z.strictObject({
        category: categoryCode(),
        place: divisionCode()
          .exactOptional()
          .describe("Division code of the place of the dispute; absent when unknown"),
        occurredOn: day().exactOptional(),
        summary: z.string().trim().min(1).max(4000),
        requested: requested(),
        amountFen: z.int().min(0).max(1e15).exactOptional().describe("Amount in dispute, in fen"),
        riskGrade: riskGrade().default("blue"),
        harm: harm().exactOptional().describe("Absent when nobody died or was seriously injured"),
        earlierAttemptFailed: z.boolean().default(false),
        circumstances: z
          .array(circumstance())
          .max(circumstance().options.length)
          .default([])
          .describe("What speaks against mediation or demands a report to the police"),
      }),
      parties: parties(),
    })
    .superRefine((submission, context) => {
      const { setsOwnDate, knowsSummaryProcedure, isCourtNumbered, takesUpItself } =
        channelDefinitions[submission.channel];
      if (setsOwnDate && submission.mediateBy === undefined) {
        context.addIssue({ code: "custom", path: ["mediateBy"], message: "required", params: { code: "required" } });
      }
      if (!setsOwnDate && submission.mediateBy !== undefined) {
        const code = "not-for-this-channel";
        context.addIssue({ code: "custom", path: ["mediateBy"], message: code, params: { code } });
      }
      const { takenUpOn, takenUpWithRequest } = submission;
      const said = [takenUpOn, takenUpWithRequest].filter((one) => one !== undefined).length;
      if (said !== (takesUpItself ? 1 : 0)) {
        const code = takesUpItself ? (said === 0 ? "required" : "one-of-two") : "not-for-this-channel";
        context.addIssue({ code: "custom", path: ["takenUpOn"], message: code, params: { code } });
      }
      if (submission.summaryProcedure === true && !knowsSummaryProcedure) {
        const code = "not-for-this-channel";
        context.addIssue({ code: "custom", path: ["summaryProcedure"], message: code, params: { code } });
      }
      const fault = isCourtNumbered ? caseNumberFault(submission.sourceNumber) : undefined;
      if (fault !== undefined) {
        const params = { code: "not-a-court-case-number", written: fault.written };
        context.addIssue({ code: "custom", path: ["sourceNumber"], message: fault.message, params });
      }
    }),
);
export type ReferralSubmission = z.infer<ReturnType<typeof referralSubmission>>;
