import type { DynamoClient } from "./dynamo-client.ts";
import { LocalFailure } from "./failure.ts";
import type { ObjectStore, QueueStore } from "./queue-engine.ts";
import type { LocalStack, QueueSpec, TableSpec } from "./stack.ts";

/**
 * Makes the tables, queues and buckets of the stack that do not exist yet, adds new indexes and applies changed queue settings.
 * Throws LocalFailure where a table on disk has other keys than the template.
 */
export async function provision(
  stack: LocalStack,
  dynamo: DynamoClient,
  queues: { store: QueueStore; queueBase: string; accountId: string },
  objects: ObjectStore,
): Promise<void> {
  for (const table of stack.tables) await provisionTable(table, dynamo);
  for (const queue of stack.queues) provisionQueue(queue, queues);
  for (const bucket of stack.buckets) objects.createBucket(bucket);
}

async function provisionTable(table: TableSpec, dynamo: DynamoClient): Promise<void> {
  const existing = await dynamo.describeTable(table.name);
  if (!existing) return createTable(table, dynamo);
  if (JSON.stringify(existing.KeySchema) !== JSON.stringify(table.KeySchema)) {
    throw new LocalFailure(
      `The table ${table.name} in the data folder has other keys than the template. Start with a new data folder.`,
    );
  }
  const known = new Set(existing.GlobalSecondaryIndexes.map(({ IndexName }) => IndexName));
  for (const index of table.GlobalSecondaryIndexes.filter(({ IndexName }) => !known.has(IndexName))) {
    await dynamo.call("UpdateTable", {
      TableName: table.name,
      AttributeDefinitions: table.AttributeDefinitions,
      GlobalSecondaryIndexUpdates: [{ Create: index }],
    });
  }
}

/** Makes the table with its indexes, stream and time to live. */
export async function createTable(table: TableSpec, dynamo: DynamoClient): Promise<void> {
  const { StreamSpecification: stream, TimeToLiveSpecification: timeToLive } = table;
  await dynamo.call("CreateTable", {
    TableName: table.name,
    KeySchema: table.KeySchema,
    AttributeDefinitions: table.AttributeDefinitions,
    BillingMode: "PAY_PER_REQUEST",
    ...(table.GlobalSecondaryIndexes.length > 0 && { GlobalSecondaryIndexes: table.GlobalSecondaryIndexes }),
    ...(stream && { StreamSpecification: { StreamEnabled: true, ...stream } }),
  });
  if (timeToLive) {
    await dynamo.call("UpdateTimeToLive", { TableName: table.name, TimeToLiveSpecification: timeToLive });
  }
}

function provisionQueue(
  { name, arn, attributes }: QueueSpec,
  { store, queueBase, accountId }: { store: QueueStore; queueBase: string; accountId: string },
): void {
  const existing = store.getQueueByArn(arn);
  if (existing) existing.setAttributes(attributes);
  else store.createQueue(name, `${queueBase}/${accountId}/${name}`, arn, attributes);
}
