import { randomUUID } from "node:crypto";
import {
  GetQueueAttributesCommand,
  QueueDoesNotExist,
  SetQueueAttributesCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type QueueEngine, startQueueEngine } from "../../infra/local/queue-engine.ts";
import { advanceQueues } from "../../infra/local/queue-time.ts";
import { createInboxes, type Inboxes, inboxProvision, type ProvisionInbox } from "../../shared/aws/inboxes.ts";
import { createSend, siblingQueueUrl } from "../../shared/aws/queues.ts";
import { anyOrganisation } from "../support/stored-cases.ts";

const region = "us-east-1";
const deadLetterArn = `arn:aws:sqs:${region}:000000000000:inboxes-dead`;
const prefix = "accord-inbox-";

let engine: QueueEngine;
let client: SQSClient;
let inboxes: Inboxes;
let provision: ProvisionInbox;
let organisation: string;
let url: string;

beforeAll(async () => {
  engine = await startQueueEngine(region);
  client = connect();
  engine.store.createQueue("inboxes-dead", `${engine.url}/000000000000/inboxes-dead`, deadLetterArn, {});
  inboxes = createInboxes(client, Date.now);
  provision = inboxProvision(client, { prefix, deadLetterArn });
});
afterAll(async () => {
  client?.destroy();
  await engine?.stop();
});
beforeEach(async () => {
  organisation = anyOrganisation("pmc");
  url = siblingQueueUrl(`${engine.url}/000000000000/accord-intake`, `${prefix}${organisation}`);
  await provision(organisation);
});

const credentials = { accessKeyId: "contract", secretAccessKey: "contract" };
const connect = () => new SQSClient({ endpoint: engine.url, region, credentials });
const message = (version = 1) => ({
  messageId: `m.${version}`,
  type: "assignment.offered",
  caseId: randomUUID(),
  version,
  at: "2026-03-02T02:00:00.000Z",
});
const send = (content: object, to = url) => createSend(client)(to, content);
const receive = (leaseSeconds = 60, max = 10) => inboxes.receive(url, { max, waitSeconds: 0, leaseSeconds });
const letTimePass = (seconds: number) => advanceQueues(engine.store, seconds * 1000, new Set());
const attributesOf = async (queueUrl: string) =>
  (await client.send(new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ["All"] }))).Attributes ?? {};

describe("an inbox", () => {
  it("is kept for fourteen days, encrypted, open to TLS alone, and has the shared dead-letter queue", async () => {
    const { QueueArn, Policy = "", RedrivePolicy = "", ...rest } = await attributesOf(url);
    expect(rest).toMatchObject({ MessageRetentionPeriod: "1209600", SqsManagedSseEnabled: "true" });
    expect(JSON.parse(RedrivePolicy)).toEqual({ deadLetterTargetArn: deadLetterArn, maxReceiveCount: 50 });
    expect(QueueArn).toBe(`arn:aws:sqs:${region}:000000000000:${prefix}${organisation}`);
    expect(JSON.parse(Policy).Statement).toEqual([
      {
        Effect: "Deny",
        Principal: "*",
        Action: "sqs:*",
        Resource: QueueArn,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
  });

  it("may be provisioned again: its messages stay, and what was changed is put right", async () => {
    const asProvisioned = await attributesOf(url);
    await send(message());
    await provision(organisation);
    const Attributes = { MessageRetentionPeriod: "60", SqsManagedSseEnabled: "false", Policy: "" };
    await client.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes }));
    await provision(organisation);
    const { MessageRetentionPeriod, SqsManagedSseEnabled, Policy } = asProvisioned;
    expect(await attributesOf(url)).toMatchObject({ MessageRetentionPeriod, SqsManagedSseEnabled, Policy });
    expect(await receive()).toHaveLength(1);
  });

  it("that was never provisioned says so", async () => {
    const nowhere = siblingQueueUrl(url, `${prefix}${anyOrganisation("pmc")}`);
    const asked = inboxes.receive(nowhere, { max: 1, waitSeconds: 0, leaseSeconds: 60 });
    await expect(asked).rejects.toThrow(QueueDoesNotExist);
  });
});

