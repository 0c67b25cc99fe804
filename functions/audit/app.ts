import type { auditRoutes } from "../../shared/contracts/audit-routes.ts";
import type { Operation } from "../http/operation.ts";
import { createService } from "../http/service.ts";
import type { Platform } from "./platform.ts";
import { recordOperations } from "./records.ts";
import { rootOperations } from "./roots.ts";

export const operations: Readonly<Record<keyof typeof auditRoutes, Operation<Platform>>> = {
  ...recordOperations,
  ...rootOperations,
};

/** The service by which records are verified over its operations. */
export const createAudit = (platform: Platform): ReturnType<typeof createService> =>
  createService(platform, operations);
