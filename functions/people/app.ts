import type { peopleRoutes } from "../../shared/contracts/people-routes.ts";
import type { Operation } from "../http/operation.ts";
import { createService } from "../http/service.ts";
import { peopleOperations } from "./people.ts";
import type { Platform } from "./platform.ts";
import { sessionOperations } from "./session.ts";
import { signInOperations } from "./sign-in.ts";

export const operations: Readonly<Record<keyof typeof peopleRoutes, Operation<Platform>>> = {
  ...signInOperations,
  ...sessionOperations,
  ...peopleOperations,
};

/** The service for people over its operations. */
export const createPeople = (platform: Platform): ReturnType<typeof createService> =>
  createService(platform, operations);
