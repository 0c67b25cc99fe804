import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { KMSClient } from "@aws-sdk/client-kms";
import { SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Table } from "../../shared/dynamo/table.ts";

/** One call of the code under test: the operation's name, such as `GetItem`, and its input with plain values. */
export type Call = { operation: string; input: Record<string, unknown> };
/** Answers a call with plain values, or fails it by throwing. */
export type Answer = (call: Call) => object | Promise<object>;

const config = { region: "us-east-1", credentials: { accessKeyId: "unit", secretAccessKey: "unit" } };
const outermost = { step: "initialize", priority: "high" } as const;

/** A table whose calls are answered here and never leave the test; `calls` lists them. */
export function answeringTable(answer: Answer): { table: Table; calls: Call[] } {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(config));
  const { calls, middleware } = answering(answer);
  client.middlewareStack.add(middleware, outermost);
  return { table: { client, name: "the-table" }, calls };
}

/** The same for queues. */
export function answeringQueues(answer: Answer): { client: SQSClient; calls: Call[] } {
  const client = new SQSClient(config);
  const { calls, middleware } = answering(answer);
  client.middlewareStack.add(middleware, outermost);
  return { client, calls };
}

/** The same for the key service. */
export function answeringKeys(answer: Answer): { client: KMSClient; calls: Call[] } {
  const client = new KMSClient(config);
  const { calls, middleware } = answering(answer);
  client.middlewareStack.add(middleware, outermost);
  return { client, calls };
}

function answering(answer: Answer) {
  const calls: Call[] = [];
  const middleware =
    (_next: unknown, { commandName = "" }: { commandName?: string }) =>
    async ({ input }: { input: object }) => {
      const call = { operation: commandName.replace(/Command$/, ""), input: { ...input } };
      calls.push(call);
      return { output: { $metadata: {}, ...(await answer(call)) }, response: {} };
    };
  return { calls, middleware };
}
