import type { erasureRoutes } from "../../shared/contracts/erasure-routes.ts";
import type { Operation } from "../http/operation.ts";
import { createService } from "../http/service.ts";
import { erasureOperations } from "./erasures.ts";
import type { Platform } from "./platform.ts";

export const operations: Readonly<Record<keyof typeof erasureRoutes, Operation<Platform>>> = erasureOperations;

/** The service by which cases are erased over its operations. */
export const createErasure = (platform: Platform): ReturnType<typeof createService> =>
  createService(platform, operations);
