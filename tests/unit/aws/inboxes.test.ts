import { ReceiptHandleIsInvalid } from "@aws-sdk/client-sqs";
import { describe, expect, it } from "vitest";
import { createInboxes, inboxProvision } from "../../../shared/aws/inboxes.ts";
import type { Answer } from "../../support/answering.ts";
import { answeringQueues } from "../../support/answering-queues.ts";
import { caseId, now } from "../../support/cases.ts";

const deadLetterArn = "arn:aws-cn:sqs:cn-north-1:000000000000:inboxes-dead";
const url = "https://queues/000000000000/inbox-pmc-1";
const receivedAt = Date.parse(now);
/** When it is. */
const instant = { at: receivedAt };
const inboxes = (answer: Answer) => {
  const { client, calls } = answeringQueues(answer);
  const provision = inboxProvision(client, { prefix: "inbox-", deadLetterArn });
  return { calls, provision, ...createInboxes(client, () => instant.at) };
};
const failing = (name: string) => () => {
  throw Object.assign(new Error("refused"), { name });
};

describe("an inbox that is provisioned", () => {
  const Policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Deny",
        Principal: "*",
        Action: "sqs:*",
        Resource: "arn:aws-cn:sqs:cn-north-1:000000000000:inbox-pmc-1",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  });
  const Attributes = {
    MessageRetentionPeriod: "1209600",
    SqsManagedSseEnabled: "true",
    Policy,
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetterArn, maxReceiveCount: 50 }),
  };
  const create = { operation: "CreateQueue", input: { QueueName: "inbox-pmc-1", Attributes } };

  it("is created in the partition, region and account of the dead-letter queue", async () => {
    const { provision, calls } = inboxes(() => ({ QueueUrl: url }));
    await provision("pmc-1");
    expect(calls).toEqual([create]);
  });

  it.each(["QueueNameExists", "com.amazonaws.sqs#QueueNameExists"])(
    "gets today's attributes when it stands with older ones: %s",
    async (name) => {
      const answers: (() => object)[] = [failing(name), () => ({ QueueUrl: url }), () => ({})];
      const { provision, calls } = inboxes(() => answers.shift()?.() ?? {});
      await provision("pmc-1");
      expect(calls).toEqual([
        create,
        { operation: "CreateQueue", input: { QueueName: "inbox-pmc-1" } },
        { operation: "SetQueueAttributes", input: { QueueUrl: url, Attributes } },
      ]);
    },
  );

  it("is not there when SQS refuses for another reason", async () => {
    const { provision, calls } = inboxes(failing("AccessDenied"));
    await expect(provision("pmc-1")).rejects.toThrow("refused");
    expect(calls).toHaveLength(1);
  });
});

describe("a receive", () => {
  const content = { messageId: `${caseId}.1`, type: "case.submitted", caseId, version: 1, at: now };
  const ask = { max: 3, waitSeconds: 5, leaseSeconds: 60 };

  it("asks for what the caller wants, and hands out each message with its lease and count", async () => {
    const message = {
      Body: JSON.stringify(content),
      ReceiptHandle: "lease",
      Attributes: { ApproximateReceiveCount: "2" },
    };
    const { receive, calls } = inboxes(() => ({ Messages: [message] }));
    expect(await receive(url, ask)).toEqual([{ ...content, lease: `${receivedAt}.lease`, receiveCount: 2 }]);
    expect(calls).toEqual([
      {
        operation: "ReceiveMessage",
        input: {
          QueueUrl: url,
          MaxNumberOfMessages: 3,
          WaitTimeSeconds: 5,
          VisibilityTimeout: 60,
          MessageSystemAttributeNames: ["ApproximateReceiveCount"],
        },
      },
    ]);
  });

  it("of an empty queue hands out nothing", async () => {
    expect(await inboxes(() => ({})).receive(url, ask)).toEqual([]);
  });
});

describe("a lease", () => {
  it("is extended by so many seconds", async () => {
    const { extend, calls } = inboxes(() => ({}));
    expect(await extend(url, "lease", 90)).toBe("extended");
    const input = { QueueUrl: url, ReceiptHandle: "lease", VisibilityTimeout: 90 };
    expect(calls).toEqual([{ operation: "ChangeMessageVisibility", input }]);
  });

  it.each(["MessageNotInflight", "InvalidParameterValue"])("is lost when SQS says %s", async (name) => {
    expect(await inboxes(failing(name)).extend(url, "lease", 90)).toBe("lost");
  });

  it("is lost when SQS does not know it", async () => {
    const { extend } = inboxes(() => {
      throw new ReceiptHandleIsInvalid({ message: "unknown", $metadata: {} });
    });
    expect(await extend(url, "lease", 90)).toBe("lost");
  });

  it("is not called lost when SQS fails otherwise", async () => {
    await expect(inboxes(failing("ServiceUnavailable")).extend(url, "lease", 90)).rejects.toThrow("refused");
    const { extend } = inboxes(() => Promise.reject("a text"));
    await expect(extend(url, "lease", 90)).rejects.toBe("a text");
  });
});

describe("an ack", () => {
  const both = { Successful: [{ Id: "0" }, { Id: "1" }] };

  it("asks whether the leases run, and deletes every message of those that do", async () => {
    const { ack, calls } = inboxes(({ operation }) => (operation === "DeleteMessageBatch" ? {} : both));
    expect(await ack(url, ["one", `${receivedAt}.two`])).toEqual([]);
    const handles = [
      { Id: "0", ReceiptHandle: "one" },
      { Id: "1", ReceiptHandle: "two" },
    ];
    const Entries = handles.map((entry) => ({ ...entry, VisibilityTimeout: 30 }));
    expect(calls).toEqual([
      { operation: "ChangeMessageVisibilityBatch", input: { QueueUrl: url, Entries } },
      { operation: "DeleteMessageBatch", input: { QueueUrl: url, Entries: handles } },
    ]);
  });

  it("names the positions of leases that are over, and those that SQS refused", async () => {
    const { ack } = inboxes(({ operation }) => (operation === "DeleteMessageBatch" ? { Failed: [{ Id: "1" }] } : both));
    expect(await ack(url, ["one", "two", "three"])).toEqual([1, 2]);
  });

  it("deletes nothing where all leases are over", async () => {
    const { ack, calls } = inboxes(() => ({}));
    expect(await ack(url, ["one"])).toEqual([0]);
    expect(calls).toHaveLength(1);
  });
});

describe("the twelve hours of SQS", () => {
  const lease = `${receivedAt}.lease`;

  it("are counted from when the message was received", async () => {
    const { extend, calls } = inboxes(() => ({}));
    instant.at = receivedAt + 3_600_000;
    expect(await extend(url, lease, 43_200)).toBe("too-long");
    expect(calls).toEqual([]);
    expect(await extend(url, lease, 39_600)).toBe("extended");
    instant.at = receivedAt;
  });

  it("leave a message that was leased just now time to be removed", async () => {
    const { remove, calls } = inboxes(() => ({}));
    await remove(url, [lease, `${receivedAt}.two`]);
    const Entries = [
      { Id: "0", ReceiptHandle: "lease" },
      { Id: "1", ReceiptHandle: "two" },
    ];
    expect(calls).toEqual([{ operation: "DeleteMessageBatch", input: { QueueUrl: url, Entries } }]);
  });
});
