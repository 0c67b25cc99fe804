import { spawn } from "node:child_process";
import { createServer } from "node:net";

/** A running engine; `stop` ends it and resolves when it is gone. */
export type Child = { stop(): Promise<void>; exited: Promise<number | null> };

// The engine gets no terminal signals (Ctrl-C is for the runner, which stops it in order), and a runner that dies
// without stopping it closes this pipe, after which the shell ends the engine: no orphan keeps the data folder open, and
// a scratch folder goes with its engine.
const guard = `
exec 3<&0
"$@" </dev/null 3<&- & child=$!
{ cat <&3 >/dev/null; kill $child; } 2>/dev/null & watcher=$!
exec 3<&-
wait $child; code=$?
kill $watcher 2>/dev/null
[ -z "$LOCAL_SCRATCH" ] || rm -rf "$LOCAL_SCRATCH"
exit $code`;

type ChildOptions = {
  ready: RegExp;
  timeoutMs: number;
  env?: Record<string, string>;
  cwd?: string;
  /** A folder that is removed when the program has ended. */
  scratch?: string;
};

/**
 * Starts a program and resolves once it has printed a line that matches `ready`; throws with what it printed when it
 * ends before that or is silent for `timeoutMs`.
 */
export async function startChild(
  command: readonly string[],
  { ready, timeoutMs, env, cwd, scratch = "" }: ChildOptions,
): Promise<Child> {
  const child = spawn("/bin/sh", ["-c", guard, "sh", ...command], {
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, ...env, LOCAL_SCRATCH: scratch },
    ...(cwd !== undefined && { cwd }),
  });
  child.stdin.on("error", () => {});
  const exited = new Promise<number | null>((resolve) => {
    child.once("exit", resolve);
    child.once("error", () => resolve(null));
  });
  let output = "";
  const isReady = new Promise<true>((resolve) => {
    const read = (chunk: Buffer) => {
      if (output.length < 10_000) output += chunk.toString();
      if (ready.test(output)) resolve(true);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
  });
  const stop = async () => {
    child.stdin.end();
    const killer = setTimeout(() => child.pid && process.kill(-child.pid, "SIGKILL"), 5_000);
    await exited;
    clearTimeout(killer);
  };
  const timeout = Promise.withResolvers<false>();
  const timer = setTimeout(() => timeout.resolve(false), timeoutMs);
  const started = await Promise.race([isReady, exited.then(() => false), timeout.promise]);
  clearTimeout(timer);
  if (!started) {
    await stop();
    throw new Error(output.trim() || `${command[0]} did not answer within ${timeoutMs / 1000} s`);
  }
  return { stop, exited };
}

/** A TCP port that was free on loopback a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("No free port");
  return address.port;
}
