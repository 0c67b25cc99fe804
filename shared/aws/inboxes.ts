import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  ReceiptHandleIsInvalid,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import * as z from "zod";
import { type MessageAsRead, messageAsRead } from "../contracts/inbox.ts";
import { once } from "../domain/once.ts";

const fourteenDaysSeconds = 1_209_600;
/** A message is leased this often without an ack before it is set aside; the case's clock still guards the obligation. */
const leasesBeforeSetAside = 50;

export type Leased = MessageAsRead & { lease: string; receiveCount: number };

/** One inbox queue per organisation. All methods take the queue's URL and throw the SDK's errors. */
export type Inboxes = {
  receive(url: string, ask: { max: number; waitSeconds: number; leaseSeconds: number }): Promise<Leased[]>;
  /** Why it is not extended: it is over or was never the queue's, or it would last longer than SQS allows in all. */
  extend(url: string, lease: string, leaseSeconds: number): Promise<"extended" | "lost" | "too-long">;
  /** Removes the messages whose leases run; answers with the positions of the others. */
  ack(url: string, leases: readonly string[]): Promise<number[]>;
  /** Removes messages that were leased just now. */
  remove(url: string, leases: readonly string[]): Promise<void>;
};

const queueMessage = once(() =>
  z.object({
    Body: z.string(),
    ReceiptHandle: z.string(),
    Attributes: z.object({ ApproximateReceiveCount: z.coerce.number() }),
  }),
);

/** Makes the queue of an organisation, or brings one that stands up to date. */
export type ProvisionInbox = (organisationId: string) => Promise<void>;

export function inboxProvision(client: SQSClient, options: { prefix: string; deadLetterArn: string }): ProvisionInbox {
  const attributes = (name: string) => {
    const [, partition = "", , region = "", account = ""] = options.deadLetterArn.split(":");
    const arn = `arn:${partition}:sqs:${region}:${account}:${name}`;
    const tlsOnly = {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Deny",
          Principal: "*",
          Action: "sqs:*",
          Resource: arn,
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    };
    return {
      MessageRetentionPeriod: String(fourteenDaysSeconds),
      SqsManagedSseEnabled: "true",
      Policy: JSON.stringify(tlsOnly),
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: options.deadLetterArn,
        maxReceiveCount: leasesBeforeSetAside,
      }),
    };
  };

  return async (organisationId) => {
    const name = `${options.prefix}${organisationId}`;
    const Attributes = attributes(name);
    try {
      await client.send(new CreateQueueCommand({ QueueName: name, Attributes }));
    } catch (error) {
      if (!isTaken(error)) throw error;
      // It stands with older attributes: a deployment has changed them since.
      const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: name }));
      await client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
    }
  };
}

/** SQS holds a message back for twelve hours in all, from when it was received. */
export const leasedAtMostSeconds = 43_200;
const secondsToDelete = 30;

/** A lease carries when its message was received (`now`, in milliseconds), by which the end of the twelve hours is known. */
export function createInboxes(client: SQSClient, now: () => number = Date.now): Inboxes {
  const read = (lease: string): { handle: string; secondsLeft: number } => {
    const [, receivedAt = String(now()), handle = lease] = /^(\d{13})\.(.+)$/s.exec(lease) ?? [];
    const goneSeconds = Math.max(0, Math.floor((now() - Number(receivedAt)) / 1000));
    return { handle, secondsLeft: Math.max(0, leasedAtMostSeconds - goneSeconds) };
  };
  const deleteAll = async (url: string, leased: readonly { Id: string; handle: string }[]): Promise<number[]> => {
    if (leased.length === 0) return [];
    const Entries = leased.map(({ Id, handle }) => ({ Id, ReceiptHandle: handle }));
    const { Failed = [] } = await client.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries }));
    return Failed.map((entry) => Number(entry.Id));
  };
  return {
    async receive(url, { max, waitSeconds, leaseSeconds }) {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl: url,
          MaxNumberOfMessages: max,
          WaitTimeSeconds: waitSeconds,
          VisibilityTimeout: leaseSeconds,
          MessageSystemAttributeNames: ["ApproximateReceiveCount"],
        }),
      );
      return Messages.map((message) => {
        const { Body, ReceiptHandle, Attributes } = queueMessage().parse(message);
        const content = messageAsRead().parse(JSON.parse(Body));
        const lease = `${now()}.${ReceiptHandle}`;
        return { ...content, lease, receiveCount: Attributes.ApproximateReceiveCount };
      });
    },
    async extend(url, lease, leaseSeconds) {
      const { handle, secondsLeft } = read(lease);
      if (leaseSeconds > secondsLeft) return "too-long";
      try {
        const change = { QueueUrl: url, ReceiptHandle: handle, VisibilityTimeout: leaseSeconds };
        await client.send(new ChangeMessageVisibilityCommand(change));
        return "extended";
      } catch (error) {
        if (isLost(error)) return "lost";
        throw error;
      }
    },
    async ack(url, leases) {
      const asked = leases.map((lease, index) => ({ ...read(lease), Id: String(index) }));
      // SQS deletes by a lease that is over without a word, and the message comes again: so it is asked first whether it runs.
      const Entries = asked.map(({ Id, handle, secondsLeft }) => ({
        Id,
        ReceiptHandle: handle,
        VisibilityTimeout: Math.max(1, Math.min(secondsToDelete, secondsLeft)),
      }));
      const { Successful = [] } = await client.send(
        new ChangeMessageVisibilityBatchCommand({ QueueUrl: url, Entries }),
      );
      const running = new Set(Successful.map(({ Id }) => Id));
      const over = asked.filter(({ Id }) => !running.has(Id)).map(({ Id }) => Number(Id));
      const failed = await deleteAll(
        url,
        asked.filter(({ Id }) => running.has(Id)),
      );
      return [...new Set([...over, ...failed])].sort((one, other) => one - other);
    },
    async remove(url, leases) {
      await deleteAll(
        url,
        leases.map((lease, index) => ({ ...read(lease), Id: String(index) })),
      );
    },
  };
}

/** By its name, as an SQS that runs here sends the code with a prefix that the SDK does not resolve to its class. */
const isTaken = (error: unknown): boolean => error instanceof Error && error.name.endsWith("QueueNameExists");

const isLost = (error: unknown): boolean =>
  error instanceof ReceiptHandleIsInvalid ||
  (error instanceof Error && ["MessageNotInflight", "InvalidParameterValue"].includes(error.name));
