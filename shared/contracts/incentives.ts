import * as z from "zod";
import { countyCode } from "../domain/division.ts";
import { claimStatus, incentiveClaim } from "../domain/incentive.ts";
import { once } from "../domain/once.ts";

const reason = () => z.string().trim().min(1).max(500);

export const claimView = once(() =>
  z.strictObject({
    ...incentiveClaim().shape,
    possible: z.array(z.string()).describe("What the caller can ask of the claim in this status"),
  }),
);
export const claimRejection = once(() => z.strictObject({ reason: reason() }));
export const claimReversal = once(() =>
  z.strictObject({ cause: z.enum(["agreement_voided", "case_reopened"]), reason: reason() }),
);

export const claimQuery = once(() =>
  z.strictObject({
    quarter: z
      .string()
      .regex(/^\d{4}Q[1-4]$/, { error: "quarter" })
      .describe("In which the file was archived, such as 2026Q4"),
    county: countyCode().exactOptional().describe("Division code of the county; the caller's own when absent"),
    status: claimStatus().exactOptional(),
    limit: z.coerce.number().int().min(1).max(100).default(50),
    cursor: z.string().max(600).exactOptional(),
  }),
);
export const claimList = once(() =>
  z.strictObject({ claims: z.array(claimView()), cursor: z.string().exactOptional() }),
);
