import type { OperationId } from "../../shared/contracts/routes.ts";
import type { StepRoutes } from "../../shared/contracts/step-routes.ts";
import type { Platform } from "../http/call.ts";
import type { Operation } from "../http/operation.ts";
import { createService } from "../http/service.ts";
import type { ClaimOperation } from "../office/incentives.ts";
import type { ReportOperation } from "../office/reports.ts";
import { calendarOperations } from "../registry/calendars.ts";
import { directoryOperations } from "../registry/directory.ts";
import { keyOperations } from "../registry/keys.ts";
import { lawOperations } from "../registry/law.ts";
import { webhookOperations } from "../registry/webhook-endpoints.ts";
import { caseOperations } from "./cases.ts";
import { documentation } from "./documentation.ts";
import { documentOperations } from "./documents.ts";
import { inboxOperations } from "./inbox.ts";
import { referralOperations } from "./referrals.ts";
import { routingPreviewOperations } from "./routing-preview.ts";
import { stepOperations } from "./steps.ts";
import { supervisionOperations } from "./supervision.ts";

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
