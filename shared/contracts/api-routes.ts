import { caseRoutes } from "./case-routes.ts";
import { directoryRoutes } from "./directory-routes.ts";
import { inboxRoutes } from "./inbox-routes.ts";
import { incentiveRoutes } from "./incentive-routes.ts";
import { stepRoutes } from "./step-routes.ts";

/** Every operation but the reports, which a function of their own serves. */
export const apiRoutes = { ...caseRoutes, ...stepRoutes, ...inboxRoutes, ...directoryRoutes, ...incentiveRoutes };
export type ApiRoutes = typeof apiRoutes;
