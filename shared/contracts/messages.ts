import * as z from "zod";
import { instant, organisationId } from "../domain/case.ts";
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

/** To who tends papers: those of an archived case are to be locked, or one that waits for its verdict is to be scanned again. */
export const paperTask = once(() => z.strictObject({ caseId: z.uuid(), documentId: z.uuid().exactOptional() }));
export type PaperTask = z.infer<ReturnType<typeof paperTask>>;

/** To who tells again: what happened to a case from one moment to another. */
export const replayMessage = once(() => z.strictObject({ caseId: z.uuid(), from: instant(), to: instant() }));
export type ReplayMessage = z.infer<ReturnType<typeof replayMessage>>;

/** To who binds: the file of a case was asked for, and takes longer than a call. */
export const bindingMessage = once(() => z.strictObject({ caseId: z.uuid(), bindingId: z.uuid(), run: z.uuid() }));
export type BindingMessage = z.infer<ReturnType<typeof bindingMessage>>;

/**
 * To what delivers webhooks: one event for one endpoint. `eventId` is the same on every try, so receivers can drop repeats.
 * `attempt` is the number of the try, the first where it is absent. A message that is `kept` stands in the table until it is taken or given
 * up: a message of which the table no longer knows is stale. One that is `patient` comes by the queue of retries, and its receiver
 * has the whole time to answer.
 */
export const deliveryMessage = once(() =>
  z.strictObject({
    organisationId: organisationId(),
    endpointId: z.string(),
    eventId: z.string(),
    event: webhookEvent(),
    attempt: z.int().min(1).exactOptional(),
    kept: z.literal(true).exactOptional(),
    replay: z.literal(true).exactOptional(),
    patient: z.literal(true).exactOptional(),
  }),
);
export type DeliveryMessage = z.infer<ReturnType<typeof deliveryMessage>>;
