import { caseRoutes } from "./case-routes.ts";
import { eventTypeRoutes } from "./event-type-routes.ts";
import { healthRoutes } from "./health-routes.ts";
import { inboxRoutes } from "./inbox-routes.ts";
import { readingRoutes } from "./reading-routes.ts";
import { replayRoutes } from "./replay-routes.ts";
import { searchRoutes } from "./search-routes.ts";
import { stepRoutes } from "./step-routes.ts";
import { workRoutes } from "./work-routes.ts";

/** The hot path: referrals, cases and their steps, papers and inboxes; and whether it answers. */
export const casesService = {
  ...caseRoutes,
  ...searchRoutes,
  ...workRoutes,
  ...readingRoutes,
  ...stepRoutes,
  ...inboxRoutes,
  ...eventTypeRoutes,
  ...replayRoutes,
  ...healthRoutes,
};
