import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, beforeEach, describe } from "vitest";
import * as z from "zod";
import { dynamoClient } from "../../infra/local/dynamo-client.ts";
import { chooseEngine, type EngineKind, startDynamoEngine } from "../../infra/local/dynamo-engine.ts";
import { LocalFailure } from "../../infra/local/failure.ts";
import { countUnits, createMeter, type Figures } from "../../infra/local/meter.ts";
import { provision } from "../../infra/local/provision.ts";
import { startQueueEngine } from "../../infra/local/queue-engine.ts";
import { describeStack } from "../../infra/local/stack.ts";
import { readTemplate } from "../../infra/local/template.ts";
import type { Table } from "../../shared/dynamo/table.ts";

const engines: readonly EngineKind[] = ["dynoxide", "dynamodb-local"];
const place = { region: "us-east-1", accountId: "000000000000", queueBase: "http://127.0.0.1" };

const rigs = new Map<EngineKind, ReturnType<typeof rigOn>>();

/** What a suite holds on to: the table, and what its calls did since the test began. */
export type Rig = {
  engine: EngineKind;
  table: Table;
  figures(): Figures;
  /** Write units of the last write: the table's own under `table`, and those of each index. */
  unitsOfLastWrite(): Record<string, number>;
  /** All items under a partition key, read past the code under test. */
  itemsUnder(pk: string): Promise<Record<string, unknown>[]>;
  /** Lets every query of this test return at most so many items at a time, as a page of 1 MB does. */
  pageBy(items: number): void;
  /** Lets the next write fail with this error without reaching the engine. */
  failNextWrite(error: Error): void;
};

/**
 * Runs the suite on each engine, with the table of the synthesised stack. An engine that cannot run here is skipped with the
 * reason printed; where CI is set it fails instead.
 */
export const onEachEngine = (subject: string, suite: (rig: Rig) => void): Promise<void> => on(engines, subject, suite);

/** The same on the first engine that can run here, for what rests on no engine of its own. */
export async function onOneEngine(subject: string, suite: (rig: Rig) => void): Promise<void> {
  for (const engine of engines) {
    if ((await whyNot(engine)) === undefined) return on([engine], subject, suite);
  }
  return on(engines.slice(0, 1), subject, suite);
}

async function on(some: readonly EngineKind[], subject: string, suite: (rig: Rig) => void): Promise<void> {
  for (const engine of some) {
    const reason = await whyNot(engine);
    if (reason !== undefined) console.warn(`${subject} is not tested on ${engine}: ${reason}`);
    const started = rigs.get(engine) ?? rigOn(engine);
    // One file's suites share an engine, which ends with the file.
    if (!rigs.has(engine)) afterAll(started.stop);
    rigs.set(engine, started);
    const skip = reason !== undefined && process.env["CI"] === undefined;
    describe.skipIf(skip)(`${subject} on ${engine}${skip ? ` (skipped: ${reason})` : ""}`, () => {
      beforeAll(started.start);
      beforeEach(started.reset);
      suite(started.rig);
    });
  }
}

async function whyNot(engine: EngineKind): Promise<string | undefined> {
  try {
    await chooseEngine(engine);
    return undefined;
  } catch (error) {
    if (error instanceof LocalFailure) return error.message;
    throw error;
  }
}

function rigOn(engine: EngineKind) {
  const meter = createMeter();
  const closers: (() => Promise<void>)[] = [];
  let table: Table | undefined;
  let units: Record<string, number> = {};
  let pageItems: number | undefined;
  let failure: Error | undefined;

  const watched = (client: DynamoDBDocumentClient): DynamoDBDocumentClient => {
    client.middlewareStack.add(
      (next, { commandName = "" }) =>
        async (args) => {
          const operation = commandName.replace(/Command$/, "");
          const isWrite = /Write|Put|Update|Delete/.test(operation);
          if (isWrite && failure !== undefined) {
            const error = failure;
            failure = undefined;
            throw error;
          }
          Object.assign(args.input, { ReturnConsumedCapacity: "INDEXES" });
          if (operation === "Query" && pageItems !== undefined) Object.assign(args.input, { Limit: pageItems });
          const figures = meter.of(engine);
          figures.calls[operation] = (figures.calls[operation] ?? 0) + 1;
          const answer = await next(args);
          const { ConsumedCapacity: consumed } = answered.parse(answer.output);
          countUnits(figures, operation, consumed);
          if (isWrite) units = unitsByIndex([consumed].flat()[0] ?? {});
          return answer;
        },
      { step: "initialize" },
    );
    return client;
  };

  let starting: Promise<void> | undefined;
  const start = async (): Promise<void> => {
    const [dynamo, queues] = await Promise.all([
      chooseEngine(engine).then((kind) => startDynamoEngine(kind)),
      startQueueEngine(place.region),
    ]);
    closers.push(dynamo.stop, queues.stop);
    const stack = describeStack(await readTemplate("cdk.out", place));
    await provision(stack, dynamoClient(dynamo.url, place.region), { ...place, store: queues.store }, queues.objects);
    const credentials = { accessKeyId: "contract", secretAccessKey: "contract" };
    const client = new DynamoDBClient({ endpoint: dynamo.url, region: place.region, credentials });
    closers.push(async () => client.destroy());
    const marshallOptions = { removeUndefinedValues: true };
    const document = watched(DynamoDBDocumentClient.from(client, { marshallOptions }));
    table = { client: document, name: stack.tables[0]?.name ?? "" };
  };

  const rig: Rig = {
    engine,
    get table(): Table {
      if (table === undefined) throw new Error("the engine has not started");
      return table;
    },
    figures: () => meter.of(engine),
    unitsOfLastWrite: () => units,
    async itemsUnder(pk) {
      const { Items = [] } = await rig.table.client.send(
        new QueryCommand({
          TableName: rig.table.name,
          KeyConditionExpression: "pk = :pk",
          ExpressionAttributeValues: { ":pk": pk },
        }),
      );
      return Items;
    },
    pageBy(items) {
      pageItems = items;
    },
    failNextWrite(error) {
      failure = error;
    },
  };
  return {
    rig,
    start: () => {
      starting ??= start();
      return starting;
    },
    stop: async () => {
      for (const close of closers.splice(0).reverse()) await close();
    },
    reset() {
      meter.reset();
      units = {};
      pageItems = undefined;
    },
  };
}

const consumption = z.object({ CapacityUnits: z.number() });
const consumedCapacity = z.object({
  CapacityUnits: z.number().optional(),
  Table: consumption.optional(),
  GlobalSecondaryIndexes: z.record(z.string(), consumption).optional(),
});
const answered = z.object({
  ConsumedCapacity: z.union([consumedCapacity, z.array(consumedCapacity)]).optional(),
});

function unitsByIndex({ Table: own, GlobalSecondaryIndexes }: z.infer<typeof consumedCapacity>) {
  const indexes = Object.entries(GlobalSecondaryIndexes ?? {}).map(([name, { CapacityUnits }]) => [
    name,
    CapacityUnits,
  ]);
  return { ...(own === undefined ? {} : { table: own.CapacityUnits }), ...Object.fromEntries(indexes) };
}
