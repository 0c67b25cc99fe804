import * as z from "zod";
import { once } from "../domain/once.ts";
import { foundCases } from "./case-lists.ts";
import { referralCheck, referralDraft } from "./referral-check.ts";
import { type Route, route } from "./route.ts";
import { everyone } from "./route-parts.ts";

const sought = once(() =>
  z.strictObject({
    number: z
      .string()
      .trim()
      .min(1)
      .max(80)
      .describe(
        "The whole of a referrer's number; or the year with its last four digits or more; or a court's type and number of the running year, such as 民诉前调20",
      ),
  }),
);

/** Looking for what there is already. What is looked for stands in the body, so that it is in no address and no log. */
export const searchRoutes = {
  checkReferral: route({
    method: "POST",
    path: "/v1/referrals/check",
    tag: "referrals",
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
