import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { constants, Script } from "node:vm";
import { parentPort, threadId, workerData } from "node:worker_threads";
import { shiftClock } from "./shifted-clock.ts";

// One Lambda execution environment: loads a function's bundle and runs one invocation at a time.

/** Both sides of these messages are the runner's own; a schema library here would lengthen every cold start. */
export type EnvironmentStart = {
  directory: string;
  /** Where compiled code is kept for the next environment. */
  compiledFolder: string;
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
// It is the runner's, which has Node keep what it compiles itself; Lambda sets no such variable.
delete process.env["NODE_COMPILE_CACHE"];
let keepCompiled = (): void => {};
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
    keepCompiled();
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
  const source = readFileSync(file, "utf8");
  const name = `${createHash("sha256").update(source).digest("hex")}.bin`;
  const kept = join(start.compiledFolder, name);
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${source}\n})`, {
    filename: file,
    ...(existsSync(kept) && { cachedData: readFileSync(kept) }),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  if (script.cachedDataRejected !== false) keepCompiled = () => keep(script, kept);
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(file), module, file, dirname(file));
  return module.exports;
}

/** Half of what a cold start takes is compiling, which the next one is spared; after the first call, as more is compiled by then. */
function keep(script: Script, file: string): void {
  keepCompiled = () => {};
  try {
    mkdirSync(dirname(file), { recursive: true });
    // Under a name of its own until it is whole: others may read it, or write it as well.
    const part = `${file}.${start.functionName}-${process.pid}-${threadId}`;
    writeFileSync(part, script.createCachedData());
    renameSync(part, file);
  } catch {
    // The call was served. In a folder that cannot be written to, each environment compiles for itself.
  }
}
