import type { registryService } from "../../shared/contracts/registry-service.ts";
import type { Operation } from "../http/operation.ts";
import { createService } from "../http/service.ts";
import { approvalOperations } from "./approvals.ts";
import { calendarOperations } from "./calendars.ts";
import { countyWebhookOperations } from "./county-webhooks.ts";
import { directoryOperations } from "./directory.ts";
import { keyCodeOperations } from "./key-codes.ts";
import { keyOperations } from "./keys.ts";
import { lawOperations } from "./law.ts";
import { limitOperations } from "./limits.ts";
import type { Platform } from "./platform.ts";
import { settingsOperations } from "./settings.ts";
import { deliveryOperations } from "./webhook-deliveries.ts";
import { webhookOperations } from "./webhook-endpoints.ts";

export const operations: Readonly<Record<keyof typeof registryService, Operation<Platform>>> = {
  ...directoryOperations,
  ...keyOperations,
  ...limitOperations,
  ...webhookOperations,
  ...deliveryOperations,
  ...countyWebhookOperations,
  ...calendarOperations,
  ...lawOperations,
  ...settingsOperations,
  ...keyCodeOperations,
  ...approvalOperations,
};

/** The registry over its operations. */
export const createRegistry = (platform: Platform): ReturnType<typeof createService> =>
  createService(platform, operations);
