import { parseArgs } from "node:util";
import Table from "cli-table3";
import * as z from "zod";
import { main } from "../../infra/local/command-line.ts";
import { LocalFailure } from "../../infra/local/failure.ts";
import { randomFrom } from "../support/tampering.ts";
import { addresses } from "./addresses.ts";
import { approvals } from "./approvals.ts";
import { bindings } from "./bindings.ts";
import { callbacks } from "./callbacks.ts";
import { canaries } from "./canaries.ts";
import { codes } from "./codes.ts";
import { cursors } from "./cursors.ts";
import { floods } from "./floods.ts";
import { type Corpus, openGround, type Tally } from "./ground.ts";
import { inputs } from "./inputs.ts";
import { lent } from "./lent.ts";
import { pages } from "./pages.ts";
import { rights, strangersCalls } from "./pairs.ts";
import { races } from "./races.ts";
import { retellings } from "./retellings.ts";
import { tamperings } from "./tamperings.ts";
import { templates } from "./templates.ts";
import { tokens } from "./tokens.ts";

const schema = z.object({ seed: z.coerce.number().int().min(0), only: z.string().optional() });
const usage = "Options: --seed N (1), --only WORD (the corpora whose name holds it)";

function optionsOf(args: string[]): z.infer<typeof schema> {
  try {
    const { values } = parseArgs({
      args,
      options: { seed: { type: "string", default: "1" }, only: { type: "string" } },
    });
    return schema.parse(values);
  } catch (error) {
    throw new LocalFailure(`${error instanceof z.ZodError ? z.prettifyError(error) : String(error)}\n${usage}`);
  }
}

const corpora: readonly Corpus[] = [
  tokens,
  codes,
  rights,
  strangersCalls,
  pages,
  lent,
  bindings,
  callbacks,
  inputs,
  templates,
  addresses,
  cursors,
  races,
  approvals,
  canaries,
  // Before the flood, which fills the committees with cases.
  retellings,
  floods,
  tamperings,
];

/** A corpus that breaks off has shown nothing. */
const stopped = (error: unknown): Tally => ({
  tried: 0,
  wrong: [`broke off: ${error instanceof Error ? error.stack : String(error)}`],
});

// npm run attack: a fresh platform on this machine, and what strangers, neighbours and forgers try on it. Ends by itself, with
// status 1 when anything did not hold.
await main(async () => {
  const { seed, only = "" } = optionsOf(process.argv.slice(2));
  const startedAt = performance.now();
  const table = new Table({
    head: ["what was tried", "试验", "tried", "wrong", "seconds"],
    style: { head: [], border: [] },
  });
  const wrong: string[] = [];
  const ground = await openGround({ loopback: true });
  try {
    for (const corpus of corpora.filter(({ name }) => name.includes(only))) {
      const began = performance.now();
      const tally = await corpus.run(ground, randomFrom(seed)).catch(stopped);
      const all = tally.tried < corpus.atLeast ? [...tally.wrong, `only ${tally.tried} tried`] : tally.wrong;
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      table.push([corpus.name, corpus.zh, tally.tried, all.length, seconds].map(String));
      wrong.push(...all.map((line) => `${corpus.name}: ${line}`));
    }
  } finally {
    await ground.stop();
  }
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  process.stdout.write(`${table.toString()}\nwrong = ${wrong.length} · seed ${seed} · ${seconds} s\n`);
  for (const line of wrong.slice(0, 60)) process.stderr.write(`${line}\n`);
  return wrong.length === 0 ? 0 : 1;
});
