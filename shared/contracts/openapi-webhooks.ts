import type * as z from "zod";
import { headerDescriptions } from "./asyncapi.ts";
import type { Json } from "./openapi-plain.ts";
import type { Components, Root } from "./openapi-schemas.ts";
import { caseEvent, digestEvent, documentEvent, testEvent } from "./webhooks.ts";

type Told = { name: string; schema: () => z.ZodType; summary: string };
/** What endpoints are called with, by the shape of its body; each type of event is told by `GET /v1/event-types`. */
const webhooks: readonly Told[] = [
  { name: "CaseEvent", schema: caseEvent, summary: "A step of a case · 案件进展" },
  { name: "DocumentEvent", schema: documentEvent, summary: "A paper came into a file · 材料入卷" },
  { name: "DigestEvent", schema: digestEvent, summary: "What lies with its owner, once a working day · 每日待办汇总" },
  { name: "TestEvent", schema: testEvent, summary: "A test that the owner asked for · 测试推送" },
];

export const webhookRoots = (): Root[] =>
  webhooks.map(({ name, schema }) => ({ name, schema: schema(), side: "output" }));

const parameters = Object.entries(headerDescriptions).map(([name, description]) => ({
  name,
  in: "header",
  ...(name !== "webhook-replay" && { required: true }),
  description,
  schema: { type: "string" },
}));
/** The headers of all calls, each as often as it comes. */
export const webhookParameters = webhooks.flatMap(() => parameters.map((value) => ({ name: value.name, value })));

/** The webhooks of the description: signed as Standard Webhooks 1.0 has it. */
export function webhookItems({ referenceTo }: Components, inPlace: (parameter: Json) => Json): Json {
  const item = ({ schema, summary }: Told): Json => ({
    post: {
      summary,
      parameters: parameters.map(inPlace),
      requestBody: { required: true, content: { "application/json": { schema: referenceTo(schema(), "output") } } },
      responses: { "2XX": { description: "Taken. Anything else comes again; 410 ends it" } },
    },
  });
  return Object.fromEntries(webhooks.map((one) => [one.name.replace(/^./, (first) => first.toLowerCase()), item(one)]));
}
