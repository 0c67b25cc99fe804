import * as z from "zod";
import { acked, ackRequest, extendRequest, received, receiveRequest } from "./inbox.ts";
import { type Route, route } from "./route.ts";
import { endpointCreated, endpointList, endpointRegistration } from "./webhooks.ts";

/** How an organisation is told: its inbox, and webhooks. */
export const inboxRoutes = {
  receiveMessages: route({
    method: "POST",
    path: "/v1/inbox/receive",
    tag: "inbox",
    roles: ["agency", "committee", "coordinator"],
    body: receiveRequest,
    responses: { 200: received },
  }),
  extendLease: route({
    method: "POST",
    path: "/v1/inbox/extend",
    tag: "inbox",
    roles: ["agency", "committee", "coordinator"],
    body: extendRequest,
    responses: { 204: undefined },
    problems: ["lease-lost"],
  }),
  ackMessages: route({
    method: "POST",
    path: "/v1/inbox/ack",
    tag: "inbox",
    roles: ["agency", "committee", "coordinator"],
    body: ackRequest,
    responses: { 200: acked },
  }),
  createWebhookEndpoint: route({
    method: "POST",
    path: "/v1/webhook-endpoints",
    tag: "webhooks",
    roles: ["agency", "committee", "coordinator"],
    body: endpointRegistration,
    responses: { 201: endpointCreated },
  }),
  listWebhookEndpoints: route({
    method: "GET",
    path: "/v1/webhook-endpoints",
    tag: "webhooks",
    roles: ["agency", "committee", "coordinator"],
    responses: { 200: endpointList },
  }),
  removeWebhookEndpoint: route({
    method: "DELETE",
    path: "/v1/webhook-endpoints/{endpointId}",
    tag: "webhooks",
    roles: ["agency", "committee", "coordinator"],
    params: z.strictObject({ endpointId: z.string().max(60) }),
    responses: { 204: undefined },
    problems: ["not-found"],
  }),
} satisfies Record<string, Route>;
