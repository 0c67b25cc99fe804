import { failedItems } from "./batch-result.ts";
import { putQuietGroupsFirst } from "./fair-queue.ts";
import type { FunctionPool } from "./function-pool.ts";
import type { Figures } from "./meter.ts";
import { batchesOf } from "./payload.ts";
import type { Queue, QueueStore } from "./queue-engine.ts";
import type { MappingSpec } from "./stack.ts";

export type QueueSource = {
  /** Receipt handles of the messages that the function is working on. */
  readonly held: ReadonlySet<string>;
  /** Waits for the batches that are being worked on; takes no new ones. */
  stop(): Promise<void>;
};

export type QueueOptions = {
  store: QueueStore;
  pool(): Pick<FunctionPool, "atMost" | "invoke">;
  figures(): Figures;
  region: string;
};

type Message = { handle: string; record: Record<string, unknown> };

const defaultConcurrency = 8;
const longPollSeconds = 20;

/** Feeds a queue to a function as the mapping says: deletes what succeeded, leaves the rest to the visibility timeout. */
export function startQueueSource(mapping: MappingSpec, options: QueueOptions): QueueSource {
  const { store, pool, figures, region } = options;
  const queue = store.getQueueByArn(mapping.EventSourceArn);
  if (!queue) throw new Error(`There is no queue ${mapping.EventSourceArn}`);
  const batchSize = mapping.BatchSize ?? 10;
  // A message that is taken and then waits for an environment would have lost its turn to nobody.
  const concurrency = Math.min(mapping.ScalingConfig.MaximumConcurrency ?? defaultConcurrency, pool().atMost);
  const held = new Set<string>();
  const working = new Set<Promise<void>>();
  let stopped = false;

  const take = (): Message[] => {
    putQuietGroupsFirst(queue);
    return queue
      .dequeue(Math.min(batchSize, 10), undefined, (arn) => store.getQueueByArn(arn))
      .map(({ ReceiptHandle }) => ({ handle: ReceiptHandle, record: toRecord(queue, ReceiptHandle, region) }));
  };

  const receive = async (): Promise<Message[]> => {
    const messages = take();
    if (messages.length > 0) return messages;
    await queue.waitForMessages(longPollSeconds);
    return stopped ? [] : take();
  };

  const work = async (messages: readonly Message[]): Promise<void> => {
    for (const { handle } of messages) held.add(handle);
    const batches = batchesOf(
      messages.map(({ record }) => record),
      batchSize,
    );
    const failures = await Promise.all(batches.map(invoke));
    const failed = new Set(failures.flat());
    for (const { handle, record } of messages) {
      if (!failed.has(String(record["messageId"]))) queue.deleteMessage(handle);
      held.delete(handle);
    }
    figures().eventSourceCalls += failed.size < messages.length ? 2 : 1;
  };

  /** The identifiers of the messages that must come again. */
  const invoke = async (records: readonly Record<string, unknown>[]): Promise<readonly string[]> =>
    failedItems(
      await pool().invoke({ Records: records }),
      mapping,
      records.map(({ messageId }) => String(messageId)),
    );

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
    },
    messageAttributes: Object.fromEntries(
      Object.entries(message.messageAttributes).map(([name, { DataType, StringValue }]) => [
        name,
        { dataType: DataType, stringValue: StringValue, stringListValues: [], binaryListValues: [] },
      ]),
    ),
    md5OfBody: message.md5OfBody,
    eventSource: "aws:sqs",
    eventSourceARN: queue.arn,
    awsRegion,
  };
}
