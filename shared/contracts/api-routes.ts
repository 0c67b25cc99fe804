import { caseRoutes } from "./case-routes.ts";
import { directoryRoutes } from "./directory-routes.ts";
import { inboxRoutes } from "./inbox-routes.ts";
import { lawRoutes } from "./law-routes.ts";
import { stepRoutes } from "./step-routes.ts";

/** Every operation but the reports and the claims, which a function of their own serves. */
export const apiRoutes = { ...caseRoutes, ...stepRoutes, ...inboxRoutes, ...directoryRoutes, ...lawRoutes };
export type ApiRoutes = typeof apiRoutes;
