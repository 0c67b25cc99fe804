import * as z from "zod";
import { once } from "../domain/once.ts";
import { isPhone } from "../domain/phone.ts";
import { foundCases } from "./case-lists.ts";
import { referralCheck, referralDraft } from "./referral-check.ts";
import { type Route, route } from "./route.ts";
import { everyone } from "./route-parts.ts";

const sought = once(() =>
  z
    .strictObject({
      number: z
        .string()
        .trim()
        .min(1)
        .max(80)
        .exactOptional()
        .describe(
          "The whole of a referrer's number; or the year with its last four digits or more; or a court's type and number of the running year, such as 民诉前调20",
        ),
      name: z
        .string()
        .trim()
        .min(1)
        .max(100)
        .exactOptional()
        .describe("The whole name of a party, a company's with its legal form or without; no part of one is found"),
      document: z.string().trim().min(1).max(40).exactOptional().describe("The whole number of a party's document"),
      phone: z
        .string()
        .trim()
        .max(60)
        .refine(isPhone, { error: "phone", params: { code: "invalid-format" } })
        .exactOptional()
        .describe("The telephone of a party"),
    })
    .refine(({ number, ...party }) => (number === undefined) === Object.keys(party).length > 0, {
      error: "number-or-party",
      params: { code: "number-or-party" },
    })
    .describe(
      "Either a number; or a party by what is known of it, all of which must fit. A search for a party is recorded with the officer, without what was typed",
    ),
);

/** Looking for what there is already. The sought text stands in the body, so that it is in no address and no log. */
export const searchRoutes = {
  checkReferral: route({
    method: "POST",
    path: "/v1/referrals/check",
    tag: "referrals",
    readsOnly: true,
    roles: ["agency", "committee"],
    body: referralDraft,
    responses: { 200: referralCheck },
  }),
  searchCases: route({
    method: "POST",
    path: "/v1/cases/search",
    tag: "cases",
    roles: everyone,
    duty: "reader",
    body: sought,
    responses: { 200: foundCases },
  }),
} satisfies Record<string, Route>;
