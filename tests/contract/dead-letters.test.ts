import { CreateQueueCommand, GetQueueAttributesCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { type QueueEngine, startQueueEngine } from "../../infra/local/queue-engine.ts";
import { deadLettersIn, redrive } from "../../infra/redrive.ts";

let engine: QueueEngine;
let client: SQSClient;
let urls: string[];
let round = 0;

const openClient = () =>
  new SQSClient({
    region: "us-east-1",
    endpoint: engine.url,
    credentials: { accessKeyId: "operator", secretAccessKey: "local" },
    maxAttempts: 1,
  });

beforeAll(async () => {
  engine = await startQueueEngine("us-east-1");
  client = openClient();
});
beforeEach(async () => {
  round += 1;
  const names = ["webhooks", "webhooks-dead", "clock-dead", "inboxes-dead"].map((name) => `accord${round}-${name}`);
  urls = await Promise.all(
    names.map(async (QueueName) => (await client.send(new CreateQueueCommand({ QueueName }))).QueueUrl ?? ""),
  );
});
afterAll(async () => {
  client?.destroy();
  await engine?.stop();
});

const urlOf = (name: string): string => urls.find((url) => url.endsWith(`/${nameOf(name)}`)) ?? "";
const put = (name: string, body: object) =>
  client.send(new SendMessageCommand({ QueueUrl: urlOf(name), MessageBody: JSON.stringify(body) }));
const countOf = async (name: string) =>
  (
    await client.send(
      new GetQueueAttributesCommand({ QueueUrl: urlOf(name), AttributeNames: ["ApproximateNumberOfMessages"] }),
    )
  ).Attributes?.["ApproximateNumberOfMessages"];
const nameOf = (name: string) => `accord${round}-${name}`;

describe("dead letters", () => {
  it("are listed by queue with ids alone, and stay where they are", async () => {
    await put("webhooks-dead", { caseId: "c1", endpointId: "e1", event: { type: "x", data: {} }, note: "张样例" });
    await put("clock-dead", {
      DDBStreamBatchInfo: { shardId: "s1", startSequenceNumber: "7" },
      requestPayload: "张样例",
    });
    for (const _time of [1, 2]) {
      expect(await deadLettersIn(client, urls)).toEqual([
        { queue: nameOf("webhooks-dead"), count: 1, letters: [{ caseId: "c1", endpointId: "e1" }] },
        { queue: nameOf("clock-dead"), count: 1, letters: [{ shardId: "s1", startSequenceNumber: "7" }] },
      ]);
    }
  });

  it("go back to the queue they came from, all of them", async () => {
    for (let number = 0; number < 23; number += 1) await put("webhooks-dead", { eventId: String(number) });
    expect(await redrive(client, urls, nameOf("webhooks-dead"))).toEqual({ moved: 23, queue: nameOf("webhooks") });
    expect([await countOf("webhooks"), await countOf("webhooks-dead")]).toEqual(["23", "0"]);
    expect((await redrive(client, urls, nameOf("webhooks-dead"))).moved).toBe(0);
  });

  it("keep their groups, which this engine does not know", async () => {
    await put("webhooks-dead", { eventId: "1" });
    const knowing = openClient();
    const sent: unknown[] = [];
    knowing.middlewareStack.add(
      (next) => async (args) => {
        const { Entries } = z.object({ Entries: z.unknown().optional() }).parse(args.input);
        if (Entries !== undefined) sent.push(Entries);
        const answer = await next(args);
        const { Messages } = z.object({ Messages: z.array(z.looseObject({})).optional() }).parse(answer.output);
        const grouped = Messages?.map((one) => ({ ...one, Attributes: { MessageGroupId: "group-1" } }));
        return grouped === undefined ? answer : { ...answer, output: { ...answer.output, Messages: grouped } };
      },
      { step: "initialize" },
    );
    await redrive(knowing, urls, nameOf("webhooks-dead"));
    expect(sent[0]).toEqual([{ Id: "0", MessageBody: '{"eventId":"1"}', MessageGroupId: "group-1" }]);
    knowing.destroy();
  });

  it("are sent before they are deleted, so that none is lost when the command breaks off", async () => {
    await put("webhooks-dead", { eventId: "1" });
    const breaking = openClient();
    breaking.middlewareStack.add(
      (next, context) => async (args) => {
        if (context.commandName === "DeleteMessageBatchCommand") throw new Error("broke off");
        return next(args);
      },
      { step: "initialize" },
    );
    await expect(redrive(breaking, urls, nameOf("webhooks-dead"))).rejects.toThrow("broke off");
    expect(await countOf("webhooks")).toBe("1");
    const { ApproximateNumberOfMessagesNotVisible: kept } =
      (
        await client.send(
          new GetQueueAttributesCommand({
            QueueUrl: urlOf("webhooks-dead"),
            AttributeNames: ["ApproximateNumberOfMessagesNotVisible"],
          }),
        )
      ).Attributes ?? {};
    expect(kept).toBe("1");
    breaking.destroy();
  });

  it("without a queue of their own, and queues that are none of dead letters, are refused", async () => {
    await put("inboxes-dead", { messageId: "m1" });
    for (const name of ["inboxes-dead", "clock-dead"])
      await expect(redrive(client, urls, nameOf(name))).rejects.toThrow("came from no queue");
    for (const name of ["webhooks", "other-dead"])
      await expect(redrive(client, urls, nameOf(name))).rejects.toThrow("no dead-letter queue of this stack");
    expect(await countOf("inboxes-dead")).toBe("1");
  });
});
