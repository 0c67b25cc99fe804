import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Table } from "../../shared/dynamo/table.ts";
import { type Answer, answering, type Call, config, outermost } from "./answering.ts";

/** A table whose calls are answered here and never leave the test; `calls` lists them. */
export function answeringTable(answer: Answer): { table: Table; calls: Call[] } {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(config));
  const { calls, middleware } = answering(answer);
  client.middlewareStack.add(middleware, outermost);
  return { table: { client, name: "the-table" }, calls };
}
