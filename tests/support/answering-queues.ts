import { SQSClient } from "@aws-sdk/client-sqs";
import { type Answer, answering, type Call, config, outermost } from "./answering.ts";

/** A queue client whose calls are answered here and never leave the test; `calls` lists them. */
export function answeringQueues(answer: Answer): { client: SQSClient; calls: Call[] } {
  const client = new SQSClient(config);
  const { calls, middleware } = answering(answer);
  client.middlewareStack.add(middleware, outermost);
  return { client, calls };
}
