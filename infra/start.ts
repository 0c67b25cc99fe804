import { join } from "node:path";
import { readKey } from "../shared/client/cli/key-files.ts";
import { settleSampleCity } from "./demo/people.ts";
import { launch, screenOf } from "./launch.ts";
import { main, parseOptions, runUntilStopped, stopSignal } from "./local/command-line.ts";

// npm start: the synthesised stack on this machine, until Ctrl-C; the first time with the sample city and its people.
await main(async () => {
  const signal = stopSignal();
  const options = parseOptions(process.argv.slice(2));
  const launched = await launch(options);
  const { platform, consoleUrl, isNew } = launched;
  process.stdout.write(`${screenOf(launched, options)}\n`);
  if (isNew && !options.empty && consoleUrl !== undefined) {
    const key = await readKey(join(options.data, "keys"), "justice-bureau");
    const say = (text: string) => process.stdout.write(`${text}\n`);
    say("\nThe sample city is coming in; --empty leaves it out.");
    // The platform is of use meanwhile; what did not come in can be imported by hand.
    settleSampleCity(platform.url, key, say).catch((error: unknown) => say(`The sample city is not whole: ${error}`));
  }
  return runUntilStopped(platform, signal);
});
