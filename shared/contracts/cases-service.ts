import { caseRoutes } from "./case-routes.ts";
import { inboxRoutes } from "./inbox-routes.ts";
import { stepRoutes } from "./step-routes.ts";

/** The hot path: referrals, cases and their steps, papers and inboxes. */
export const casesService = { ...caseRoutes, ...stepRoutes, ...inboxRoutes };
