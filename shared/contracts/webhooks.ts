import * as z from "zod";
import { instant } from "../domain/case.ts";
import { eventTypes } from "../domain/events.ts";
import { once } from "../domain/once.ts";
import { endpointHealth } from "./webhook-attempts.ts";

export const endpointRegistration = once(() =>
  z.strictObject({
    url: z.url({ protocol: /^https?$/ }).max(500),
    mediatorId: z.string().max(60).exactOptional().describe("Only steps of cases that this mediator leads or helps in"),
    types: z.array(z.enum(eventTypes)).min(1).max(50).exactOptional().describe("All steps, when absent"),
  }),
);

export const endpointView = once(() => endpointRegistration().extend({ endpointId: z.string(), createdAt: instant() }));
export const endpointCreated = once(() =>
  endpointView().extend({
    secret: z.string().describe("Signing secret (Standard Webhooks whsec_…); shown this once"),
  }),
);
export const endpointList = once(() =>
  z.strictObject({ endpoints: z.array(endpointView().extend({ health: endpointHealth() })) }),
);

/** What a receiver is sent: Standard Webhooks 1.0, ids only. */
export const webhookEvent = once(() =>
  z.strictObject({
    type: z.enum(eventTypes),
    timestamp: instant(),
    data: z.strictObject({ caseId: z.uuid(), version: z.int().min(1), deadline: instant().exactOptional() }),
  }),
);
export type WebhookEvent = z.infer<ReturnType<typeof webhookEvent>>;
