import * as z from "zod";
import { text } from "../../shared/runtime/config.ts";

/**
 * By which variables of its environment a service tells its callers, and how much each may call; the key is empty once others are
 * registered.
 */
export const identityVariables = {
  AUDIENCE: text,
  BOOTSTRAP_ORGANISATION: text,
  BOOTSTRAP_JWK: z.string(),
  LIMITS: z.string(),
};
