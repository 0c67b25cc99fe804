import packageJson from "../../package.json" with { type: "json" };
import { describedTypes } from "./event-type-list.ts";
import type { DescribedType } from "./event-type-routes.ts";
import { inboxRoutes } from "./inbox-routes.ts";
import type { Json } from "./openapi-plain.ts";
import { partsOf, serverHere } from "./server-here.ts";

const ways = ["inbox", "webhook"] as const;
type Way = (typeof ways)[number];
const nameOf = (way: Way, type: string): string => `${way}.${type}`;

/** Each type by each way in which it is told. */
const messagesOf = (way: Way, types: readonly DescribedType[]): [string, Json][] =>
  types.flatMap(({ type, name, recipients, [way]: told }): [string, Json][] => {
    if (told === undefined) return [];
    const { schema, example } = told;
    const message = {
      name: type,
      title: `${name.en} · ${name.zh}`,
      summary: `${recipients.en} · ${recipients.zh}`,
      ...(way === "webhook" && { headers: { $ref: "#/components/schemas/WebhookHeaders" } }),
      payload: schema,
      examples: [{ payload: example }],
    };
    return [[nameOf(way, type), message]];
  });

/** The headers of a call to a webhook endpoint. */
export const headerDescriptions = {
  "webhook-id": "The same on every attempt: by it repeats are known",
  "webhook-timestamp": "Seconds since 1970, of this attempt",
  "webhook-signature": "v1,… (HMAC-SHA256) or v1a,… (ed25519); several after a rotation",
  "webhook-replay": "`true` on what is sent again because its owner asked for it",
} as const;

const webhookHeaders = {
  type: "object",
  description: "Signed as Standard Webhooks 1.0 has it",
  required: Object.keys(headerDescriptions).filter((name) => name !== "webhook-replay"),
  properties: Object.fromEntries(
    Object.entries(headerDescriptions).map(([name, description]) => [name, { type: "string", description }]),
  ),
};

const listed = (messages: readonly [string, Json][]): Json =>
  Object.fromEntries(messages.map(([name]) => [name, { $ref: `#/components/messages/${name}` }]));

/** The AsyncAPI 3 document of what the platform sends, from the very schemas of the messages. */
export function asyncApiDocument(): Json {
  const types = describedTypes();
  const [inbox, webhook] = [messagesOf("inbox", types), messagesOf("webhook", types)];
  const server = { $ref: "#/servers/platform" };
  return {
    asyncapi: "3.0.0",
    info: {
      title: "Accord: inboxes and webhooks",
      version: packageJson.version,
      description:
        "What organisations are told, as ids, type, version and deadline; what it means is read from the API (/openapi.json). Everything comes at least once. Types may be added.",
      license: { name: "Apache-2.0" },
    },
    defaultContentType: "application/json",
    servers: { platform: partsOf(serverHere) },
    channels: {
      inbox: {
        address: inboxRoutes.receiveMessages.path,
        title: "The inbox of an organisation · 收件箱",
        description:
          "Leased by POST, up to ten at a time, each with a `lease` and a `receiveCount` beside what stands here; acknowledged by POST /v1/inbox/ack, else it comes again.",
        servers: [server],
        messages: listed(inbox),
      },
      webhook: {
        address: null,
        title: "The webhook endpoints of an organisation · 推送地址",
        description:
          "Posted to the addresses that an organisation has registered (POST /v1/webhook-endpoints), where they ask for the type. Any 2xx takes it; else it comes again, and 410 ends it.",
        messages: listed(webhook),
      },
    },
    operations: {
      tellInbox: { action: "send", channel: { $ref: "#/channels/inbox" } },
      callWebhook: {
        action: "send",
        channel: { $ref: "#/channels/webhook" },
        bindings: { http: { method: "POST", bindingVersion: "0.3.0" } },
      },
    },
    components: {
      messages: Object.fromEntries([...inbox, ...webhook]),
      schemas: { WebhookHeaders: webhookHeaders },
    },
  };
}
