import * as z from "zod";
import { instant } from "../domain/case.ts";
import { once } from "../domain/once.ts";
import { names } from "./case-lists.ts";
import { fieldError } from "./problems.ts";
import { routingPreview } from "./routing-preview.ts";

/** A referral as far as it is known; nothing of it has to be there, and nothing has to be right. */
export const referralDraft = once(() =>
  z.record(z.string(), z.unknown()).describe("The body of submitReferral, as far as it is known"),
);

/** What would come of sending it. */
export const referralCheck = once(() =>
  z.strictObject({
    errors: z.array(fieldError()).describe("What must be corrected first; empty when it can be sent"),
    preview: routingPreview()
      .exactOptional()
      .describe("Where it would go, and what speaks against it; absent while channel or category are not known"),
    earlier: z
      .strictObject({
        caseId: z.uuid(),
        outcome: z
          .enum(["same", "conflicting", "sends-again"])
          .describe(
            "same: sending it again answers that case. conflicting: the number stands with other content. sends-again: a new case, as that one was recalled or not accepted",
          ),
      })
      .exactOptional()
      .describe("Your own case under this number"),
    alike: z
      .array(z.strictObject({ caseId: z.uuid(), sourceNumber: z.string(), submittedAt: instant() }))
      .describe("Your own cases in which the same parties disputed such a matter of late"),
    names: names().exactOptional(),
  }),
);
export type ReferralCheck = z.infer<ReturnType<typeof referralCheck>>;
