import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import * as z from "zod";
import { main, runUntilStopped, stopSignal } from "../local/command-line.ts";
import { LocalFailure } from "../local/failure.ts";
import { callTable } from "./call-table.ts";
import { readRoster } from "./city.ts";
import { localPeople, seatPeople } from "./people.ts";
import { type Played, play } from "./play.ts";
import { createProgress } from "./progress.ts";
import { asJson, asTable, brokenPromises } from "./report.ts";
import { startSignInProvider } from "./sign-in-provider.ts";

/** Where a city that is kept is served. */
const keptPort = 8787;
const schema = z.object({
  cases: z.coerce.number().int().min(1).max(100_000),
  seed: z.coerce.number().int().min(0),
  keep: z.boolean(),
  json: z.boolean(),
  calls: z.boolean(),
});
const usage =
  "Options: --cases N (200), --seed N (1), --keep (leave it serving), --json, --calls (where AWS is called)";

function optionsOf(args: string[]): z.infer<typeof schema> {
  try {
    const { values } = parseArgs({
      args,
      options: {
        cases: { type: "string", default: "200" },
        seed: { type: "string", default: "1" },
        keep: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        calls: { type: "boolean", default: false },
      },
    });
    return schema.parse(values);
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new LocalFailure(`${reason}\n${usage}`);
  }
}

/** Writes every organisation's private key where the `accord` command finds it. */
async function handOverKeys({ city }: Played, directory: string): Promise<void> {
  mkdirSync(directory, { recursive: true });
  for (const { id } of readRoster().rows) {
    writeFileSync(join(directory, `${id}.json`), JSON.stringify(await city.keyOf(id)), { mode: 0o600 });
  }
}

// npm run demo: a fresh platform, a city's days through the public API, and whether every promise held.
await main(async () => {
  const { cases, seed, keep, json, calls } = optionsOf(process.argv.slice(2));
  const signal = stopSignal();
  const provider = keep ? await startSignInProvider(localPeople, { port: keptPort + 1 }) : undefined;
  const played = await play({ cases, seed, port: keep ? keptPort : 0, provider, isKept: keep }, createProgress(json));
  const broken = brokenPromises(played);
  process.stdout.write(json ? `${JSON.stringify(asJson(played))}\n` : asTable(played, broken));
  if (calls) process.stderr.write(callTable(played));
  for (const line of json ? broken : []) process.stderr.write(`${line}\n`);
  const status = broken.length === 0 ? 0 : 1;
  if (!keep) {
    await played.stop();
    return status;
  }
  const keys = join(".local", "demo-keys");
  await handOverKeys(played, keys);
  await played.leaveOpenCases();
  const { url } = played.platform;
  await seatPeople(played.city, url);
  process.stderr.write(
    `Serving on ${url} until Ctrl-C, for people on ${url}/console. Try: npx accord --keys ${keys} --as court cases sender\n`,
  );
  const ended = await runUntilStopped(played.platform, signal);
  await provider?.stop();
  return Math.max(status, ended);
});
