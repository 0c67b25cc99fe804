import { describe, launch, main, parseOptions, runUntilStopped, stopSignal } from "./command-line.ts";

// npm start: the synthesised stack on this machine, until Ctrl-C.
await main(async () => {
  const signal = stopSignal();
  const options = parseOptions(process.argv.slice(2));
  const platform = await launch(options);
  process.stdout.write(`${describe(platform, options)}\n`);
  return runUntilStopped(platform, signal);
});
