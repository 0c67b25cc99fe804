import { spawn } from "node:child_process";
import { watch } from "node:fs";
import { launch, screenOf } from "./launch.ts";
import { main, parseOptions, runUntilStopped, stopSignal } from "./local/command-line.ts";
import { LocalFailure, messageOf } from "./local/failure.ts";
import type { Platform } from "./local/platform.ts";

const settleMs = 150;

// npm run dev: as npm start, and every saved change to the stack, the functions or what they share takes effect.
await main(async () => {
  const signal = stopSignal();
  const options = parseOptions(process.argv.slice(2));
  await synthesise();
  const launched = await launch(options);
  const { platform } = launched;
  process.stdout.write(`${screenOf(launched, options)}\n\nWatching infra, functions and shared.\n`);
  const stopWatching = reloadOnSave(platform);
  const status = await runUntilStopped(platform, signal);
  stopWatching();
  return status;
});

function reloadOnSave(platform: Platform): () => void {
  let timer: NodeJS.Timeout | undefined;
  let running = false;
  let again = false;
  const reload = async () => {
    if (running) {
      again = true;
      return;
    }
    running = true;
    try {
      const started = performance.now();
      await synthesise();
      await platform.reload();
      process.stdout.write(`Reloaded in ${((performance.now() - started) / 1000).toFixed(1)} s.\n`);
    } catch (error) {
      process.stderr.write(`${messageOf(error)}\nStill running what worked before.\n`);
    } finally {
      running = false;
    }
    if (again) {
      again = false;
      await reload();
    }
  };
  const watchers = ["infra", "functions", "shared"].map((directory) =>
    watch(directory, { recursive: true }, (_event, file) => {
      // The runner cannot replace itself, and the demo is no part of the stack.
      if (directory === "infra" && /^(local|demo)\b/.test(file ?? "")) return;
      clearTimeout(timer);
      timer = setTimeout(() => void reload(), settleMs);
    }),
  );
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}

/** Throws LocalFailure with what the CDK printed. */
async function synthesise(): Promise<void> {
  const child = spawn(process.execPath, ["infra/synthesise.ts"], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const status = await new Promise<number | null>((resolve) => child.once("close", resolve));
  if (status !== 0) throw new LocalFailure(`The stack cannot be synthesised:\n${output.trim().slice(-4000)}`);
}
