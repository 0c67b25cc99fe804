import * as z from "zod";
import { instant } from "../domain/case.ts";
import { documentFiled } from "../domain/document-access.ts";
import { eventTypes } from "../domain/events.ts";
import { digestDaily, endpointTest } from "../domain/notices.ts";
import { once } from "../domain/once.ts";
import { page } from "./route-parts.ts";

/** Why an endpoint is not called: paused by its own organisation, answered that it is gone (410), or did nothing but fail. */
const offReason = once(() => z.enum(["paused", "gone", "failing"]));
export type OffReason = z.infer<ReturnType<typeof offReason>>;

/** How an endpoint does; all of it absent while it works. */
export const endpointHealth = once(() =>
  z.strictObject({
    failingSince: instant().exactOptional().describe("The first failure after the last success"),
    restsUntil: instant().exactOptional().describe("It answered too slowly and is left alone for a minute"),
    off: z.strictObject({ at: instant(), why: offReason() }).exactOptional().describe("It is not called"),
    held: z
      .strictObject({ at: instant() })
      .exactOptional()
      .describe("Its county lets it not be called, whatever its owner says"),
    stopped: z.enum(["suspended", "keyless"]).exactOptional().describe("Its organisation is, so it is not called"),
  }),
);

/** What endpoints are told of: steps of cases, papers that came into a file, and once a day what lies with their owner. */
export const toldType = once(() => z.enum([...eventTypes, documentFiled, digestDaily]));

/** One call to an endpoint: what it answered, or why there was no answer. */
const attemptView = once(() =>
  z.strictObject({
    eventId: z.string().describe("The webhook-id"),
    type: z.enum([...toldType().options, endpointTest]),
    at: instant(),
    attempt: z.int().min(1),
    milliseconds: z.int(),
    status: z.int().exactOptional(),
    excerpt: z.string().exactOptional().describe("The beginning of the answer"),
    failure: z.string().exactOptional().describe("Why there was no answer"),
  }),
);
export const attemptQuery = once(() =>
  z.strictObject({
    ...page(),
    failed: z.literal("true").exactOptional().describe("Only attempts that were not taken"),
  }),
);
export const attemptList = once(() =>
  z.strictObject({
    attempts: z.array(attemptView()).describe("The last first, of 30 days"),
    cursor: z.string().exactOptional(),
  }),
);

/** What to send again: one event, taken or given up; or all of a time that was given up. */
export const replayRequest = once(() =>
  z.strictObject({
    eventId: z.string().max(120).exactOptional().describe("This one, taken or given up; else all given up"),
    from: instant().exactOptional(),
    to: instant().exactOptional(),
  }),
);
export const replayed = once(() =>
  z.strictObject({
    events: z.array(z.string()).describe("Sent again within a minute or two, with the header webhook-replay"),
    more: z.boolean().describe("There are more; ask again"),
  }),
);
export const testSent = once(() =>
  z.strictObject({
    eventId: z.string().describe("The webhook-id of an event endpoint.test, which is sent once; its attempt is listed"),
  }),
);
