import { KMSClient } from "@aws-sdk/client-kms";
import { type Answer, answering, type Call, config, outermost } from "./answering.ts";

/** A key client whose calls are answered here and never leave the test; `calls` lists them. */
export function answeringKeys(answer: Answer): { client: KMSClient; calls: Call[] } {
  const client = new KMSClient(config);
  const { calls, middleware } = answering(answer);
  client.middlewareStack.add(middleware, outermost);
  return { client, calls };
}
