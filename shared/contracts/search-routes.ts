import { referralCheck, referralDraft } from "./referral-check.ts";
import { type Route, route } from "./route.ts";

/** Looking for what there is already, before something is sent. */
export const searchRoutes = {
  checkReferral: route({
    method: "POST",
    path: "/v1/referrals/check",
    tag: "referrals",
    roles: ["agency", "committee"],
    body: referralDraft,
    responses: { 200: referralCheck },
  }),
} satisfies Record<string, Route>;
