import { approvalRoutes } from "./approval-routes.ts";
import { directoryRoutes } from "./directory-routes.ts";
import { lawRoutes } from "./law-routes.ts";
import { settingsRoutes } from "./settings-routes.ts";
import { webhookRoutes } from "./webhook-routes.ts";

/** Who takes part and by which rules: organisations, keys, mediators, divisions, law, calendars, webhook endpoints. */
export const registryService = {
  ...directoryRoutes,
  ...lawRoutes,
  ...settingsRoutes,
  ...approvalRoutes,
  ...webhookRoutes,
};
