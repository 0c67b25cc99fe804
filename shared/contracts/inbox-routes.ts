import {
  acked,
  ackRequest,
  credentialsRequest,
  extendRequest,
  inboxCredentials,
  received,
  receiveRequest,
} from "./inbox.ts";
import { type Route, route } from "./route.ts";

/** How an organisation is told: it leases messages from its inbox. */
export const inboxRoutes = {
  receiveMessages: route({
    method: "POST",
    path: "/v1/inbox/receive",
    tag: "inbox",
    roles: ["agency", "committee", "coordinator"],
    body: receiveRequest,
    responses: { 200: received },
    headers: ["Retry-After"],
  }),
  extendLease: route({
    method: "POST",
    path: "/v1/inbox/extend",
    tag: "inbox",
    roles: ["agency", "committee", "coordinator"],
    body: extendRequest,
    responses: { 204: undefined },
    problems: ["lease-lost", "lease-too-long"],
  }),
  ackMessages: route({
    method: "POST",
    path: "/v1/inbox/ack",
    tag: "inbox",
    roles: ["agency", "committee", "coordinator"],
    body: ackRequest,
    responses: { 200: acked },
  }),
  lendInbox: route({
    method: "POST",
    path: "/v1/inbox/credentials",
    tag: "inbox",
    roles: ["agency", "committee", "coordinator"],
    duty: "lead",
    once: true,
    body: credentialsRequest,
    responses: { 200: inboxCredentials },
  }),
} satisfies Record<string, Route>;
