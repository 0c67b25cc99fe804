import { marshall } from "@aws-sdk/util-dynamodb";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import * as z from "zod";
import { eventKey } from "../../../shared/dynamo/keys.ts";
import type { Call } from "../../support/answering.ts";
import { answeringQueues } from "../../support/answering-queues.ts";
import { answeringTable } from "../../support/answering-table.ts";
import { caseId, now, police, town } from "../../support/cases.ts";

const bytes = new Uint8Array(1);
const sealed = { algorithm: "A256GCM", key: bytes, iv: bytes, tag: bytes, text: bytes } as const;

type Publisher = (event: unknown) => Promise<unknown>;

let handler: Publisher;
let refused: (message: string) => boolean;
let endpoints: readonly string[];
let hasLists: boolean;
const nothingFailed = { batchItemFailures: [] };

const batchOfKeys = z.object({
  "the-table": z.object({
    Keys: z.array(z.object({ pk: z.string(), sk: z.string() })),
    ConsistentRead: z.literal(true),
  }),
});
const listOf = (key: { pk: string; sk: string }) => {
  const owner = key.pk.replace("ORGANISATION#", "");
  return { ...key, version: 1, endpoints: endpoints.map((name) => ({ endpointId: `${name} of ${owner}` })) };
};

/** Each organisation has these endpoints; those of an earlier release have no list of them. */
const table = answeringTable(({ operation, input }) => {
  if (operation === "BatchGetItem") {
    const keys = batchOfKeys.parse(input["RequestItems"])["the-table"].Keys;
    return { Responses: { "the-table": hasLists ? keys.map(listOf) : [] } };
  }
  const { ":pk": pk } = z.object({ ":pk": z.string() }).parse(input["ExpressionAttributeValues"]);
  const organisationId = pk.replace("ORGANISATION#", "");
  const stored = { url: "https://hooks.example/", createdAt: now, secret: sealed };
  return {
    Items: endpoints.map((name) => ({ organisationId, endpointId: `${name} of ${organisationId}`, ...stored })),
  };
});
const entry = z.object({ Id: z.string(), MessageBody: z.string() });
const queues = answeringQueues(({ operation, input }) => {
  if (operation === "SendMessage") {
    if (refused(String(input["MessageBody"]))) throw new Error("refused");
    return {};
  }
  const failed = z
    .array(entry)
    .parse(input["Entries"])
    .filter(({ MessageBody }) => refused(MessageBody));
  return { Failed: failed.map(({ Id }) => ({ Id, Code: "InternalError", Message: "refused", SenderFault: false })) };
});

beforeAll(async () => {
  vi.stubEnv("TABLE_NAME", "the-table");
  vi.stubEnv("INTAKE_QUEUE_URL", "https://queues/1/intake");
  vi.stubEnv("WEBHOOK_QUEUE_URL", "https://queues/1/webhooks");
  vi.stubEnv("PAPER_TASK_QUEUE_URL", "https://queues/1/paper-tasks");
  vi.stubEnv("INBOX_PREFIX", "inbox-");
  const clients = { documentClient: () => table.table.client, queueClient: () => queues.client };
  vi.doMock("../../../shared/aws/clients.ts", () => clients);
  ({ handler } = await import("../../../functions/publish-events-when-case-saved.ts"));
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
});
beforeEach(() => {
  table.calls.length = 0;
  queues.calls.length = 0;
  refused = () => false;
  endpoints = ["one"];
  hasLists = true;
});

/** Records of so many events of one case of the police and the town, by each of them in turn. */
const batch = (count: number) => ({
  Records: Array.from({ length: count }, (_, index) => {
    const sequence = index + 1;
    const item = {
      ...eventKey(caseId, sequence),
      ...{ sequence, at: now, by: index % 2 === 0 ? town : police, previousHash: "", hash: "" },
      ...{ type: "session.held", data: { heldAt: now } },
      ...{ audience: [police.organisationId, town.organisationId], mediatorIds: [] },
    };
    return { dynamodb: { SequenceNumber: `record ${sequence}`, NewImage: marshall(item) } };
  }),
});
const failures = (...sequences: number[]) => ({
  batchItemFailures: sequences.map((sequence) => ({ itemIdentifier: `record ${sequence}` })),
});
const operations = (calls: readonly Call[]) => calls.map(({ operation }) => operation);

describe("the publisher", () => {
  it("asks for the endpoints of all listeners in one call in an invocation, and again in the next", async () => {
    await handler(batch(10));
    expect(operations(table.calls)).toEqual(["BatchGetItem"]);
    await handler(batch(1));
    expect(operations(table.calls)).toEqual(["BatchGetItem", "BatchGetItem"]);
  });

  it("finds the endpoints of an organisation that has no list yet", async () => {
    hasLists = false;
    expect(await handler(batch(2))).toEqual(nothingFailed);
    expect(operations(table.calls)).toEqual(["BatchGetItem", "Query", "Query"]);
    expect(JSON.stringify(queues.calls)).toContain(`one of ${town.organisationId}`);
    expect(JSON.stringify(queues.calls)).toContain(`one of ${police.organisationId}`);
  });

  it("tells what an invocation finds, not what an earlier one found", async () => {
    await handler(batch(1));
    endpoints = ["two"];
    queues.calls.length = 0;
    await handler(batch(1));
    expect(JSON.stringify(queues.calls)).toContain("two of");
    expect(JSON.stringify(queues.calls)).not.toContain("one of");
  });

  it("publishes ten events with two inboxes and two endpoints each by five calls, not by fifty", async () => {
    expect(await handler(batch(10))).toEqual(nothingFailed);
    // Twenty messages go to endpoints, ten a call, and five to each inbox.
    expect(operations([...table.calls, ...queues.calls])).toEqual([
      "BatchGetItem",
      ...["SendMessageBatch", "SendMessageBatch", "SendMessageBatch", "SendMessageBatch"],
    ]);
  });

  it("publishes one such event by three calls, not by five", async () => {
    expect(await handler(batch(1))).toEqual(nothingFailed);
    expect(operations([...table.calls, ...queues.calls])).toEqual(["BatchGetItem", "SendMessage", "SendMessageBatch"]);
  });

  it("hands back alone the event of which one message was refused", async () => {
    refused = (body) => body.includes(`"eventId":"${caseId}_3"`) && body.includes(`one of ${town.organisationId}`);
    expect(await handler(batch(5))).toEqual(failures(3));
    refused = (body) => body.includes(`"messageId":"${caseId}.2"`);
    expect(await handler(batch(5))).toEqual(failures(2));
  });
});
