import { createWriteStream } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { startApi } from "./api-gateway.ts";
import type { RestApi } from "./api-routes.ts";
import { type FaultHook, startGateway } from "./aws-gateway.ts";
import { type Checkpoints, openCheckpoints } from "./checkpoints.ts";
import { checkEngine, openDataFolder } from "./data-folder.ts";
import { type Deployment, deploy, type Surroundings } from "./deployment.ts";
import { dynamoClient } from "./dynamo-client.ts";
import { chooseEngine, type EngineKind, startDynamoEngine } from "./dynamo-engine.ts";
import { LocalFailure } from "./failure.ts";
import { makeFolder } from "./folders.ts";
import { openKeyService } from "./key-service.ts";
import { createMeter, type Figures } from "./meter.ts";
import { type Lock, lockOfAny, sweep } from "./object-keeping.ts";
import { openPastState } from "./past-state.ts";
import { startQueueEngine } from "./queue-engine.ts";
import { advanceQueues, unsettledQueues } from "./queue-time.ts";
import { type LocalStack, partitionKeyOf } from "./stack.ts";

export type PlatformOptions = {
  cloudAssembly?: string;
  /** Keeps tables, queues, keys and stream positions here; without it all is in memory. */
  dataDir?: string;
  /** Port of the API; 0 takes a free one. */
  port?: number;
  engine?: EngineKind;
  /** Of the template; those that depend on the address of the API are made once it is known. */
  parameters?: Record<string, string> | ((apiUrl: string) => Record<string, string>);
  /** How many environments a function grows to without a reserved concurrency (8); fewer start up for less. */
  environmentsAtMost?: number;
  /** Variables that every function gets on top of the template's. */
  environment?: Record<string, string>;
  onLog?: (functionName: string, text: string) => void;
  fault?: FaultHook;
  /** How far the functions' clocks run ahead from the start; negative when they run behind. */
  clockOffsetMs?: number;
  /** Told whenever the functions' clocks are moved: by how much they then run ahead in all. */
  onClock?: (offsetMs: number) => void;
};

type SettleOptions = {
  timeoutMs?: number;
  /** Do not wait for messages that are due more than a moment from now, or than so many milliseconds, such as the next try of what failed. */
  ignoreDelayed?: boolean | number;
  /** Let the streams be read at their ordinary pace, as in the cloud, and not as fast as can be. */
  patiently?: boolean;
};

export type Platform = {
  /** Of the API, e.g. `http://127.0.0.1:8787`. */
  url: string;
  /** Of the engines themselves, past the functions' policies and the meter. */
  dynamodbUrl: string;
  sqsUrl: string;
  s3Url: string;
  engine: EngineKind;
  region: string;
  /** Of the stack's first table. */
  tableName: string;
  stack(): LocalStack;
  /** Whether the API calls this function. */
  servesApi(functionName: string): boolean;
  meter(): Record<string, Figures>;
  resetMeter(): void;
  /** Lets the functions' clocks and the queues' delays run ahead by so many milliseconds more. */
  advanceClock(milliseconds: number): void;
  /** Fires every schedule now and waits for its functions to end. */
  fireSchedules(): Promise<void>;
  /** Runs the task while the streams stand still, then forgets what they would have delivered: a long outage. */
  withoutStreams<T>(task: () => Promise<T>): Promise<T>;
  /** Runs a function with an event, as a test of it alone. */
  invoke: Deployment["invoke"];
  /** Resolves when the streams are read, no function runs and no queue with a function holds a message. */
  settled(options?: SettleOptions): Promise<void>;
  /** Replaces the running stack by the one in the cloud assembly; when it throws, the old one goes on. */
  reload(cloudAssembly?: string): Promise<void>;
  setFault(hook: FaultHook | undefined): void;
  /** How the object under this key is locked, in whichever bucket it lies. */
  lockOf(key: string): Lock | undefined;
  /** Copies the tables as they are now: a fault of `stale-read` answers reads from the copy. */
  rememberState(): Promise<void>;
  /** Resolves with the reason if an engine ends by itself. */
  failed: Promise<LocalFailure>;
  stop(): Promise<void>;
};

