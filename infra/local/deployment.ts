import { describeAccess, narrowed, type Rights } from "./access.ts";
import { describeApi, type RestApi } from "./api-routes.ts";
import type { Checkpoints } from "./checkpoints.ts";
import type { DynamoClient } from "./dynamo-client.ts";
import { LocalFailure } from "./failure.ts";
import { createPool, type FunctionPool, type Outcome } from "./function-pool.ts";
import { openGrantLog } from "./grants.ts";
import { type Need, statementsOf } from "./iam.ts";
import type { Meter } from "./meter.ts";
import { type CorsRule, corsRulesOf } from "./object-cors.ts";
import { type Keeping, keepingOf } from "./object-keeping.ts";
import { functionSecret } from "./object-requests.ts";
import { provision } from "./provision.ts";
import type { QueueEngine } from "./queue-engine.ts";
import { type QueueSource, startQueueSource } from "./queue-source.ts";
import { type Schedules, startSchedules } from "./schedules.ts";
import { describeStack, type FunctionSpec, type LocalStack, type MappingSpec } from "./stack.ts";
import { type StreamSource, startStreamSource } from "./stream-source.ts";
import { type Place, readTemplate } from "./template.ts";

/** What a stack needs around it; outlives a reload. */
export type Surroundings = {
  place: Place;
  parameters: Record<string, string>;
  environment: Record<string, string>;
  environmentsAtMost: number;
  dynamo: DynamoClient;
  queues: QueueEngine;
  meter: Meter;
  clockOffsetMs(): number;
  /** The position of a mapping in its stream; outlives a reload. */
  checkpoints(mappingId: string): Checkpoints;
  log(source: string, text: string): void;
};

/** One synthesised stack in operation: its functions, and what calls them. */
export type Deployment = {
  stack: LocalStack;
  api: RestApi;
  /** By the bucket's name. */
  corsRules: ReadonlyMap<string, readonly CorsRule[]>;
  keepings: ReadonlyMap<string, Keeping>;
  /** What the function with this name may do, or undefined for a stranger. */
  rightsOf(functionName: string): Rights | undefined;
  /** What who takes on the role may do, of that what the policy, as JSON, allows too; undefined where there is no such role. */
  rightsOfRole(roleArn: string, policy: string | undefined): Rights | undefined;
  /** What a service may do for the resource with this ARN. */
  rightsOfService(service: string, sourceArn: string): Rights;
  pool(functionName: string): FunctionPool;
  pools(): FunctionPool[];
  invoke(functionName: string, event: unknown): Promise<Outcome>;
  streams(): StreamSource[];
  queueSources(): QueueSource[];
  schedules(): Schedules | undefined;
  /** Runs the task while the streams stand still, then forgets what they would have delivered. */
  withoutStreams<T>(task: () => Promise<T>): Promise<T>;
  /** Starts the event sources and schedules. */
  start(): void;
  /** Stops what calls the functions and waits for what it has begun. */
  quiesce(): Promise<void>;
  stopFunctions(): Promise<void>;
};

