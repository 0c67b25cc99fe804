import * as z from "zod";
import { instant } from "../domain/case.ts";
import { once } from "../domain/once.ts";

/** Why an endpoint is not called: paused by its own organisation, answered that it is gone (410), or did nothing but fail. */
const offReason = once(() => z.enum(["paused", "stopped", "gone", "failing"]));
export type OffReason = z.infer<ReturnType<typeof offReason>>;

/** How an endpoint does; all of it absent while it works. */
export const endpointHealth = once(() =>
  z.strictObject({
    failingSince: instant().exactOptional().describe("The first failure after the last success"),
    restsUntil: instant().exactOptional().describe("It answered too slowly and is left alone for a minute"),
    off: z.strictObject({ at: instant(), why: offReason() }).exactOptional().describe("It is not called"),
  }),
);