describe("a message", () => {
  it("is handed out whole with a lease, and to nobody else while the lease runs", async () => {
    const content = { ...message(), deadline: "2026-03-05T16:00:00.000Z" };
    await send(content);
    expect(await receive()).toEqual([{ ...content, lease: expect.any(String), receiveCount: 1 }]);
    expect(await receive()).toEqual([]);
  });

  it("comes again with a new lease and a higher count once its lease is over", async () => {
    await send(message());
    const [first] = await receive(60);
    letTimePass(61);
    const [second] = await receive(60);
    expect(second).toMatchObject({ messageId: "m.1", receiveCount: 2 });
    expect(second?.lease).not.toBe(first?.lease);
  });

  it("stays away while its lease is extended, and comes at once when it is given back", async () => {
    await send(message());
    const [{ lease } = { lease: "" }] = await receive(60);
    expect(await inboxes.extend(url, lease, 600)).toBe("extended");
    letTimePass(300);
    expect(await receive()).toEqual([]);
    expect(await inboxes.extend(url, lease, 0)).toBe("extended");
    expect(await receive()).toMatchObject([{ messageId: "m.1", receiveCount: 2 }]);
  });

  it("is gone once it is acked, and a second ack says that its lease is over", async () => {
    await send(message());
    const [{ lease } = { lease: "" }] = await receive(60);
    expect(await inboxes.ack(url, [lease])).toEqual([]);
    letTimePass(61);
    expect(await receive()).toEqual([]);
    expect(await inboxes.ack(url, [lease])).toEqual([0]);
  });

  it("is not acked by a lease that is over, and comes again", async () => {
    await send(message());
    const [{ lease } = { lease: "" }] = await receive(60);
    letTimePass(61);
    expect(await inboxes.ack(url, [lease])).toEqual([0]);
    const [again] = await receive(60);
    expect(again).toMatchObject({ messageId: "m.1", receiveCount: 2 });
    expect(await inboxes.ack(url, [lease, again?.lease ?? ""])).toEqual([0]);
  });

  it("goes to the shared dead-letter queue instead of being handed out a fifty-first time", async () => {
    await send(message());
    for (let count = 1; count <= 50; count += 1) {
      expect(await receive(60)).toMatchObject([{ receiveCount: count }]);
      letTimePass(61);
    }
    expect(await receive()).toEqual([]);
    const [dead] = engine.store.getQueueByArn(deadLetterArn)?.inspectMessages().ready ?? [];
    expect(JSON.parse(dead?.body ?? "{}")).toMatchObject({ messageId: "m.1" });
  });

  it("is handed out with at most as many others as were asked for", async () => {
    for (let version = 1; version <= 12; version += 1) await send(message(version));
    expect([await receive(60, 10), await receive(60, 1), await receive()].map((each) => each.length)).toEqual([
      10, 1, 1,
    ]);
  });
});

describe("a lost lease", () => {
  it("cannot be extended: neither one that was never given nor one whose message is gone", async () => {
    expect(await inboxes.extend(url, "no such lease", 60)).toBe("lost");
    await send(message());
    const [{ lease } = { lease: "" }] = await receive(60);
    await inboxes.ack(url, [lease]);
    expect(await inboxes.extend(url, lease, 60)).toBe("lost");
  });

  it("cannot be extended when it ran out", async () => {
    await send(message());
    const [{ lease } = { lease: "" }] = await receive(60);
    letTimePass(61);
    expect(await inboxes.extend(url, lease, 60)).toBe("lost");
    expect(await receive()).toHaveLength(1);
  });

  it("is named by its position among those acked", async () => {
    await send(message());
    const [{ lease } = { lease: "" }] = await receive(60);
    // SQS may refuse any of a batch; the engine here never does.
    const [notGone] = alsoAnswering({ Failed: [{ Id: "1", SenderFault: true, Code: "ReceiptHandleIsInvalid" }] });
    expect(await createInboxes(notGone, Date.now).ack(url, [lease, "no such lease"])).toEqual([1]);
    letTimePass(61);
    expect(await receive()).toEqual([]);
  });
});

describe("a sent message", () => {
  it("carries its group, so that the queue can be fair, and none when it has none", async () => {
    const [watched, inputs] = alsoAnswering({});
    await createSend(watched)(url, { one: 1 }, "endpoint-1");
    await createSend(watched)(url, { two: 2 });
    expect(inputs).toEqual([
      { QueueUrl: url, MessageBody: '{"one":1}', MessageGroupId: "endpoint-1" },
      { QueueUrl: url, MessageBody: '{"two":2}' },
    ]);
  });
});

/** A client whose answers say this too, and the inputs of its calls. */
function alsoAnswering(more: object): [SQSClient, object[]] {
  const inputs: object[] = [];
  const other = connect();
  other.middlewareStack.add(
    (next) => async (args) => {
      inputs.push(args.input);
      const answer = await next(args);
      Object.assign(answer.output, more);
      return answer;
    },
    { step: "initialize" },
  );
  return [other, inputs];
}
