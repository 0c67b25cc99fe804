import * as z from "zod";
import type { Dispute } from "./case.ts";
import { identityDocument as documentKind, partyKind } from "./codes.ts";
import { divisionCode } from "./division.ts";
import { checkCreditCode, checkResidentId } from "./identity.ts";
import { once } from "./once.ts";

const identityDocument = () =>
  z
    .strictObject({ kind: documentKind(), number: z.string().trim().toUpperCase().min(1).max(40) })
    .superRefine((document, context) => {
      const verdict =
        document.kind === "resident_id"
          ? checkResidentId(document.number)
          : document.kind === "credit_code"
            ? checkCreditCode(document.number)
            : "ok";
      if (verdict !== "ok") {
        context.addIssue({ code: "custom", path: ["number"], message: verdict, params: { code: verdict } });
      }
    });

export const party = once(() =>
  z
    .strictObject({
      side: z.enum(["applicant", "respondent", "third_party"]),
      kind: partyKind(),
      name: z.string().trim().min(1).max(100),
      document: identityDocument().exactOptional(),
      phone: z
        .string()
        .regex(/^\+?[0-9 -]{5,20}$/)
        .exactOptional(),
      address: z.string().max(200).exactOptional(),
      place: divisionCode().exactOptional().describe("Division code of where the party lives or has its seat"),
    })
    .describe("One party. Stored encrypted; readable only by the bodies of the case, and every reading is recorded."),
);
export type Party = z.output<ReturnType<typeof party>>;

export const parties = once(() => z.array(party()).min(2).max(50));

/** What routing and consent need to know of parties. */
export const countOf = (known: readonly Party[]): Pick<Dispute, "partyCount" | "partyPlaces"> => ({
  partyCount: known.length,
  partyPlaces: [...new Set(known.map((each) => each.place).filter((code) => code !== undefined))],
});
