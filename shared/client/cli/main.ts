import { homedir } from "node:os";
import { buffer } from "node:stream/consumers";
import { run } from "./run.ts";

process.exitCode = await run(process.argv.slice(2), {
  env: process.env,
  home: homedir(),
  out: (line) => console.log(line),
  err: (line) => console.error(line),
  readStdin: () => buffer(process.stdin),
  now: Date.now,
  fetch,
  interrupted: () => {
    const controller = new AbortController();
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => controller.abort());
    return controller.signal;
  },
});
