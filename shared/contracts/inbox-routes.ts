import * as z from "zod";
import { acked, ackRequest, extendRequest, received, receiveRequest } from "./inbox.ts";
import { type Route, route } from "./route.ts";
import { endpointCreated, endpointList, endpointRegistration } from "./webhooks.ts";

/** How an organisation is told: its inbox, and webhooks. */
export const inboxRoutes = {
  receiveMessages: route({
    method: "POST",
    path: "/v1/inbox/receive",
    summary: { en: "Lease messages from your inbox", zh: "领取收件箱消息" },
    tag: "inbox",
    roles: ["agency", "committee", "coordinator"],
    body: receiveRequest,
    responses: { 200: received },
  }),
  extendLease: route({
    method: "POST",
    path: "/v1/inbox/extend",
    summary: { en: "Keep a lease longer, or give it back with 0", zh: "延长租约（0 表示归还）" },
    tag: "inbox",
    roles: ["agency", "committee", "coordinator"],
    body: extendRequest,
    responses: { 204: undefined },
    problems: ["lease-lost"],
  }),
  ackMessages: route({
    method: "POST",
    path: "/v1/inbox/ack",
    summary: { en: "Remove leased messages from your inbox", zh: "确认并移除消息" },
    tag: "inbox",
    roles: ["agency", "committee", "coordinator"],
    body: ackRequest,
    responses: { 200: acked },
  }),
  createWebhookEndpoint: route({
    method: "POST",
    path: "/v1/webhook-endpoints",
    summary: { en: "Subscribe an address to the steps of your cases", zh: "订阅案件进展推送" },
    tag: "webhooks",
    roles: ["agency", "committee", "coordinator"],
    body: endpointRegistration,
    responses: { 201: endpointCreated },
  }),
  listWebhookEndpoints: route({
    method: "GET",
    path: "/v1/webhook-endpoints",
    summary: { en: "List your webhook endpoints", zh: "查询推送地址" },
    tag: "webhooks",
    roles: ["agency", "committee", "coordinator"],
    responses: { 200: endpointList },
  }),
  removeWebhookEndpoint: route({
    method: "DELETE",
    path: "/v1/webhook-endpoints/{endpointId}",
    summary: { en: "Remove a webhook endpoint", zh: "删除推送地址" },
    tag: "webhooks",
    roles: ["agency", "committee", "coordinator"],
    params: z.strictObject({ endpointId: z.string().max(60) }),
    responses: { 204: undefined },
    problems: ["not-found"],
  }),
} satisfies Record<string, Route>;
