import * as z from "zod";
import { once } from "../domain/once.ts";
import { type Route, route } from "./route.ts";
import { attemptList, attemptQuery, endpointHealth, replayed, replayRequest } from "./webhook-attempts.ts";
import { endpointCreated, endpointList, endpointRegistration } from "./webhooks.ts";

const endpointParams = once(() => z.strictObject({ endpointId: z.string().max(60) }));

/** Where an organisation lets itself be called when its cases take a step. */
export const webhookRoutes = {
  createWebhookEndpoint: route({
    method: "POST",
    path: "/v1/webhook-endpoints",
    tag: "webhooks",
    roles: ["agency", "committee", "coordinator"],
    duty: "lead",
    body: endpointRegistration,
    responses: { 201: endpointCreated },
    problems: ["too-many-endpoints"],
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
    duty: "lead",
    params: endpointParams,
    responses: { 204: undefined },
    problems: ["not-found"],
  }),
  pauseWebhookEndpoint: route({
    method: "POST",
    path: "/v1/webhook-endpoints/{endpointId}/pause",
    tag: "webhooks",
    roles: ["agency", "committee", "coordinator"],
    duty: "lead",
    params: endpointParams,
    responses: { 200: endpointHealth },
    problems: ["not-found"],
  }),
  resumeWebhookEndpoint: route({
    method: "POST",
    path: "/v1/webhook-endpoints/{endpointId}/resume",
    tag: "webhooks",
    roles: ["agency", "committee", "coordinator"],
    duty: "lead",
    params: endpointParams,
    responses: { 200: endpointHealth },
    problems: ["not-found"],
  }),
  listWebhookAttempts: route({
    method: "GET",
    path: "/v1/webhook-endpoints/{endpointId}/attempts",
    tag: "webhooks",
    roles: ["agency", "committee", "coordinator"],
    params: endpointParams,
    query: attemptQuery,
    responses: { 200: attemptList },
    problems: ["not-found"],
  }),
  replayWebhooks: route({
    method: "POST",
    path: "/v1/webhook-endpoints/{endpointId}/replay",
    tag: "webhooks",
    roles: ["agency", "committee", "coordinator"],
    duty: "lead",
    params: endpointParams,
    body: replayRequest,
    responses: { 200: replayed },
    problems: ["not-found"],
  }),
} satisfies Record<string, Route>;
