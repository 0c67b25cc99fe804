import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { compileFunction, constants } from "node:vm";
import { parentPort, workerData } from "node:worker_threads";
import { shiftClock } from "./shifted-clock.ts";

// One Lambda execution environment: loads a function's bundle and runs one invocation at a time.

/** Both sides of these messages are the runner's own; a schema library here would lengthen every cold start. */
export type EnvironmentStart = {
  directory: string;
  handler: string;
  functionName: string;
  functionArn: string;
  memoryMb: number;
  clockOffsetMs: number;
};
export type Order =
  | { type: "clock"; offsetMs: number }
  | { type: "invoke"; requestId: string; event: string; timeoutMs: number };

type Handler = (event: unknown, context: Record<string, unknown>) => unknown;

const start: EnvironmentStart = workerData;
const setClock = shiftClock(start.clockOffsetMs);
const handler = loadHandler(start.directory, start.handler);
// A failure to load is reported by the first invocation, as Lambda does.
handler.catch(() => {});

parentPort?.on("message", (message: Order) => {
  if (message.type === "clock") setClock(message.offsetMs);
  else void invoke(message);
});

async function invoke({ requestId, event, timeoutMs }: { requestId: string; event: string; timeoutMs: number }) {
  const deadline = performance.now() + timeoutMs;
  const context = {
    awsRequestId: requestId,
    functionName: start.functionName,
    functionVersion: "$LATEST",
    invokedFunctionArn: start.functionArn,
    memoryLimitInMB: String(start.memoryMb),
    logGroupName: `/aws/lambda/${start.functionName}`,
    logStreamName: "local",
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - performance.now()),
  };
  try {
    const run = await handler;
    const result = await run(JSON.parse(event), context);
    parentPort?.postMessage({ requestId, payload: JSON.stringify(result ?? null) });
  } catch (error) {
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    parentPort?.postMessage({ requestId, error: { errorType: name, errorMessage: message, trace: stack ?? "" } });
  }
}

async function loadHandler(directory: string, name: string): Promise<Handler> {
  const dot = name.lastIndexOf(".");
  const base = join(directory, name.slice(0, dot));
  const file = [`${base}.js`, `${base}.mjs`, `${base}.cjs`].find((path) => existsSync(path));
  if (!file) throw new Error(`${base} has no bundle`);
  const exported: Record<string, unknown> = file.endsWith(".mjs")
    ? await import(pathToFileURL(file).href)
    : loadCommonJs(file);
  const found = exported[name.slice(dot + 1)];
  if (typeof found !== "function") throw new Error(`${file} exports no ${name.slice(dot + 1)}`);
  return (event, context) => found(event, context);
}

/** As CommonJS whatever a package.json further up may say: on Lambda there is none. */
function loadCommonJs(file: string): Record<string, unknown> {
  const module = { exports: {} };
  const run = compileFunction(readFileSync(file, "utf8"), ["exports", "require", "module", "__filename", "__dirname"], {
    filename: file,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  run(module.exports, createRequire(file), module, file, dirname(file));
  return module.exports;
}
