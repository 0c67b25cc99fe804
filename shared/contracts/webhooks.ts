import * as z from "zod";
import { instant, organisationId } from "../domain/case.ts";
import { digest } from "../domain/digest.ts";
import { documentFiled } from "../domain/document-access.ts";
import { eventType } from "../domain/events.ts";
import { digestDaily, endpointTest } from "../domain/notices.ts";
import { once } from "../domain/once.ts";
import { fixedHeaders } from "./fixed-headers.ts";
import { filedPaper } from "./inbox.ts";
import { endpointHealth, toldType } from "./webhook-attempts.ts";

const description = () => z.string().trim().min(1).max(200);

export const endpointRegistration = once(() =>
  z.strictObject({
    url: z.url({ protocol: /^https?$/ }).max(500),
    mediatorId: z.string().max(60).exactOptional().describe("Only steps of cases that this mediator leads or helps in"),
    types: z.array(toldType()).min(1).max(50).exactOptional().describe("All steps, when absent"),
    description: description().exactOptional().describe("What it is for, in your own words"),
    signing: z
      .enum(["hmac", "ed25519"])
      .exactOptional()
      .describe("By a shared secret (v1), as when absent, or by a key of which you get the public half (v1a)"),
    headers: fixedHeaders()
      .exactOptional()
      .describe("Headers that go with every call, such as a key of your gateway; their values are never shown again"),
  }),
);

/** What is to be otherwise of an endpoint: what is absent stays, `null` takes away. */
export const endpointChange = once(() => {
  const { url, types, mediatorId, description, headers } = endpointRegistration().shape;
  return z.strictObject({
    url: url.exactOptional(),
    types: types.unwrap().nullable().exactOptional().describe("All, when null"),
    mediatorId: mediatorId.unwrap().nullable().exactOptional(),
    description: description.unwrap().nullable().exactOptional(),
    headers: headers.unwrap().nullable().exactOptional().describe("All again, or null; they go to no other origin"),
  });
});

/** An endpoint as its owner sees it: of its secrets the public halves alone, of its headers the names. */
export const endpointView = once(() =>
  endpointRegistration()
    .omit({ headers: true, signing: true })
    .extend({
      endpointId: z.string(),
      createdAt: instant(),
      publicKey: z.string().exactOptional().describe("Of an endpoint that is signed with ed25519 (whpk_…)"),
      headerNames: z.array(z.string()).exactOptional(),
      rotated: z
        .array(z.strictObject({ until: instant(), publicKey: z.string().exactOptional() }))
        .exactOptional()
        .describe("Earlier secrets, which also sign until then"),
    }),
);
const secret = () =>
  z
    .string()
    .describe("By what its receiver verifies (Standard Webhooks): whsec_…, shown this once, or the public key whpk_…");
export const endpointCreated = once(() => endpointView().extend({ secret: secret() }));
export const endpointRotated = once(() =>
  endpointView().pick({ endpointId: true, publicKey: true, rotated: true }).extend({ secret: secret() }),
);
export const endpointList = once(() =>
  z.strictObject({ endpoints: z.array(endpointView().extend({ health: endpointHealth() })) }),
);

/** What a coordinator sees of the endpoints of its county: whether they work, and the host alone of their address. */
export const countyEndpoints = once(() =>
  z.strictObject({
    endpoints: z.array(
      endpointView()
        .pick({ endpointId: true, description: true, mediatorId: true, createdAt: true })
        .extend({ organisationId: organisationId(), host: z.string(), health: endpointHealth() }),
    ),
    cursor: z.string().exactOptional().describe("There are more organisations; a page can be empty"),
  }),
);

/** What a receiver is sent of a step: Standard Webhooks 1.0, ids only. */
export const caseEvent = once(() =>
  z.strictObject({
    type: eventType(),
    timestamp: instant(),
    data: z.strictObject({ caseId: z.uuid(), version: z.int().min(1), deadline: instant().exactOptional() }),
  }),
);
/** What a receiver is sent when a paper came into the file of a case: ids and what it is, nothing of what it says. */
export const documentEvent = once(() =>
  z.strictObject({
    type: z.literal(documentFiled),
    timestamp: instant(),
    data: z.strictObject({ caseId: z.uuid(), version: z.int().min(1), ...filedPaper().shape }),
  }),
);
/** What a receiver is sent once a working day, of all that lies with its owner. */
export const digestEvent = once(() =>
  z.strictObject({ type: z.literal(digestDaily), timestamp: instant(), data: digest() }),
);
/** What a receiver is sent when its owner asks for it, to see whether it works. */
export const testEvent = once(() =>
  z.strictObject({
    type: z.literal(endpointTest),
    timestamp: instant(),
    data: z.strictObject({ endpointId: z.string() }),
  }),
);
export const webhookEvent = once(() => z.union([caseEvent(), documentEvent(), digestEvent(), testEvent()]));
export type DocumentEvent = z.infer<ReturnType<typeof documentEvent>>;
export type CaseEvent = z.infer<ReturnType<typeof caseEvent>>;
export type DigestEvent = z.infer<ReturnType<typeof digestEvent>>;
export type WebhookEvent = z.infer<ReturnType<typeof webhookEvent>>;
