import * as z from "zod";
import { once } from "../domain/once.ts";
import { route } from "./route.ts";

const words = () => z.strictObject({ en: z.string(), zh: z.string() });
const told = once(() =>
  z.strictObject({
    schema: z.looseObject({}).describe("JSON Schema, draft 7"),
    example: z.looseObject({}),
  }),
);

const describedType = once(() =>
  z.strictObject({
    type: z.string(),
    name: words(),
    recipients: words().describe("Who learns of it"),
    inbox: told().exactOptional().describe("The message in an inbox, without its lease"),
    webhook: told().exactOptional().describe("The body of a call to a webhook endpoint"),
  }),
);
export type DescribedType = z.infer<ReturnType<typeof describedType>>;
export const eventTypeList = once(() => z.strictObject({ types: z.array(describedType()) }));

/** What inboxes and webhooks tell of; for those who write programs, so that nobody needs a key. */
export const eventTypeRoutes = {
  listEventTypes: route({
    tag: "webhooks",
    roles: [],
    open: true,
    anonymous: true,
    method: "GET",
    path: "/v1/event-types",
    responses: { 200: eventTypeList },
    headers: ["ETag"],
    tagged: true,
  }),
};
