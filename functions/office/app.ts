import type { officeService } from "../../shared/contracts/office-service.ts";
import type { Operation } from "../http/operation.ts";
import { createService } from "../http/service.ts";
import { erasureOperations } from "./erasures.ts";
import { incentiveOperations } from "./incentives.ts";
import type { Platform } from "./platform.ts";
import { reportOperations } from "./reports.ts";
import { seriesOperations } from "./series.ts";

export const operations: Readonly<Record<keyof typeof officeService, Operation<Platform>>> = {
  ...reportOperations,
  ...seriesOperations,
  ...incentiveOperations,
  ...erasureOperations,
};

/** The office over its operations. */
export const createOffice = (platform: Platform): ReturnType<typeof createService> =>
  createService(platform, operations);
