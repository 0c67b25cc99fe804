import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  ReceiptHandleIsInvalid,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import * as z from "zod";
import { type InboxMessage, inboxMessage } from "../contracts/inbox.ts";
import { once } from "../domain/once.ts";

const fourteenDaysSeconds = 1_209_600;
/** A message is leased this often without an ack before it is set aside; the case's clock still guards the obligation. */
const leasesBeforeSetAside = 50;

export type Leased = InboxMessage & { lease: string; receiveCount: number };

/** One inbox queue per organisation. All methods take the queue's URL and throw the SDK's errors. */
export type Inboxes = {
  receive(url: string, ask: { max: number; waitSeconds: number; leaseSeconds: number }): Promise<Leased[]>;
  /** False when the lease is over or was never the queue's. */
  extend(url: string, lease: string, leaseSeconds: number): Promise<boolean>;
  /** The positions of leases that could not be acked. */
  ack(url: string, leases: readonly string[]): Promise<number[]>;
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

export function createInboxes(client: SQSClient): Inboxes {
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
        const content = inboxMessage().parse(JSON.parse(Body));
        return { ...content, lease: ReceiptHandle, receiveCount: Attributes.ApproximateReceiveCount };
      });
    },
    async extend(url, lease, leaseSeconds) {
      try {
        const change = { QueueUrl: url, ReceiptHandle: lease, VisibilityTimeout: leaseSeconds };
        await client.send(new ChangeMessageVisibilityCommand(change));
        return true;
      } catch (error) {
        if (isLost(error)) return false;
        throw error;
      }
    },
    async ack(url, leases) {
      const Entries = leases.map((lease, index) => ({ Id: String(index), ReceiptHandle: lease }));
      const { Failed = [] } = await client.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries }));
      return Failed.map((entry) => Number(entry.Id));
    },
  };
}

/** By its name, as an SQS that runs here sends the code with a prefix that the SDK does not resolve to its class. */
const isTaken = (error: unknown): boolean => error instanceof Error && error.name.endsWith("QueueNameExists");

const isLost = (error: unknown): boolean =>
  error instanceof ReceiptHandleIsInvalid ||
  (error instanceof Error && ["MessageNotInflight", "InvalidParameterValue"].includes(error.name));
