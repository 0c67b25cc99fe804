import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";

/** Sends one message; `group` keeps one slow receiver from delaying the others (fair queues). */
export type Send = (queueUrl: string, message: object, group?: string) => Promise<void>;

export const createSend =
  (client: SQSClient): Send =>
  async (queueUrl, message, group) => {
    await client.send(
      new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(message), MessageGroupId: group }),
    );
  };

/** The URL of a queue beside a known one: same account and region, other name. */
export const siblingQueueUrl = (knownUrl: string, name: string): string =>
  `${knownUrl.slice(0, knownUrl.lastIndexOf("/"))}/${name}`;
