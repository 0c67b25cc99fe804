import { randomUUID } from "node:crypto";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import * as z from "zod";
import type { Figures } from "./meter.ts";
import { maximumEventBytes, maximumResultBytes } from "./payload.ts";
import type { FunctionSpec } from "./stack.ts";
import type { EnvironmentStart, Order } from "./worker.ts";

type FunctionError = { errorType: string; errorMessage: string; trace?: string };
export type Outcome = { payload: unknown } | { error: FunctionError };

/** The execution environments of one function. */
export type FunctionPool = {
  readonly spec: FunctionSpec;
  /** Invocations that can run at once. */
  readonly atMost: number;
  /** Runs one invocation in an idle or new environment, waiting for a free one at the limit; never rejects. */
  invoke(event: unknown): Promise<Outcome>;
  /** Invocations running or waiting. */
  busy(): number;
  setClock(offsetMs: number): void;
  /** Waits for what runs, 10 s at most, then ends the environments. */
  stop(): Promise<void>;
};

export type PoolOptions = {
  environmentsAtMost: number;
  environment: Record<string, string>;
  clockOffsetMs: number;
  figures(): Figures;
  log(functionName: string, text: string): void;
};

type Environment = { worker: Worker; current: Invocation | undefined; ended: Promise<void> };
type Invocation = { requestId: string; finish(outcome: Outcome): void };

const answerSchema = z.object({
  requestId: z.string(),
  payload: z.string().exactOptional(),
  error: z.object({ errorType: z.string(), errorMessage: z.string(), trace: z.string() }).exactOptional(),
});
/** The error type of a result above Lambda's limit. */
export const responseTooLarge = "Function.ResponseSizeTooLarge";
const stopGraceMs = 10_000;

/** A pool that starts empty and grows with demand to the reserved concurrency, or to `environmentsAtMost`. */
export function createPool(spec: FunctionSpec, options: PoolOptions): FunctionPool {
  const limit = spec.reservedConcurrency ?? options.environmentsAtMost;
  const environments = new Set<Environment>();
  const idle: Environment[] = [];
  const waiting: ((environment: Environment) => void)[] = [];
  let running = 0;
  let clockOffsetMs = options.clockOffsetMs;
  let drained = Promise.withResolvers<void>();

  const open = (): Environment => {
    options.figures().coldStarts++;
    const compiledFolder = join(dirname(spec.directory), ".compiled");
    const workerData: EnvironmentStart = {
      directory: spec.directory,
      compiledFolder,
      handler: spec.handler,
      functionName: spec.physicalName,
      functionArn: spec.arn,
      memoryMb: spec.memoryMb,
      clockOffsetMs,
    };
    const worker = new Worker(new URL("./worker.ts", import.meta.url), {
      env: { ...options.environment, NODE_COMPILE_CACHE: compiledFolder },
      stdout: true,
      stderr: true,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: spec.memoryMb },
      workerData,
    });
    const ended = Promise.withResolvers<void>();
    const environment: Environment = { worker, current: undefined, ended: ended.promise };
    environments.add(environment);
    for (const stream of [worker.stdout, worker.stderr]) {
      stream.on("data", (chunk: Buffer) => options.log(spec.name, chunk.toString()));
    }
    worker.on("message", (received: unknown) => {
      const { requestId, payload = "null", error } = answerSchema.parse(received);
      if (environment.current?.requestId !== requestId) return;
      environment.current.finish(error ? { error } : (tooLarge(payload) ?? { payload: JSON.parse(payload) }));
      release(environment);
    });
    const fail = (errorType: string, errorMessage: string) => {
      environment.current?.finish({ error: { errorType, errorMessage } });
      discard(environment);
    };
    worker.on("error", (error: unknown) => {
      options.log(spec.name, `${String(error)}\n`);
      fail("Runtime.UnhandledError", String(error));
    });
    worker.on("exit", (code) => {
      fail("Runtime.ExitError", `The environment ended with exit status ${code}`);
      ended.resolve();
    });
    return environment;
  };

  const release = (environment: Environment) => {
    const next = waiting.shift();
    if (next) next(environment);
    else idle.push(environment);
  };

  const discard = (environment: Environment) => {
    if (!environments.delete(environment)) return;
    const position = idle.indexOf(environment);
    if (position >= 0) idle.splice(position, 1);
    void environment.worker.terminate();
    const next = waiting.shift();
    if (next) next(open());
  };

  const acquire = (): Promise<Environment> => {
    const free = idle.pop();
    if (free) return Promise.resolve(free);
    if (environments.size < limit) return Promise.resolve(open());
    return new Promise((resolve) => waiting.push(resolve));
  };

  const runIn = (environment: Environment, event: string): Promise<Outcome> =>
    new Promise((resolve) => {
      const requestId = randomUUID();
      const timeoutMs = spec.timeoutSeconds * 1000;
      const timer = setTimeout(() => {
        const errorMessage = `${requestId} Task timed out after ${spec.timeoutSeconds.toFixed(2)} seconds`;
        environment.current?.finish({ error: { errorType: "Sandbox.Timedout", errorMessage } });
        discard(environment);
      }, timeoutMs);
      environment.current = {
        requestId,
        finish(outcome) {
          clearTimeout(timer);
          environment.current = undefined;
          resolve(outcome);
        },
      };
      const order: Order = { type: "invoke", requestId, event, timeoutMs };
      environment.worker.postMessage(order);
    });

  return {
    spec,
    atMost: limit,
    busy: () => running,
    async invoke(event) {
      const input = JSON.stringify(event);
      if (Buffer.byteLength(input) > maximumEventBytes) {
        const errorMessage = `Request must be smaller than ${maximumEventBytes} bytes for the InvokeFunction operation`;
        return { error: { errorType: "RequestEntityTooLargeException", errorMessage } };
      }
      running++;
      const environment = await acquire();
      const started = performance.now();
      const outcome = await runIn(environment, input);
      const figures = options.figures();
      figures.invocations++;
      figures.busyMs += performance.now() - started;
      if ("error" in outcome) {
        figures.errors++;
        options.log(spec.name, `${JSON.stringify({ functionError: outcome.error })}\n`);
      }
      if (--running === 0) {
        drained.resolve();
        drained = Promise.withResolvers();
      }
      return outcome;
    },
    setClock(offsetMs) {
      clockOffsetMs = offsetMs;
      const order: Order = { type: "clock", offsetMs };
      for (const { worker } of environments) worker.postMessage(order);
    },
    async stop() {
      if (running > 0) await Promise.race([drained.promise, sleep(stopGraceMs, undefined, { ref: false })]);
      const all = [...environments];
      for (const environment of all) discard(environment);
      await Promise.all(all.map(({ ended }) => ended));
    },
  };
}

function tooLarge(payload: string): Outcome | undefined {
  const bytes = Buffer.byteLength(payload);
  if (bytes <= maximumResultBytes) return undefined;
  const errorMessage = `Response payload size (${bytes} bytes) exceeded maximum allowed payload size (${maximumResultBytes} bytes).`;
  return { error: { errorType: responseTooLarge, errorMessage } };
}
