import type { services } from "../../shared/contracts/services.ts";
import type { Operation } from "../http/operation.ts";
import { createService } from "../http/service.ts";
import { paperOperations } from "./papers.ts";
import type { Platform } from "./platform.ts";
import { signingOperations } from "./signing.ts";
import { templateOperations } from "./templates.ts";

export const operations: Readonly<Record<keyof typeof services.papers, Operation<Platform>>> = {
  ...paperOperations,
  ...templateOperations,
  ...signingOperations,
};

/** The making of official papers over its operations. */
export const createPapers = (platform: Platform): ReturnType<typeof createService> =>
  createService(platform, operations);
