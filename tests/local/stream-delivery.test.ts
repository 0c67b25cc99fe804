import { describe, expect, it } from "vitest";
import type { FunctionPool, Outcome } from "../../infra/local/function-pool.ts";
import type { MappingSpec } from "../../infra/local/stack.ts";
import { deliverBatch, type StreamRecord } from "../../infra/local/stream-delivery.ts";
import { functionSpec } from "./fixture.ts";

const plain: MappingSpec = {
  id: "M",
  function: functionSpec,
  filters: [],
  FunctionName: "f",
  EventSourceArn: "",
  Enabled: true,
  MaximumBatchingWindowInSeconds: 0,
  ParallelizationFactor: 1,
  BisectBatchOnFunctionError: false,
  MaximumRetryAttempts: 1,
  MaximumRecordAgeInSeconds: -1,
  FunctionResponseTypes: ["ReportBatchItemFailures"],
  ScalingConfig: {},
  DestinationConfig: { OnFailure: { Destination: "arn:dead" } },
  FilterCriteria: { Filters: [] },
};
const record = (sequence: string, ageSeconds = 0): StreamRecord => ({
  dynamodb: { SequenceNumber: sequence, Keys: {}, ApproximateCreationDateTime: Date.now() / 1000 - ageSeconds },
});

/** Delivers records 1, 2, 3 to a function that answers each batch as told; what it was given and what died. */
async function deliver(
  answer: (batch: string) => Outcome,
  mapping: Partial<MappingSpec> = {},
  records = ["1", "2", "3"].map((s) => record(s)),
) {
  const batches: string[] = [];
  const dead: unknown[] = [];
  const pool: FunctionPool = {
    spec: functionSpec,
    atMost: 1,
    busy: () => 0,
    setClock: () => {},
    stop: async () => {},
    async invoke(event) {
      const batch = Object(event)
        .Records.map(({ dynamodb }: StreamRecord) => dynamodb.SequenceNumber)
        .join("");
      batches.push(batch);
      return answer(batch);
    },
  };
  await deliverBatch(records, {
    mapping: { ...plain, ...mapping },
    pool,
    shardId: "s",
    streamArn: "arn:s",
    signal: new AbortController().signal,
    sendToQueue: (arn, body) => dead.push({ arn, ...JSON.parse(body) }),
  });
  return { batches, dead };
}

const done: Outcome = { payload: null };
const broken: Outcome = { error: { errorType: "E", errorMessage: "no" } };
const failed = (...ids: string[]): Outcome => ({
  payload: { batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) },
});

describe("a batch of a stream", () => {
  it("is done when the function says so", async () => {
    expect(await deliver(() => done)).toEqual({ batches: ["123"], dead: [] });
  });

  it("comes again from the first failed record on", async () => {
    let first = true;
    const answer = (): Outcome => {
      const outcome = first ? failed("3", "2") : done;
      first = false;
      return outcome;
    };
    expect((await deliver(answer)).batches).toEqual(["123", "23"]);
  });

  it("comes again whole when the answer names a record it did not hold", async () => {
    let first = true;
    const answer = (): Outcome => {
      const outcome = first ? failed("9") : done;
      first = false;
      return outcome;
    };
    expect((await deliver(answer)).batches).toEqual(["123", "123"]);
  });

  it("is given up after its retries, with a message that says where it is", async () => {
    const { batches, dead } = await deliver(() => broken);
    expect(batches).toEqual(["123", "123"]);
    expect(dead).toMatchObject([
      {
        arn: "arn:dead",
        requestContext: { condition: "RetryAttemptsExhausted", approximateInvokeCount: 2 },
        DDBStreamBatchInfo: {
          shardId: "s",
          startSequenceNumber: "1",
          endSequenceNumber: "3",
          batchSize: 3,
          streamArn: "arn:s",
        },
      },
    ]);
  });

  it("is halved until only the poisoned record is left, when the mapping asks for it", async () => {
    const { batches, dead } = await deliver((batch) => (batch.includes("2") ? broken : done), {
      BisectBatchOnFunctionError: true,
    });
    expect(batches).toEqual(["123", "12", "1", "2", "2", "3"]);
    expect(dead).toMatchObject([{ DDBStreamBatchInfo: { startSequenceNumber: "2", endSequenceNumber: "2" } }]);
  });

  it("is given up unseen when it is too old", async () => {
    const { batches, dead } = await deliver(() => done, { MaximumRecordAgeInSeconds: 60 }, [record("1", 61)]);
    expect(batches).toEqual([]);
    expect(dead).toMatchObject([{ requestContext: { condition: "RecordAgeExceeded" } }]);
  });
});
