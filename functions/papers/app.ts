import type { paperRoutes } from "../../shared/contracts/paper-routes.ts";
import type { Operation } from "../http/operation.ts";
import { createService } from "../http/service.ts";
import { paperOperations } from "./papers.ts";
import type { Platform } from "./platform.ts";

export const operations: Readonly<Record<keyof typeof paperRoutes, Operation<Platform>>> = paperOperations;

/** The making of official papers over its operations. */
export const createPapers = (platform: Platform): ReturnType<typeof createService> =>
  createService(platform, operations);
