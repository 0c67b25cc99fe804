import * as z from "zod";
import { noDeadline } from "../domain/event.ts";
import { eventKinds, isEventType } from "../domain/events.ts";
import { endpointTest, isNotice, notices } from "../domain/notices.ts";
import type { DescribedType } from "./event-type-routes.ts";
import { type InboxMessage, inboxMessage, messageTypes } from "./inbox.ts";
import { plain } from "./openapi-plain.ts";
import { webhookEvent } from "./webhooks.ts";

type MessageType = InboxMessage["type"];

/** Everything that inboxes and webhooks tell of, each with its schemas and an example; written when the function is built. */
export const describedTypes = (): DescribedType[] => [...messageTypes.map(described), testDescribed()];

function described(type: MessageType): DescribedType {
  const { words, who } = isEventType(type)
    ? { words: eventKinds[type].words, who: eventKinds[type].told.who }
    : notices[type];
  const webhook = webhookPayload(type);
  return {
    type,
    name: words,
    recipients: who,
    inbox: told(inboxPayload(type)),
    ...(webhook !== undefined && { webhook: told(webhook) }),
  };
}

const testDescribed = (): DescribedType => {
  const webhook = webhookPayload(endpointTest);
  return {
    type: endpointTest,
    name: { en: "Test", zh: "测试推送" },
    recipients: { en: "The endpoint that its owner lets be tested", zh: "所属机构要求测试的推送地址" },
    ...(webhook !== undefined && { webhook: told(webhook) }),
  };
};

/** Whether the message of an event can carry a deadline. */
const hasDeadline = (type: string): boolean => !isEventType(type) || eventKinds[type].deadline !== noDeadline;

const carriedBy = (type: MessageType): readonly string[] => {
  if (isNotice(type)) return notices[type].carries;
  return ["caseId", "version", ...(hasDeadline(type) ? ["deadline?"] : [])];
};

/** What the message of a type holds in an inbox, and nothing else. */
export function inboxPayload(type: MessageType): z.ZodObject {
  const { messageId, at, ...fields } = inboxMessage().shape;
  const carried = carriedBy(type);
  const own = Object.entries(fields).flatMap(([name, field]): [string, z.ZodType][] => {
    if (carried.includes(`${name}?`)) return [[name, field]];
    return carried.includes(name) && field instanceof z.ZodExactOptional ? [[name, field.unwrap()]] : [];
  });
  return z.strictObject({ messageId, type: z.literal(type), at, ...Object.fromEntries(own) });
}

/** What a call to a webhook endpoint holds; undefined of what only inboxes are told. */
export function webhookPayload(type: string): z.ZodObject | undefined {
  const [event] = webhookEvent().options.filter(({ shape }) => shape.type.safeParse(type).success);
  if (event === undefined) return undefined;
  const { data, ...shape } = event.shape;
  const isCarried = ([name]: [string, unknown]): boolean => name !== "deadline" || hasDeadline(type);
  return z.strictObject({
    ...shape,
    type: z.literal(type),
    data: z.strictObject(Object.fromEntries(Object.entries(data.shape).filter(isCarried))),
  });
}

const caseId = "0190a0de-0000-7000-8000-000000000001";
const at = "2026-03-03T02:00:00.000Z";
/** A value for each field that there is. */
const examples = {
  ...{ at, timestamp: at, caseId, version: 2, deadline: "2026-03-10T16:00:00.000Z" },
  ...{ documentId: "0190a0de-0000-7000-8000-000000000002", kind: "agreement", paper: "agreement" },
  ...{ about: "Fe3Zb1sXy0q8kq2vJ0m6Tn4wR7uL9cD5hG1oB2iE3aY", endpointId: "0190a0de-0000-7000-8000-000000000003" },
  ...{ date: "2026-03-03", open: 12, due: 3, overdue: 1, dueBy: "2026-03-06T16:00:00.000Z" },
};

/** An example of a message, which its schema takes. Throws where a field is missing. */
function exampleOf({ shape }: z.ZodObject): Record<string, unknown> {
  const messageId =
    "caseId" in shape ? `${caseId}.2` : `police-330483101.${"digest" in shape ? "digest.2026-03-03" : "log.7"}`;
  const all: Record<string, unknown> = { ...examples, messageId };
  return Object.fromEntries(
    Object.entries(shape).map(([name, field]) => {
      if (field instanceof z.ZodLiteral) return [name, field.value];
      return [name, field instanceof z.ZodObject ? exampleOf(field) : all[name]];
    }),
  );
}

function told(payload: z.ZodObject): { schema: Record<string, unknown>; example: Record<string, unknown> } {
  const { $schema: _, ...schema } = z.toJSONSchema(payload, { target: "draft-7" });
  return { schema: plain(schema, "output"), example: payload.parse(exampleOf(payload)) };
}
