import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import type { Checkpoints } from "./checkpoints.ts";
import { type DynamoClient, DynamoError } from "./dynamo-client.ts";
import { passesFilters } from "./event-pattern.ts";
import { messageOf } from "./failure.ts";
import type { FunctionPool } from "./function-pool.ts";
import { batchesOf } from "./payload.ts";
import type { MappingSpec } from "./stack.ts";
import { type Delivery, deliverBatch, type StreamRecord } from "./stream-delivery.ts";

export type StreamSource = {
  /**
   * Resolves once the stream, read after this call, has nothing more and all it gave has been dealt with. It is read as fast
   * as can be until then, or `patiently` at its ordinary pace.
   */
  drained(patiently?: boolean): Promise<void>;
  stop(): Promise<void>;
};

const recordSchema = z.looseObject({
  dynamodb: z.looseObject({
    SequenceNumber: z.string(),
    Keys: z.record(z.string(), z.unknown()),
    ApproximateCreationDateTime: z.number(),
  }),
});
const recordsSchema = z.object({ Records: z.array(recordSchema), NextShardIterator: z.string().nullish() });
const iteratorSchema = z.object({ ShardIterator: z.string() });
const shardSchema = z.object({ ShardId: z.string(), ParentShardId: z.string().nullish() });
const streamSchema = z.object({ StreamDescription: z.object({ Shards: z.array(shardSchema).default([]) }) });

/** Lambda looks into a shard four times a second: what gathers meanwhile is handed over together. */
const pollMs = 250;
const hurriedPollMs = 20;

export type StreamOptions = {
  tableName: string;
  dynamo: DynamoClient;
  pool(): FunctionPool;
  checkpoints: Checkpoints;
  region: string;
  /** Reads the stream without handing anything to the function, as if its records had expired. */
  discard: boolean;
  /** Puts a message into the queue with this ARN. */
  sendToQueue(arn: string, body: string): void;
  log(text: string): void;
};

