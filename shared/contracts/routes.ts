import { apiRoutes } from "./api-routes.ts";
import { incentiveRoutes } from "./incentive-routes.ts";
import { reportRoutes } from "./reports.ts";
import type { RouteAnswer } from "./route.ts";

/** Every operation there is. */
export const routes = { ...apiRoutes, ...incentiveRoutes, ...reportRoutes };

export type Routes = typeof routes;
export type OperationId = keyof Routes;

export type OperationAnswer<Op extends OperationId> = RouteAnswer<Routes[Op]>;
