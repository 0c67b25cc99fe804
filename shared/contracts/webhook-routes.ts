import * as z from "zod";
import { organisationId } from "../domain/case.ts";
import { countyCode } from "../domain/division.ts";
import { once } from "../domain/once.ts";
import { type Route, route } from "./route.ts";
import { page } from "./route-parts.ts";
import { attemptList, attemptQuery, endpointHealth, replayed, replayRequest, testSent } from "./webhook-attempts.ts";
import {
  countyEndpoints,
  endpointChange,
  endpointCreated,
  endpointList,
  endpointRegistration,
  endpointRotated,
} from "./webhooks.ts";

const endpointParams = once(() => z.strictObject({ endpointId: z.string().max(60) }));

const countyQuery = once(() => z.strictObject({ ...page(), county: countyCode().exactOptional() }));
const endpointOfParams = once(() =>
  z.strictObject({ organisationId: organisationId(), endpointId: z.string().max(60) }),
);

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
    problems: ["too-many-endpoints", "endpoint-exists"],
  }),
  listWebhookEndpoints: route({
    method: "GET",
    path: "/v1/webhook-endpoints",
    tag: "webhooks",
    roles: ["agency", "committee", "coordinator"],
    responses: { 200: endpointList },
  }),
  changeWebhookEndpoint: route({
    method: "PATCH",
    path: "/v1/webhook-endpoints/{endpointId}",
    tag: "webhooks",
    roles: ["agency", "committee", "coordinator"],
    duty: "lead",
    params: endpointParams,
    body: endpointChange,
    responses: { 204: undefined },
    problems: ["not-found", "endpoint-exists"],
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
    headers: ["Accord-Effect"],
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
    headers: ["Accord-Effect"],
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
    problems: ["not-found", "endpoint-stopped"],
  }),
  rotateWebhookSecret: route({
    method: "POST",
    path: "/v1/webhook-endpoints/{endpointId}/rotate",
    tag: "webhooks",
    roles: ["agency", "committee", "coordinator"],
    duty: "lead",
    params: endpointParams,
    responses: { 200: endpointRotated },
    problems: ["not-found", "rotated-too-often"],
  }),
  testWebhookEndpoint: route({
    method: "POST",
    path: "/v1/webhook-endpoints/{endpointId}/test",
    tag: "webhooks",
    roles: ["agency", "committee", "coordinator"],
    duty: "lead",
    params: endpointParams,
    responses: { 200: testSent },
    problems: ["not-found", "endpoint-stopped"],
  }),
  listCountyWebhooks: route({
    method: "GET",
    path: "/v1/county-webhook-endpoints",
    tag: "webhooks",
    roles: ["coordinator"],
    query: countyQuery,
    responses: { 200: countyEndpoints },
  }),
  holdWebhookEndpoint: route({
    method: "POST",
    path: "/v1/organisations/{organisationId}/webhook-endpoints/{endpointId}/hold",
    tag: "webhooks",
    roles: ["coordinator"],
    duty: "lead",
    params: endpointOfParams,
    responses: { 200: endpointHealth },
    headers: ["Accord-Effect"],
    problems: ["not-found"],
  }),
  releaseWebhookEndpoint: route({
    method: "POST",
    path: "/v1/organisations/{organisationId}/webhook-endpoints/{endpointId}/release",
    tag: "webhooks",
    roles: ["coordinator"],
    duty: "lead",
    params: endpointOfParams,
    responses: { 200: endpointHealth },
    headers: ["Accord-Effect"],
    problems: ["not-found"],
  }),
} satisfies Record<string, Route>;
