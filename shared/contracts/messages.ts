import * as z from "zod";
import { once } from "../domain/once.ts";
import { webhookEvent } from "./webhooks.ts";

/** To the router: a case waits for a body. */
export const intakeMessage = once(() => z.strictObject({ caseId: z.uuid(), version: z.int().min(1) }));
export type IntakeMessage = z.infer<ReturnType<typeof intakeMessage>>;

/** To the webhook sender: one event for one endpoint. `eventId` is the same on every try, so receivers can drop repeats. */
export const deliveryMessage = once(() =>
  z.strictObject({
    organisationId: z.string(),
    endpointId: z.string(),
    eventId: z.string(),
    event: webhookEvent(),
  }),
);
export type DeliveryMessage = z.infer<ReturnType<typeof deliveryMessage>>;
