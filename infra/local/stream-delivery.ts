import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { failedItems } from "./batch-result.ts";
import type { FunctionPool } from "./function-pool.ts";
import type { MappingSpec } from "./stack.ts";

export type StreamRecord = Record<string, unknown> & {
  dynamodb: { SequenceNumber: string; Keys: Record<string, unknown>; ApproximateCreationDateTime: number };
};

export type Delivery = {
  mapping: MappingSpec;
  pool: FunctionPool;
  shardId: string;
  streamArn: string;
  signal: AbortSignal;
  sendToQueue(arn: string, body: string): void;
};

const longestPauseMs = 2_000;

/**
 * Hands the records to the function until all are done or given up: retried from the first failure on, halved if the
 * mapping says so, sent to the on-failure destination when retries or age run out. Resolves early when stopping.
 */
export async function deliverBatch(records: readonly StreamRecord[], delivery: Delivery, attempts = 0): Promise<void> {
  const { mapping, pool, signal } = delivery;
  if (records.length === 0 || signal.aborted) return;
  if (isTooOld(records, mapping)) return giveUp(records, delivery, "RecordAgeExceeded", attempts);
  const outcome = await pool.invoke({ Records: records });
  const failed = failedItems(
    outcome,
    mapping,
    records.map(({ dynamodb }) => dynamodb.SequenceNumber),
  );
  if (failed.length === 0) return;

  const from = records.findIndex(({ dynamodb }) => failed.includes(dynamodb.SequenceNumber));
  const rest = records.slice(from);
  if (mapping.MaximumRetryAttempts >= 0 && attempts >= mapping.MaximumRetryAttempts) {
    return giveUp(rest, delivery, "RetryAttemptsExhausted", attempts);
  }
  await pause(Math.min(longestPauseMs, 50 * 2 ** attempts), signal);
  // Where a part succeeded, the rest starts at the failure; splitting uses up no retry, as on AWS.
  if (mapping.BisectBatchOnFunctionError && from === 0 && rest.length > 1) {
    const middle = Math.ceil(rest.length / 2);
    await deliverBatch(rest.slice(0, middle), delivery, attempts);
    return deliverBatch(rest.slice(middle), delivery, attempts);
  }
  return deliverBatch(rest, delivery, from === 0 ? attempts + 1 : 0);
}

function isTooOld(records: readonly StreamRecord[], { MaximumRecordAgeInSeconds }: MappingSpec): boolean {
  if (MaximumRecordAgeInSeconds < 0) return false;
  const oldest = Math.min(...records.map(({ dynamodb }) => dynamodb.ApproximateCreationDateTime));
  return Date.now() / 1000 - oldest > MaximumRecordAgeInSeconds;
}

/** The message that Lambda puts into the destination: where the records are, not the records. */
function giveUp(records: readonly StreamRecord[], delivery: Delivery, condition: string, attempts: number): void {
  const destination = delivery.mapping.DestinationConfig.OnFailure?.Destination;
  const [first] = records;
  const last = records.at(-1);
  if (destination === undefined || !first || !last) return;
  const message = {
    requestContext: {
      requestId: randomUUID(),
      functionArn: delivery.mapping.function.arn,
      condition,
      approximateInvokeCount: attempts + 1,
    },
    responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
    version: "1.0",
    timestamp: new Date().toISOString(),
    DDBStreamBatchInfo: {
      shardId: delivery.shardId,
      startSequenceNumber: first.dynamodb.SequenceNumber,
      endSequenceNumber: last.dynamodb.SequenceNumber,
      approximateArrivalOfFirstRecord: new Date(first.dynamodb.ApproximateCreationDateTime * 1000).toISOString(),
      approximateArrivalOfLastRecord: new Date(last.dynamodb.ApproximateCreationDateTime * 1000).toISOString(),
      batchSize: records.length,
      streamArn: delivery.streamArn,
    },
  };
  delivery.sendToQueue(destination, JSON.stringify(message));
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => {});
}
