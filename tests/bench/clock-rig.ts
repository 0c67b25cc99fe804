import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { dynamoClient } from "../../infra/local/dynamo-client.ts";
import { chooseEngine, startDynamoEngine } from "../../infra/local/dynamo-engine.ts";
import { provision } from "../../infra/local/provision.ts";
import { startQueueEngine } from "../../infra/local/queue-engine.ts";
import { describeStack } from "../../infra/local/stack.ts";
import { readTemplate } from "../../infra/local/template.ts";
import { documentClient } from "../../shared/aws/clients.ts";
import type { Table } from "../../shared/dynamo/table.ts";

const place = { region: "us-east-1", accountId: "000000000000", queueBase: "http://127.0.0.1" };

/** The table of the synthesised stack on an engine, and the time that the clock's function has there. */
export type ClockRig = {
  /** As the function uses it, and metered. */
  clocked: Table;
  /** The same table, past the meter. */
  table: Table;
  meter: ClockMeter;
  timeoutSeconds: number;
  stop(): Promise<void>;
};

/** What the clock did: its calls, how many went on at the same time, and how many due cases it held at once. */
export type ClockMeter = {
  calls: number;
  failedCalls: number;
  inFlight: number;
  mostInFlight: number;
  held: number;
  mostHeld: number;
};

export async function startClockRig(): Promise<ClockRig> {
  const stack = describeStack(await readTemplate("cdk.out", place));
  const dynamo = await startDynamoEngine(await chooseEngine());
  const queues = await startQueueEngine(place.region);
  await provision(stack, dynamoClient(dynamo.url, place.region), { ...place, store: queues.store }, queues.objects);
  await queues.stop();
  // The function's own client finds the engine as it does on the local platform, with its own time limits.
  Object.assign(process.env, environmentOf(dynamo.url));
  const meter = { calls: 0, failedCalls: 0, inFlight: 0, mostInFlight: 0, held: 0, mostHeld: 0 };
  const clients = [metered(documentClient(), meter), documentClient()] as const;
  const name = stack.tables[0]?.name ?? "";
  return {
    clocked: { client: clients[0], name },
    table: { client: clients[1], name },
    meter,
    timeoutSeconds: stack.functions.find((spec) => spec.name === "ActOnDeadlines")?.timeoutSeconds ?? 0,
    async stop() {
      for (const client of clients) client.destroy();
      await dynamo.stop();
    },
  };
}

function environmentOf(url: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL_DYNAMODB: url,
    AWS_REGION: place.region,
    AWS_ACCESS_KEY_ID: "bench",
    AWS_SECRET_ACCESS_KEY: "bench",
  };
}

const page = z.object({ Items: z.array(z.unknown()).default([]) });

function metered(client: DynamoDBDocumentClient, meter: ClockMeter): DynamoDBDocumentClient {
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        meter.calls += 1;
        meter.inFlight += 1;
        meter.mostInFlight = Math.max(meter.mostInFlight, meter.inFlight);
        try {
          const answer = await next(args);
          if (commandName === "QueryCommand") meter.held += page.parse(answer.output).Items.length;
          meter.mostHeld = Math.max(meter.mostHeld, meter.held);
          return answer;
        } catch (error) {
          meter.failedCalls += 1;
          throw error;
        } finally {
          meter.inFlight -= 1;
        }
      },
    { step: "initialize" },
  );
  return client;
}
