import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import * as z from "zod";

const ending = "-dead";
const perCall = 10;
/** So long others do not see what is being moved. */
const heldSeconds = 60;

type DeadLetters = { queue: string; count: number; letters: Record<string, unknown>[] };

const nameOf = (url: string): string => url.slice(url.lastIndexOf("/") + 1);

/** What is shown of a letter: whom and what it concerns, never what a message may come to carry besides. */
const shown = [
  ...["messageId", "type", "caseId", "version", "organisationId", "suspendedId", "endpointId", "eventId", "attempt"],
  ...["at", "from", "to", "shardId", "startSequenceNumber", "endSequenceNumber", "batchSize"],
];
const record = z.record(z.string(), z.unknown());
const failedBatch = z.object({ DDBStreamBatchInfo: record });

function idsIn(body: string): Record<string, unknown> {
  const content: unknown = JSON.parse(body);
  const stream = failedBatch.safeParse(content);
  const all = stream.success ? stream.data.DDBStreamBatchInfo : (record.safeParse(content).data ?? {});
  return Object.fromEntries(
    Object.entries(all).filter(([name, value]) => shown.includes(name) && typeof value !== "object"),
  );
}

/** The dead-letter queues among these that hold something: how much, and the ids in up to ten of their letters, which stay there. */
export async function deadLettersIn(client: SQSClient, urls: readonly string[]): Promise<DeadLetters[]> {
  const all: DeadLetters[] = [];
  for (const url of urls.filter((one) => one.endsWith(ending))) {
    const count = await countIn(client, url);
    if (count === 0) continue;
    const receive = new ReceiveMessageCommand({
      QueueUrl: url,
      MaxNumberOfMessages: perCall,
      VisibilityTimeout: heldSeconds,
    });
    const { Messages = [] } = await client.send(receive);
    // Given back at once, for somebody who redrives them now.
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({
      Id: String(index),
      ReceiptHandle,
      VisibilityTimeout: 0,
    }));
    if (Entries.length > 0) await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: url, Entries }));
    all.push({ queue: nameOf(url), count, letters: Messages.map(({ Body = "{}" }) => idsIn(Body)) });
  }
  return all;
}

/**
 * Sends the letters of a dead-letter queue back to the queue that they came from, each once: what fails again meanwhile stays. One is
 * deleted after it was sent, so that a command that breaks off loses none; who works off a queue takes a message twice without
 * harm. It needs no move task, which AWS China does not have. Throws where letters have no queue to go back to.
 */
export async function redrive(
  client: SQSClient,
  urls: readonly string[],
  queueName: string,
): Promise<{ moved: number; queue: string }> {
  const from = urls.find((url) => nameOf(url) === queueName);
  if (from === undefined || !from.endsWith(ending))
    throw new Error(`${queueName} is no dead-letter queue of this stack`);
  const to = urls.find((url) => url === from.slice(0, -ending.length));
  if (to === undefined)
    throw new Error(`What lies in ${queueName} came from no queue of this stack: see the operations manual`);
  let left = await countIn(client, from);
  let moved = 0;
  while (left > 0) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: from,
        MaxNumberOfMessages: Math.min(perCall, left),
        VisibilityTimeout: heldSeconds,
        MessageSystemAttributeNames: ["MessageGroupId"],
      }),
    );
    if (Messages.length === 0) break;
    const Entries = Messages.map(({ Body, Attributes }, index) => ({
      Id: String(index),
      MessageBody: Body,
      ...(Attributes?.MessageGroupId !== undefined && { MessageGroupId: Attributes.MessageGroupId }),
    }));
    const { Successful = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: to, Entries }));
    const sent = Successful.flatMap(({ Id = "" }) => {
      const ReceiptHandle = Messages[Number(Id)]?.ReceiptHandle;
      return ReceiptHandle === undefined ? [] : [{ Id, ReceiptHandle }];
    });
    if (sent.length > 0) await client.send(new DeleteMessageBatchCommand({ QueueUrl: from, Entries: sent }));
    moved += sent.length;
    left -= Messages.length;
  }
  return { moved, queue: nameOf(to) };
}

async function countIn(client: SQSClient, QueueUrl: string): Promise<number> {
  const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["ApproximateNumberOfMessages"] });
  return Number((await client.send(asked)).Attributes?.["ApproximateNumberOfMessages"] ?? 0);
}
