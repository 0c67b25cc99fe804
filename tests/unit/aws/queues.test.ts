import { describe, expect, it } from "vitest";
import { createSend, NotSent, siblingQueueUrl } from "../../../shared/aws/queues.ts";
import { answeringQueues } from "../../support/answering-queues.ts";

const sentAtOnce = (send: ReturnType<typeof createSend>, count: number) =>
  Promise.allSettled(Array.from({ length: count }, (_, number) => send("a", { number }, `group ${number}`)));
const entry = (number: number, id: number) => ({
  Id: String(id),
  MessageBody: `{"number":${number}}`,
  MessageGroupId: `group ${number}`,
});
const entries = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => entry(from + index, index));

describe("a message", () => {
  it("alone in its turn is sent alone, with its group", async () => {
    const { client, calls } = answeringQueues(() => ({}));
    const send = createSend(client);
    await send("a", { number: 1 }, "group 1");
    await send("a", { number: 2 });
    expect(calls).toEqual([
      { operation: "SendMessage", input: { QueueUrl: "a", MessageBody: '{"number":1}', MessageGroupId: "group 1" } },
      { operation: "SendMessage", input: { QueueUrl: "a", MessageBody: '{"number":2}', MessageGroupId: undefined } },
    ]);
  });

  it("goes without its group, alone and with others, where the region's queues take none", async () => {
    const { client, calls } = answeringQueues(() => ({}));
    const send = createSend(client, { FAIR_QUEUES: "false" });
    await send("a", { number: 1 }, "group 1");
    await sentAtOnce(send, 2);
    expect(calls).toHaveLength(2);
    expect(JSON.stringify(calls)).not.toContain("MessageGroupId");
  });

  it("is sent only once it is certain that it is taken", async () => {
    const { client } = answeringQueues(() => Promise.reject(new Error("throttled")));
    await expect(createSend(client)("a", {})).rejects.toThrow("throttled");
  });

  it("does not share a call with a message to another queue", async () => {
    const { client, calls } = answeringQueues(() => ({}));
    const send = createSend(client);
    await Promise.all([send("a", { number: 1 }), send("b", { number: 2 })]);
    expect(calls).toMatchObject([
      { operation: "SendMessage", input: { QueueUrl: "a" } },
      { operation: "SendMessage", input: { QueueUrl: "b" } },
    ]);
  });
});

describe("messages to one queue in one turn", () => {
  it("share calls of at most ten, each message with its own group", async () => {
    const { client, calls } = answeringQueues(() => ({}));
    const outcomes = await sentAtOnce(createSend(client), 21);
    expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(["fulfilled"]));
    expect(calls).toEqual([
      { operation: "SendMessageBatch", input: { QueueUrl: "a", Entries: entries(0, 10) } },
      { operation: "SendMessageBatch", input: { QueueUrl: "a", Entries: entries(10, 20) } },
      {
        operation: "SendMessage",
        input: { QueueUrl: "a", MessageBody: '{"number":20}', MessageGroupId: "group 20" },
      },
    ]);
  });

  it("that fill their calls leave no empty one", async () => {
    const { client, calls } = answeringQueues(() => ({}));
    await sentAtOnce(createSend(client), 20);
    expect(calls.map(({ operation }) => operation)).toEqual(["SendMessageBatch", "SendMessageBatch"]);
  });

  it("fail each alone", async () => {
    const refused = { Id: "1", Code: "InternalError", Message: "not now", SenderFault: false };
    const { client } = answeringQueues(() => ({ Failed: [refused] }));
    const [first, second, third] = await sentAtOnce(createSend(client), 3);
    expect([first, third]).toEqual([{ status: "fulfilled" }, { status: "fulfilled" }]);
    expect(second).toMatchObject({ status: "rejected", reason: new NotSent("InternalError: not now") });
    expect(second).toMatchObject({ reason: { name: "NotSent" } });
  });

  it("fail together when their call fails, and the next turn starts again", async () => {
    const answers: (() => object)[] = [
      () => {
        throw new Error("no answer");
      },
    ];
    const { client, calls } = answeringQueues(() => answers.shift()?.() ?? {});
    const send = createSend(client);
    expect((await sentAtOnce(send, 2)).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect((await sentAtOnce(send, 2)).map(({ status }) => status)).toEqual(["fulfilled", "fulfilled"]);
    expect(calls.map(({ input }) => input)).toEqual([
      { QueueUrl: "a", Entries: entries(0, 2) },
      { QueueUrl: "a", Entries: entries(0, 2) },
    ]);
  });
});

it("a queue's sibling has its account and region", () => {
  const known = "https://sqs.cn-north-1.amazonaws.com.cn/000000000000/accord-intake";
  expect(siblingQueueUrl(known, "inbox-x")).toBe("https://sqs.cn-north-1.amazonaws.com.cn/000000000000/inbox-x");
});
