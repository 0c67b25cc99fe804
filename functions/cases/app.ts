import type { casesService } from "../../shared/contracts/cases-service.ts";
import type { StepRoutes } from "../../shared/contracts/step-routes.ts";
import type { Operation } from "../http/operation.ts";
import { createService } from "../http/service.ts";
import { caseOperations } from "./cases.ts";
import { documentation } from "./documentation.ts";
import { documentOperations } from "./documents.ts";
import { eventTypeOperations } from "./event-types.ts";
import { healthOperations } from "./health.ts";
import { inboxOperations } from "./inbox.ts";
import type { Platform } from "./platform.ts";
import { readingOperations } from "./readings.ts";
import { referralCheckOperations } from "./referral-check.ts";
import { referralOperations } from "./referrals.ts";
import { replayOperations } from "./replay.ts";
import { routingPreviewOperations } from "./routing-preview.ts";
import { stepOperations } from "./steps.ts";
import { supervisionOperations } from "./supervision.ts";
import { workOperations } from "./work.ts";

/** All but the steps, which are one for each verb. */
const ofCases: Readonly<Record<Exclude<keyof typeof casesService, keyof StepRoutes>, Operation<Platform>>> = {
  ...referralOperations,
  ...referralCheckOperations,
  ...routingPreviewOperations,
  ...caseOperations,
  ...documentOperations,
  ...supervisionOperations,
  ...workOperations,
  ...readingOperations,
  ...inboxOperations,
  ...eventTypeOperations,
  ...replayOperations,
  ...healthOperations,
};

export const operations = { ...ofCases, ...stepOperations };

/** The hot path over its operations, and the documentation of the whole API. */
export function createCases(platform: Platform): ReturnType<typeof createService> {
  const app = createService(platform, operations);
  app.route("/", documentation(platform.documents));
  return app;
}
