import * as z from "zod";
import type { Platform } from "./call.ts";

/** The first coordinator's key out of the environment; undefined once it is left empty. */
export const readBootstrap = (config: {
  BOOTSTRAP_ORGANISATION: string;
  BOOTSTRAP_JWK: string;
}): Platform["bootstrap"] =>
  config.BOOTSTRAP_JWK === ""
    ? undefined
    : {
        organisationId: config.BOOTSTRAP_ORGANISATION,
        jwk: z.record(z.string(), z.unknown()).parse(JSON.parse(config.BOOTSTRAP_JWK)),
      };