const region = "us-east-1";
/** Until the stack is there. */
const emptyApi: RestApi = { id: "", name: "", stage: "", routes: [], binaryMediaTypes: [], responses: new Map() };
const accountId = "000000000000";

/** Starts the synthesised stack on this machine; throws LocalFailure, with everything closed again, when it cannot. */
export async function startPlatform(options: PlatformOptions = {}): Promise<Platform> {
  const closers: (() => void | Promise<void>)[] = [];
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    return await start(options, closers, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  options: PlatformOptions,
  closers: (() => void | Promise<void>)[],
  stop: () => Promise<void>,
): Promise<Platform> {
  const { dataDir, parameters = {}, environment = {}, environmentsAtMost = 8 } = options;
  let { cloudAssembly = "cdk.out" } = options;
  const folder = dataDir === undefined ? undefined : openDataFolder(dataDir);
  if (folder) closers.push(folder.release);
  const kind = await chooseEngine(options.engine ?? folder?.manifest?.engine);
  if (folder) checkEngine(folder, kind);
  if (folder) makeFolder(folder.path("keys"));
  const sealed = folder?.manifest && { check: folder.manifest.masterKeyCheck };
  const keys = openKeyService(`arn:aws:kms:${region}:${accountId}:key/`, folder?.path("keys", "master.key"), sealed);

  const [engine, queues] = await Promise.all([
    startDynamoEngine(kind, folder?.path("dynamodb")),
    startQueueEngine(region, folder?.path("sqs")),
  ]);
  closers.push(engine.stop, queues.stop);

  const meter = createMeter();
  let current: Deployment | undefined;
  let { clockOffsetMs = 0 } = options;
  const dynamo = dynamoClient(engine.url, region);
  const past = openPastState(dynamo, () => current?.stack.tables ?? []);
  closers.push(past.forget);
  const gateway = await startGateway({
    realm: {
      region,
      accountId,
      partitionKeyOf: (table, index) => partitionKeyOf({ table, index }, current?.stack.tables ?? []),
    },
    keys,
    meter,
    engines: { dynamodb: engine.url, sqs: queues },
    past,
    s3: {
      objects: queues.objects,
      corsRules: (bucket) => current?.corsRules.get(bucket) ?? [],
      keepingOf: (bucket) => current?.keepings.get(bucket),
    },
    now: () => Date.now() + clockOffsetMs,
    rightsOf: (name) => current?.rightsOf(name),
    rightsOfRole: (roleArn, policy) => current?.rightsOfRole(roleArn, policy),
    // The same port as last time, since stored queue URLs name it.
    ...(folder?.manifest && { preferredPort: folder.manifest.gatewayPort }),
  });
  closers.push(gateway.stop);
  gateway.setFault(options.fault);

  closers.push(async () => {
    await current?.quiesce();
    await current?.stopFunctions();
  });
  const api = await startApi(options.port ?? 0, {
    region,
    accountId,
    now: () => Date.now() + clockOffsetMs,
    api: () => current?.api ?? emptyApi,
    invoke: (name, event) => deployed.invoke(name, event),
    rightsOfMethod: (arn) => deployed.rightsOfService("apigateway.amazonaws.com", arn),
  });
  closers.push(api.stop);
  const url = `http://127.0.0.1:${api.port}`;
  const log = openLog(options.onLog, folder?.path("functions.log"), closers);
  const checkpoints = new Map<string, Checkpoints>();
  const around: Surroundings = {
    place: { region, accountId, queueBase: gateway.url },
    parameters: typeof parameters === "function" ? parameters(url) : parameters,
    environment,
    environmentsAtMost,
    dynamo,
    queues,
    meter,
    clockOffsetMs: () => clockOffsetMs,
    checkpoints(id) {
      const known = checkpoints.get(id) ?? openCheckpoints(folder?.path("streams", `${id}.json`));
      checkpoints.set(id, known);
      return known;
    },
    log,
  };
  let deployed = await deploy(cloudAssembly, around);
  current = deployed;
  // Answers waiting long polls at once, so that stopping does not wait for them.
  closers.push(() => {
    for (const queue of queues.store.allQueues()) queue.cancelWaiters();
  });
  deployed.start();
  sweep(queues.objects, deployed.keepings, Date.now() + clockOffsetMs);
  folder?.commit({ engine: kind, stack: deployed.stack.name, gatewayPort: gateway.port, masterKeyCheck: keys.check });

  const { promise: failed, resolve: fail } = Promise.withResolvers<LocalFailure>();
  let stopping: Promise<void> | undefined;
  void engine.exited.then((code) => {
    if (stopping === undefined) fail(new LocalFailure(`The DynamoDB engine ended by itself (status ${code}).`));
  });
  return {
    url,
    dynamodbUrl: engine.url,
    sqsUrl: queues.url,
    s3Url: queues.url,
    engine: kind,
    region,
    tableName: deployed.stack.tables[0]?.name ?? "",
    stack: () => deployed.stack,
    servesApi: (name) => deployed.api.routes.some(({ target }) => target.name === name),
    meter: meter.read,
    resetMeter: meter.reset,
    advanceClock(milliseconds) {
      clockOffsetMs += milliseconds;
      options.onClock?.(clockOffsetMs);
      for (const pool of deployed.pools()) pool.setClock(clockOffsetMs);
      sweep(queues.objects, deployed.keepings, Date.now() + clockOffsetMs);
      advanceQueues(queues.store, milliseconds, heldOf(deployed));
    },
    async fireSchedules() {
      await deployed.schedules()?.fireAll();
    },
    withoutStreams: (task) => deployed.withoutStreams(task),
    invoke: (name, event) => deployed.invoke(name, event),
    settled: (settle) => settled(deployed, around, settle),
    async reload(assembly = cloudAssembly) {
      const next = await deploy(assembly, around);
      const previous = deployed;
      await previous.quiesce();
      cloudAssembly = assembly;
      deployed = next;
      current = next;
      next.start();
      await previous.stopFunctions();
    },
    setFault: gateway.setFault,
    lockOf: (key) => lockOfAny(queues.objects, deployed.stack.buckets, key),
    rememberState: past.remember,
    failed,
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}

/** The messages that functions are working on. */
const heldOf = (deployed: Deployment): ReadonlySet<string> =>
  new Set(deployed.queueSources().flatMap(({ held }) => [...held]));

async function settled(
  deployed: Deployment,
  { queues, meter }: Surroundings,
  { timeoutMs = 30_000, ignoreDelayed = timeoutMs, patiently = false }: SettleOptions = {},
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  const sources = deployed.stack.mappings.map(({ EventSourceArn }) => EventSourceArn);
  const busy = () => [
    ...deployed.pools().flatMap((pool) => (pool.busy() > 0 ? [`${pool.spec.name} runs`] : [])),
    ...unsettledQueues(queues.store, sources, ignoreDelayed, heldOf(deployed)),
  ];
  const invocations = () => Object.values(meter.read()).reduce((sum, figures) => sum + figures.invocations, 0);
  for (;;) {
    const reasons = busy();
    if (reasons.length === 0) {
      const before = invocations();
      const drained = Promise.all(deployed.streams().map((stream) => stream.drained(patiently)));
      const late = sleep(Math.max(0, deadline - performance.now()), "late", { ref: false });
      if ((await Promise.race([drained, late])) === "late") reasons.push("a stream is not read to its end");
      else if (busy().length === 0 && invocations() === before) return;
    }
    if (performance.now() > deadline) throw new Error(`Not settled after ${timeoutMs} ms: ${reasons.join(", ")}`);
    await sleep(1);
  }
}

function openLog(
  onLog: PlatformOptions["onLog"],
  file: string | undefined,
  closers: (() => void | Promise<void>)[],
): (functionName: string, text: string) => void {
  const stream = file === undefined ? undefined : createWriteStream(file, { flags: "a" });
  if (stream) closers.push(() => new Promise<void>((resolve) => stream.end(resolve)));
  return (functionName, text) => {
    onLog?.(functionName, text);
    stream?.write(text.replaceAll(/^(?=.)/gm, `[${functionName}] `));
  };
}
