import { join } from "node:path";
import { readKey } from "../shared/client/cli/key-files.ts";
import { localPeople, settleSampleCity } from "./demo/people.ts";
import { describe, launch, main, parseOptions, runUntilStopped, stopSignal } from "./local/command-line.ts";

// npm start: the synthesised stack on this machine, until Ctrl-C; the first time with the sample city and its people.
await main(async () => {
  const signal = stopSignal();
  const options = parseOptions(process.argv.slice(2));
  const launched = await launch(options, localPeople);
  const { platform, consoleUrl, isNew } = launched;
  if (isNew && !options.empty && consoleUrl !== undefined) {
    process.stderr.write("Bringing in the sample city; --empty leaves it out.\n");
    await settleSampleCity(platform.url, await readKey(join(options.data, "keys"), "justice-bureau"));
  }
  process.stdout.write(`${describe(launched, options)}\n`);
  return runUntilStopped(platform, signal);
});