/** Feeds a table's stream to a function as the mapping says, from the checkpoint on, or from the oldest record. */
export function startStreamSource(mapping: MappingSpec, options: StreamOptions): StreamSource {
  const { dynamo, checkpoints, tableName } = options;
  const stopping = new AbortController();
  const iterators = new Map<string, string>();
  let shards: z.infer<typeof shardSchema>[] = [];
  let nudge = Promise.withResolvers<void>();
  let passes = 0;
  let emptyPassStarted = 0;
  let onEmptyPass: (() => void)[] = [];
  let hurrying = 0;

  const streamArn = async (): Promise<string> => {
    const arn = (await dynamo.describeTable(tableName))?.LatestStreamArn;
    if (arn === undefined) throw new Error(`The table ${tableName} has no stream`);
    return arn;
  };

  const isFinished = (shardId: string) => checkpoints.get(shardId)?.finished === true;

  /** Reads every shard once; true when any of them gave a record or came to its end. */
  const pass = async (arn: string): Promise<boolean> => {
    let active = false;
    // New shards only come after one that ended.
    if (shards.every(({ ShardId }) => isFinished(ShardId))) {
      const { StreamDescription } = streamSchema.parse(await dynamo.stream("DescribeStream", { StreamArn: arn }));
      shards = StreamDescription.Shards;
    }
    const known = new Set(shards.map(({ ShardId }) => ShardId));
    for (const { ShardId, ParentShardId } of shards) {
      if (stopping.signal.aborted) return false;
      // A child holds later records of the same keys: its parent goes first.
      const isEarly = ParentShardId && known.has(ParentShardId) && !isFinished(ParentShardId);
      if (!isFinished(ShardId) && !isEarly) active = (await readShard(arn, ShardId)) || active;
    }
    return active;
  };

  const readShard = async (arn: string, shardId: string): Promise<boolean> => {
    const iterator = iterators.get(shardId) ?? (await openIterator(arn, shardId));
    const { Records, NextShardIterator } = recordsSchema.parse(
      await dynamo.stream("GetRecords", {
        ShardIterator: iterator,
        Limit: Math.min(1000, (mapping.BatchSize ?? 100) * mapping.ParallelizationFactor),
      }),
    );
    if (Records.length > 0) {
      const delivery: Delivery = {
        mapping,
        pool: options.pool(),
        shardId,
        streamArn: arn,
        signal: stopping.signal,
        sendToQueue: options.sendToQueue,
      };
      const wanted = Records.map((record) => forFunction(record)).filter(
        (record) => !options.discard && passesFilters(mapping.filters, record),
      );
      await Promise.all(lanes(wanted, mapping).map((lane) => deliverInBatches(lane, delivery)));
      if (stopping.signal.aborted) return false;
      checkpoints.set(shardId, { sequenceNumber: Records.at(-1)?.dynamodb.SequenceNumber, finished: false });
    }
    if (NextShardIterator) iterators.set(shardId, NextShardIterator);
    else {
      iterators.delete(shardId);
      shards = [];
      checkpoints.set(shardId, { sequenceNumber: checkpoints.get(shardId)?.sequenceNumber, finished: true });
    }
    return Records.length > 0 || !NextShardIterator;
  };

  const openIterator = async (arn: string, ShardId: string): Promise<string> => {
    const after = checkpoints.get(ShardId)?.sequenceNumber;
    const ask = async (position: Record<string, string>) =>
      iteratorSchema.parse(await dynamo.stream("GetShardIterator", { StreamArn: arn, ShardId, ...position }))
        .ShardIterator;
    if (after === undefined) return ask({ ShardIteratorType: "TRIM_HORIZON" });
    try {
      return await ask({ ShardIteratorType: "AFTER_SEQUENCE_NUMBER", SequenceNumber: after });
    } catch (error) {
      // The stream has forgotten that record: what it still holds is newer.
      if (error instanceof DynamoError && error.code === "TrimmedDataAccessException")
        return ask({ ShardIteratorType: "TRIM_HORIZON" });
      throw error;
    }
  };

  const forFunction = (record: z.infer<typeof recordSchema>): StreamRecord => ({
    ...record,
    eventSource: "aws:dynamodb",
    awsRegion: options.region,
    eventSourceARN: mapping.EventSourceArn,
  });

  const run = async () => {
    let arn: string | undefined;
    while (!stopping.signal.aborted) {
      const started = ++passes;
      try {
        arn ??= await streamArn();
        if (!(await pass(arn))) {
          emptyPassStarted = started;
          for (const resolve of onEmptyPass.splice(0)) resolve();
        }
      } catch (error) {
        if (stopping.signal.aborted) return;
        options.log(`stream of ${tableName}: ${messageOf(error)}\n`);
        // An iterator or a shard may have expired: open new ones from the checkpoint.
        iterators.clear();
        shards = [];
      }
      nudge = Promise.withResolvers();
      await Promise.race([sleep(hurrying > 0 ? hurriedPollMs : pollMs), nudge.promise]);
    }
  };
  const running = run();

  return {
    async drained(patiently = false) {
      const after = passes;
      const hurry = patiently ? 0 : 1;
      hurrying += hurry;
      while (emptyPassStarted <= after && !stopping.signal.aborted) {
        nudge.resolve();
        await new Promise<void>((resolve) => onEmptyPass.push(resolve));
      }
      hurrying -= hurry;
    },
    async stop() {
      stopping.abort();
      nudge.resolve();
      for (const resolve of onEmptyPass.splice(0)) resolve();
      onEmptyPass = [];
      await running;
    },
  };
}

/** Records of one key stay in one lane, in order; lanes run at the same time. */
function lanes(records: readonly StreamRecord[], { ParallelizationFactor }: MappingSpec): StreamRecord[][] {
  const all: StreamRecord[][] = Array.from({ length: ParallelizationFactor }, () => []);
  for (const record of records) {
    const key = JSON.stringify(Object.entries(record.dynamodb.Keys).sort(([a], [b]) => (a < b ? -1 : 1))[0]);
    let hash = 0;
    for (const character of key) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
    all[hash % ParallelizationFactor]?.push(record);
  }
  return all.filter((lane) => lane.length > 0);
}

async function deliverInBatches(lane: readonly StreamRecord[], delivery: Delivery): Promise<void> {
  for (const batch of batchesOf(lane, delivery.mapping.BatchSize ?? 100)) await deliverBatch(batch, delivery);
}