/** Reads a cloud assembly, makes the tables, queues and buckets it asks for and readies its functions; nothing runs yet. */
export async function deploy(cloudAssembly: string, around: Surroundings): Promise<Deployment> {
  const { place, dynamo, queues, meter } = around;
  const stack = describeStack(await readTemplate(cloudAssembly, place, around.parameters));
  const access = describeAccess(stack.resources, place, (arn) => queues.store.getQueueByArn(arn)?.attributes["Policy"]);
  const { LOCAL_GRANTS: noted = "" } = process.env;
  const note = noted === "" ? undefined : openGrantLog(noted, stack.name);
  const rightsOf = (spec: FunctionSpec): Rights => {
    const { name, roleArn, statements } = spec;
    return access.rightsOf({ roleArn, statements }, note && ((need) => note(name, statements, need)));
  };
  for (const mapping of stack.mappings) checkMapping(mapping, rightsOf(mapping.function));
  for (const spec of stack.functions) checkDestination(spec, rightsOf(spec));
  const noApi: RestApi = { id: "none", name: "", stage: "", routes: [], binaryMediaTypes: [], responses: new Map() };
  const api = describeApi(stack.resources, stack.functions) ?? noApi;
  const { queueBase, accountId } = place;
  await provision(stack, dynamo, { store: queues.store, queueBase, accountId }, queues.objects);

  const pools = new Map(
    stack.functions.map((spec) => [
      spec.name,
      createPool(spec, {
        environmentsAtMost: around.environmentsAtMost,
        environment: functionEnvironment(spec, around),
        clockOffsetMs: around.clockOffsetMs(),
        figures: () => meter.of(spec.name),
        log: around.log,
      }),
    ]),
  );
  const pool = (name: string): FunctionPool => {
    const found = pools.get(name);
    if (!found) throw new Error(`There is no function ${name}`);
    return found;
  };
  const invoke = (name: string, event: unknown) => pool(name).invoke(event);
  const startStreams = (discard: boolean): StreamSource[] =>
    stack.mappings.flatMap((mapping) => {
      const tableName = streamTable(mapping);
      if (tableName === undefined) return [];
      return startStreamSource(mapping, {
        tableName,
        dynamo,
        discard,
        pool: () => pool(mapping.function.name),
        checkpoints: around.checkpoints(mapping.id),
        region: place.region,
        sendToQueue: queues.send,
        log: (text) => around.log(mapping.function.name, text),
      });
    });
  let streams: StreamSource[] = [];
  let queueSources: QueueSource[] = [];
  let schedules: Schedules | undefined;

  return {
    stack,
    api,
    rightsOfService: (service, sourceArn) => access.rightsOf({ service, sourceArn }),
    corsRules: corsRulesOf(stack.resources),
    keepings: keepingOf(stack.resources),
    rightsOf(name) {
      const spec = stack.functions.find((one) => one.name === name);
      return spec && rightsOf(spec);
    },
    rightsOfRole(roleArn, policy) {
      if (!stack.resources.some(({ type, arn }) => type === "AWS::IAM::Role" && arn === roleArn)) return undefined;
      const rights = access.rightsOf({ roleArn, statements: statementsOf(roleArn, stack.resources) });
      return policy === undefined ? rights : narrowed(rights, policy);
    },
    pool,
    invoke,
    pools: () => [...pools.values()],
    streams: () => streams,
    queueSources: () => queueSources,
    schedules: () => schedules,
    start() {
      const { region, accountId } = place;
      streams = startStreams(false);
      for (const mapping of stack.mappings.filter((one) => streamTable(one) === undefined)) {
        const options = { pool: () => pool(mapping.function.name), figures: () => meter.of(mapping.function.name) };
        queueSources.push(startQueueSource(mapping, { store: queues.store, region, ...options }));
      }
      const now = () => Date.now() + around.clockOffsetMs();
      schedules = startSchedules(stack.schedules, {
        region,
        accountId,
        now,
        invoke,
        sendToQueue: queues.send,
        rightsOfRule: (sourceArn) => access.rightsOf({ service: "events.amazonaws.com", sourceArn }),
        log: (text) => around.log("schedules", text),
      });
    },
    async withoutStreams(task) {
      await Promise.all(streams.map((stream) => stream.stop()));
      streams = [];
      const result = await task();
      const discarding = startStreams(true);
      await Promise.all(discarding.map((stream) => stream.drained()));
      await Promise.all(discarding.map((stream) => stream.stop()));
      streams = startStreams(false);
      return result;
    },
    async quiesce() {
      schedules?.stop();
      await Promise.all([...streams, ...queueSources].map((source) => source.stop()));
      streams = [];
      queueSources = [];
    },
    async stopFunctions() {
      await Promise.all([...pools.values()].map((one) => one.stop()));
    },
  };
}

/** The table whose stream feeds the mapping, or undefined when a queue does. */
function streamTable({ EventSourceArn }: MappingSpec): string | undefined {
  return /:table\/([^/]+)\/stream\//.exec(EventSourceArn)?.[1];
}

/** The queue's real address, where a template spells one out, must not be called from here. */
const awsQueues = /https:\/\/sqs\.[a-z0-9-]+\.amazonaws\.com(\.cn)?/g;

function functionEnvironment(spec: FunctionSpec, { place, environment }: Surroundings): Record<string, string> {
  const { region, queueBase: endpoint } = place;
  const declared = Object.entries(spec.environment).map(([name, value]) => [
    name,
    value.replaceAll(awsQueues, endpoint),
  ]);
  return {
    ...Object.fromEntries(declared),
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    // The gateway knows a function by this key, as AWS knows a role by its own.
    AWS_ACCESS_KEY_ID: spec.name,
    AWS_SECRET_ACCESS_KEY: functionSecret,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_ENDPOINT_URL_SQS: endpoint,
    AWS_ENDPOINT_URL_KMS: endpoint,
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_ENDPOINT_URL_STS: endpoint,
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
    AWS_LAMBDA_FUNCTION_NAME: spec.physicalName,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(spec.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    LAMBDA_TASK_ROOT: spec.directory,
    _HANDLER: spec.handler,
    TZ: ":UTC",
    ...environment,
  };
}

/** Lambda polls and reports failures with the function's own rights, and refuses a mapping without them. */
function checkMapping({ function: target, EventSourceArn, DestinationConfig }: MappingSpec, rights: Rights): void {
  const reading = EventSourceArn.includes(":sqs:")
    ? ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
    : ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"];
  const needs = reading.map((action) => ({ action, resource: EventSourceArn }));
  if (!EventSourceArn.includes(":sqs:")) needs.push({ action: "dynamodb:ListStreams", resource: "*" });
  refuse(target, rights([...needs, ...sending(DestinationConfig.OnFailure?.Destination)]), "its event source");
}

function checkDestination(target: FunctionSpec, rights: Rights): void {
  refuse(target, rights(sending(target.onFailure.destinationArn)), "its on-failure destination");
}

function sending(destination: string | undefined): Need[] {
  return destination === undefined ? [] : [{ action: "sqs:SendMessage", resource: destination }];
}

function refuse(target: FunctionSpec, missing: Need | undefined, use: string): void {
  if (!missing) return;
  throw new LocalFailure(`The function ${target.name} may not ${missing.action} on ${missing.resource}, ${use}.`);
}
