import { SendMessageBatchCommand, SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";

/**
 * Sends one message; `group` keeps one slow receiver from delaying the others (fair queues), and nobody sees it before
 * `delaySeconds` are over. Throws when it is not taken.
 */
export type Send = (queueUrl: string, message: object, group?: string, delaySeconds?: number) => Promise<void>;

/** As long as SQS holds a message back. */
export const delaySecondsAtMost = 900;

/** The queue refused one message of a call and may have taken the others. */
export class NotSent extends Error {
  override name = "NotSent";
}

/** As many as SQS takes in one call; messages are thin, so that many stay far below its limit in bytes. */
const messagesPerCall = 10;

type Waiting = {
  body: string;
  group: string | undefined;
  delay: number | undefined;
  settle: (sent: Promise<void>) => void;
};

/**
 * Sends messages; those that go to the same queue in one turn of the event loop share a call, and each fails alone. Where queues
 * are not fair, messages go without their groups, which a queue that does not know them would refuse.
 */
export function createSend(client: SQSClient, { FAIR_QUEUES = "true" }: { FAIR_QUEUES?: "true" | "false" } = {}): Send {
  const waiting = new Map<string, Waiting[]>();
  const flush = (): void => {
    const queues = [...waiting];
    waiting.clear();
    for (const [queueUrl, messages] of queues) {
      for (let from = 0; from < messages.length; from += messagesPerCall) {
        sendTogether(client, queueUrl, messages.slice(from, from + messagesPerCall));
      }
    }
  };
  return (queueUrl, message, group, delay) => {
    const { promise, resolve: settle } = Promise.withResolvers<void>();
    if (waiting.size === 0) setImmediate(flush);
    const messages = waiting.get(queueUrl) ?? [];
    waiting.set(queueUrl, [
      ...messages,
      { body: JSON.stringify(message), group: FAIR_QUEUES === "true" ? group : undefined, delay, settle },
    ]);
    return promise;
  };
}

function sendTogether(client: SQSClient, QueueUrl: string, messages: readonly Waiting[]): void {
  const [only] = messages;
  // A message alone is sent as such, because the SDK then tries again by itself when the queue is throttled.
  if (messages.length === 1 && only !== undefined) {
    const { body, group, delay, settle } = only;
    const command = new SendMessageCommand({
      QueueUrl,
      MessageBody: body,
      MessageGroupId: group,
      DelaySeconds: delay,
    });
    settle(client.send(command).then(() => {}));
    return;
  }
  const Entries = messages.map(({ body, group, delay }, index) => ({
    Id: String(index),
    MessageBody: body,
    MessageGroupId: group,
    DelaySeconds: delay,
  }));
  const answer = client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  for (const [index, { settle }] of messages.entries()) {
    settle(
      answer.then(({ Failed = [] }) => {
        const failure = Failed.find(({ Id }) => Id === String(index));
        if (failure !== undefined) throw new NotSent(`${failure.Code}: ${failure.Message}`);
      }),
    );
  }
}

/** The URL of a queue beside a known one: same account and region, other name. */
export const siblingQueueUrl = (knownUrl: string, name: string): string =>
  `${knownUrl.slice(0, knownUrl.lastIndexOf("/"))}/${name}`;
