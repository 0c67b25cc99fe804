import { incentiveRoutes } from "./incentive-routes.ts";
import { reportRoutes } from "./reports.ts";
import { seriesRoutes } from "./series-routes.ts";

/** What a justice bureau's office does a few times a month: reports, and claims for incentive pay. */
export const officeService = { ...reportRoutes, ...seriesRoutes, ...incentiveRoutes };
