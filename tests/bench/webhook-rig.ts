import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { type DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { usdByService } from "../../infra/demo/cost.ts";
import { dynamoClient } from "../../infra/local/dynamo-client.ts";
import { chooseEngine, startDynamoEngine } from "../../infra/local/dynamo-engine.ts";
import { countUnits, createMeter, type Figures } from "../../infra/local/meter.ts";
import { provision } from "../../infra/local/provision.ts";
import { startQueueEngine } from "../../infra/local/queue-engine.ts";
import { type QueueSource, startQueueSource } from "../../infra/local/queue-source.ts";
import { describeStack } from "../../infra/local/stack.ts";
import { readTemplate } from "../../infra/local/template.ts";
import { documentClient, queueClient } from "../../shared/aws/clients.ts";
import { createSend } from "../../shared/aws/queues.ts";
import { type DeliveryMessage, deliveryMessage } from "../../shared/contracts/messages.ts";
import { endpointKey, organisationKey } from "../../shared/dynamo/keys.ts";
import { deliverWebhook } from "../../shared/runtime/deliver-webhook.ts";
import { eachMessage } from "../../shared/runtime/each-record.ts";
import { createPost } from "../../shared/runtime/post-webhook.ts";

const somewhere = { region: "us-east-1", accountId: "000000000000" };
const owner = "bench-agency";
const bytes = new Uint8Array(1);
const sealed = { algorithm: "A256GCM", key: bytes, iv: bytes, tag: bytes, text: bytes } as const;
const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const waitMilliseconds = 60_000;

/** The queues, event sources and delivering of the synthesised stack, on engines of this machine, and endpoints that are called. */
export type WebhookRig = {
  /** Lets so many of the endpoints hang, with nothing known of any of them. */
  begin(hanging: number): Promise<void>;
  /** Sends so many events, to each endpoint in turn. */
  publish(deliveries: number): Promise<void>;
  /** For how long each of so many events of healthy endpoints had been published when it first came, in milliseconds. */
  healthyWaits(count: number): Promise<number[]>;
  /** Drops what is left, and tells what it cost in US dollars. */
  end(): Promise<number>;
  stop(): Promise<void>;
};

export async function startWebhookRig(endpoints: number, receiverMilliseconds: number): Promise<WebhookRig> {
  const dynamo = await startDynamoEngine(await chooseEngine());
  const queues = await startQueueEngine(somewhere.region);
  const place = { ...somewhere, queueBase: queues.url };
  const stack = describeStack(await readTemplate("cdk.out", place));
  await provision(stack, dynamoClient(dynamo.url, place.region), { ...place, store: queues.store }, queues.objects);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_DYNAMODB: dynamo.url,
    AWS_ENDPOINT_URL_SQS: queues.url,
    AWS_REGION: place.region,
    AWS_ACCESS_KEY_ID: "bench",
    AWS_SECRET_ACCESS_KEY: "bench",
  });
  const meter = createMeter();
  const figures = () => meter.of(functionName);
  const client = documentClient();
  countUse(client, figures);
  const table = { client, name: stack.tables[0]?.name ?? "" };
  const mappings = stack.mappings.filter((mapping) => mapping.function.name === functionName);
  const queueUrl = (ending: string): string => {
    const found = [...queues.store.allQueues()].find(({ name }) => name.endsWith(ending));
    if (found === undefined) throw new Error(`no queue ${ending}`);
    return found.url;
  };

  let run = 0;
  let hangs = 0;
  const published = new Map<string, number>();
  const waits = new Map<string, number>();
  const receiver = createServer(async (request, response) => {
    const id = String(request.headers["webhook-id"]);
    const sentAt = published.get(id);
    request.resume();
    if (Number(request.url?.slice(1)) < hangs) return;
    if (sentAt !== undefined && !waits.has(id)) waits.set(id, performance.now() - sentAt);
    await sleep(receiverMilliseconds);
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  const address = receiver.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;

  const sqs = queueClient();
  sqs.middlewareStack.add(
    (next) => (args) => {
      figures().sqsCalls += 1;
      return next(args);
    },
    { step: "initialize" },
  );
  const send = createSend(sqs);
  const delivering = {
    table,
    sealer: { open: async () => secret },
    post: createPost({ reach: { loopback: true, isOpened: () => false } }),
    now: () => new Date(),
    random: Math.random,
    send,
    retryUrl: queueUrl("-webhook-retries"),
    inboxUrl: (id: string) => queueUrl(id),
  };
  const handler = eachMessage("bench", (json) => deliverWebhook(delivering, deliveryMessage().parse(json)));
  const pool = {
    atMost: Number.POSITIVE_INFINITY,
    async invoke(event: unknown) {
      const startedAt = performance.now();
      const payload = await handler(event);
      figures().invocations += 1;
      figures().busyMs += performance.now() - startedAt;
      return { payload };
    },
  };
  let sources: QueueSource[] = [];
  const endpointOf = (number: number): string => `${run}-${number}`;
  const log = console.log;

  return {
    async begin(hanging) {
      run += 1;
      hangs = hanging;
      published.clear();
      waits.clear();
      const facts = { kind: "agency", type: "police", level: "town", name: "样例", divisionCode: "330483101" };
      const organisation = { organisationId: owner, facts, keys: {} };
      const items = Array.from({ length: endpoints }, (_, number) => ({
        ...endpointKey(owner, endpointOf(number)),
        ...{ organisationId: owner, endpointId: endpointOf(number), createdAt: new Date().toISOString() },
        ...{ url: `http://127.0.0.1:${port}/${number}`, secret: sealed },
      }));
      for (const Item of [{ ...organisationKey(owner), ...organisation }, ...items])
        await client.send(new PutCommand({ TableName: table.name, Item }));
      const options = { store: queues.store, pool: () => pool, figures, region: place.region };
      sources = mappings.map((mapping) => startQueueSource(mapping, options));
      // The lines that each call writes are not what is measured.
      console.log = () => {};
      meter.reset();
    },
    async publish(deliveries) {
      const url = queueUrl("-webhooks");
      const sends = Array.from({ length: deliveries }, (_, at) => {
        const endpointId = endpointOf(at % endpoints);
        const caseId = `0190a0de-0000-7000-8000-${String(run).padStart(6, "0")}${String(at).padStart(6, "0")}`;
        const event = {
          type: "case.closed" as const,
          timestamp: new Date().toISOString(),
          data: { caseId, version: 1 },
        };
        const message: DeliveryMessage = { organisationId: owner, endpointId, eventId: `${caseId}.1`, event };
        published.set(message.eventId, performance.now());
        return send(url, message, endpointId);
      });
      await Promise.all(sends);
    },
    async healthyWaits(count) {
      const until = performance.now() + waitMilliseconds;
      while (waits.size < count && performance.now() < until) await sleep(5);
      return [...waits.values()];
    },
    async end() {
      const { [functionName]: used } = meter.read();
      const memoryMb = stack.functions.find(({ name }) => name === functionName)?.memoryMb ?? 0;
      const dropAll = (): void => {
        for (const queue of queues.store.allQueues()) queue.purge();
      };
      dropAll();
      receiver.closeAllConnections();
      await Promise.all(sources.map((source) => source.stop()));
      // Messages of calls that hung have come back to the queues meanwhile.
      dropAll();
      console.log = log;
      return used === undefined ? 0 : usdOf(used, memoryMb);
    },
    async stop() {
      client.destroy();
      sqs.destroy();
      receiver.closeAllConnections();
      receiver.close();
      await queues.stop();
      await dynamo.stop();
    },
  };
}

const functionName = "DeliverWebhook";
const usdOf = (figures: Figures, memoryMb: number): number => {
  const all = usdByService({ [functionName]: figures }, { cases: 1_000, memoryMb: () => memoryMb, apiCalls: 0 });
  return Object.values(all).reduce((sum, usd) => sum + usd, 0);
};

/** Counts the units that the engine reports for what a client does. */
function countUse(client: DynamoDBDocumentClient, figures: () => Figures): void {
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const answer = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: "TOTAL" } });
        const { ConsumedCapacity } = consumed.parse(answer.output);
        countUnits(figures(), String(commandName).replace("Command", ""), ConsumedCapacity);
        return answer;
      },
    { step: "initialize" },
  );
}
const consumed = z.looseObject({ ConsumedCapacity: z.unknown() });
