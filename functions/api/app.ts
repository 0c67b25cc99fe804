import type { OperationId } from "../../shared/contracts/routes.ts";
import type { StepRoutes } from "../../shared/contracts/step-routes.ts";
import { calendarOperations } from "./calendars.ts";
import type { Platform } from "./call.ts";
import { caseOperations } from "./cases.ts";
import { directoryOperations } from "./directory.ts";
import { documentation } from "./documentation.ts";
import { documentOperations } from "./documents.ts";
import { inboxOperations } from "./inbox.ts";
import type { ClaimOperation } from "./incentives.ts";
import { keyOperations } from "./keys.ts";
import { lawOperations } from "./law.ts";
import type { Operation } from "./operation.ts";
import { referralOperations } from "./referrals.ts";
import type { ReportOperation } from "./reports.ts";
import { routingPreviewOperations } from "./routing-preview.ts";
import { createService } from "./service.ts";
import { stepOperations } from "./steps.ts";
import { supervisionOperations } from "./supervision.ts";
import { webhookOperations } from "./webhook-endpoints.ts";

/** All but the steps, which are one for each verb, and the reports and claims, which are a function of their own. */
const operations: Readonly<
  Record<Exclude<OperationId, keyof StepRoutes | ReportOperation | ClaimOperation>, Operation>
> = {
  ...referralOperations,
  ...routingPreviewOperations,
  ...caseOperations,
  ...documentOperations,
  ...calendarOperations,
  ...lawOperations,
  ...supervisionOperations,
  ...inboxOperations,
  ...webhookOperations,
  ...directoryOperations,
  ...keyOperations,
};

/** The HTTP API: the route table served over the operations, and its documentation. */
export function createApp(platform: Platform): ReturnType<typeof createService> {
  const app = createService(platform, { ...operations, ...stepOperations });
  app.route("/", documentation(platform.documents));
  return app;
}
