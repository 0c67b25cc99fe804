import { failedItems } from "./batch-result.ts";
import { passesFilters } from "./event-pattern.ts";
import type { FunctionPool } from "./function-pool.ts";
import type { Figures } from "./meter.ts";
import type { Queue, QueueStore } from "./queue-engine.ts";
import type { MappingSpec } from "./stack.ts";

export type QueueSource = {
  /** Receipt handles of the messages that the function is working on. */
  readonly held: ReadonlySet<string>;
  /** Waits for the batches that are being worked on; takes no new ones. */
  stop(): Promise<void>;
};

export type QueueOptions = { store: QueueStore; pool(): FunctionPool; figures(): Figures; region: string };

type Message = { handle: string; record: Record<string, unknown> };

const defaultConcurrency = 8;
const longPollSeconds = 20;

/** Feeds a queue to a function as the mapping says: deletes what succeeded, leaves the rest to the visibility timeout. */
export function startQueueSource(mapping: MappingSpec, options: QueueOptions): QueueSource {
  const { store, pool, figures, region } = options;
  const queue = store.getQueueByArn(mapping.EventSourceArn);
  if (!queue) throw new Error(`There is no queue ${mapping.EventSourceArn}`);
  const batchSize = mapping.BatchSize ?? 10;
  const concurrency = mapping.ScalingConfig.MaximumConcurrency ?? defaultConcurrency;
  const held = new Set<string>();
  const working = new Set<Promise<void>>();
  let stopped = false;

  const take = (count: number): Message[] =>
    queue
      .dequeue(Math.min(count, 10), undefined, (arn) => store.getQueueByArn(arn))
      .map(({ ReceiptHandle }) => ({ handle: ReceiptHandle, record: toRecord(queue, ReceiptHandle, region) }));

  /** Waits for a first message, then for a full batch or the end of the batching window. */
  const receive = async (): Promise<Message[]> => {
    const messages = take(batchSize);
    if (messages.length === 0) {
      await queue.waitForMessages(longPollSeconds);
      if (stopped) return [];
      messages.push(...take(batchSize));
    }
    const deadline = performance.now() + mapping.MaximumBatchingWindowInSeconds * 1000;
    while (messages.length > 0 && messages.length < batchSize) {
      const more = take(batchSize - messages.length);
      messages.push(...more);
      const leftSeconds = (deadline - performance.now()) / 1000;
      if (more.length === 0 && (leftSeconds <= 0 || stopped)) break;
      if (more.length === 0) await queue.waitForMessages(leftSeconds);
    }
    return messages;
  };

  const work = async (messages: readonly Message[]): Promise<void> => {
    for (const { handle } of messages) held.add(handle);
    const wanted = messages.filter(({ record }) => passesFilters(mapping.filters, withParsedBody(record)));
    const outcome =
      wanted.length > 0 ? await pool().invoke({ Records: wanted.map(({ record }) => record) }) : { payload: null };
    const failed = failedItems(
      outcome,
      mapping,
      wanted.map(({ record }) => String(record["messageId"])),
    );
    for (const { handle, record } of messages) {
      if (!failed.includes(String(record["messageId"]))) queue.deleteMessage(handle);
      held.delete(handle);
    }
    figures().eventSourceCalls += failed.length < messages.length ? 2 : 1;
  };

  const run = async (): Promise<void> => {
    while (!stopped) {
      if (working.size >= concurrency) await Promise.race(working);
      const messages = await receive();
      if (messages.length === 0) continue;
      const task = work(messages).finally(() => working.delete(task));
      working.add(task);
    }
  };
  const running = run();

  return {
    held,
    async stop() {
      stopped = true;
      queue.cancelWaiters();
      await running;
      await Promise.all(working);
    },
  };
}

function toRecord(queue: Queue, receiptHandle: string, awsRegion: string): Record<string, unknown> {
  const message = queue.inflightMessages.get(receiptHandle)?.message;
  if (!message) return {};
  return {
    messageId: message.messageId,
    receiptHandle,
    body: message.body,
    attributes: {
      ApproximateReceiveCount: String(message.approximateReceiveCount),
      SentTimestamp: String(message.sentTimestamp),
      SenderId: "000000000000",
      ApproximateFirstReceiveTimestamp: String(message.approximateFirstReceiveTimestamp ?? message.sentTimestamp),
      ...(message.messageGroupId !== undefined && { MessageGroupId: message.messageGroupId }),
      ...(message.messageDeduplicationId !== undefined && { MessageDeduplicationId: message.messageDeduplicationId }),
      ...(message.sequenceNumber !== undefined && { SequenceNumber: message.sequenceNumber }),
    },
    messageAttributes: Object.fromEntries(
      Object.entries(message.messageAttributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
        name,
        {
          dataType: DataType,
          stringValue: StringValue,
          binaryValue: BinaryValue,
          stringListValues: [],
          binaryListValues: [],
        },
      ]),
    ),
    md5OfBody: message.md5OfBody,
    eventSource: "aws:sqs",
    eventSourceARN: queue.arn,
    awsRegion,
  };
}

function withParsedBody(record: Record<string, unknown>): Record<string, unknown> {
  try {
    return { ...record, body: JSON.parse(String(record["body"])) };
  } catch {
    return record;
  }
}
