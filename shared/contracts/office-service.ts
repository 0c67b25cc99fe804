import { erasureRoutes } from "./erasure-routes.ts";
import { incentiveRoutes } from "./incentive-routes.ts";
import { reportRoutes } from "./reports.ts";
import { seriesRoutes } from "./series-routes.ts";

/** What a justice bureau's office does a few times a month: reports, claims for incentive pay, and erasing what is kept no longer. */
export const officeService = { ...reportRoutes, ...seriesRoutes, ...incentiveRoutes, ...erasureRoutes };
