import * as z from "zod";
import { organisationId } from "../domain/case.ts";
import { once } from "../domain/once.ts";
import { webhookEvent } from "./webhooks.ts";

/** To the router: a case waits for a body, or the body that it is offered to has been suspended. */
export const intakeMessage = once(() =>
  z.strictObject({
    caseId: z.uuid(),
    version: z.int().min(1).exactOptional(),
    suspendedId: organisationId().exactOptional(),
  }),
);
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
