import { spawnSync } from "node:child_process";
import { copyFileSync, globSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { bundling } from "../../infra/bundles.ts";
import { describeApi } from "../../infra/local/api-routes.ts";
import { describeStack, type FunctionSpec } from "../../infra/local/stack.ts";
import { readTemplate } from "../../infra/local/template.ts";
import { type Figure, figure } from "./figure.ts";

const place = { region: "us-east-1", accountId: "000000000000", queueBase: "http://127.0.0.1" };
/** How many times the processor time of its floor a function may take to load. */
const ratioAtMost = 1.4;
/**
 * These are held where they are: nothing of theirs is built at load, but twice as much is compiled as in their floor. That is
 * the domain, the words of problems and the library for tokens, and in the pages what four functions carry.
 */
const heldAbove: Readonly<Record<string, number>> = {
  Api: 2,
  Registry: 1.75,
  Papers: 2.05,
  Office: 1.7,
  Console: 3.4,
};
/** On a machine that others use as well, the median of twenty runs still moves by as much. */
const noise = 0.25;
const rounds = 20;
/** How often a function that is over is measured. */
const measures = 3;

/** The clients that a function can have, as `shared/aws/clients.ts` makes them, by the package that is then in its bundle. */
const clients: Readonly<Record<string, string>> = {
  documentClient: "@aws-sdk/client-dynamodb",
  queueClient: "@aws-sdk/client-sqs",
  keyClient: "@aws-sdk/client-kms",
};

/** The size of each function's bundle, and what loading it costs the processor, over what cannot be spared. */
export async function bundleFigures(): Promise<Figure[]> {
  const { functions, resources } = describeStack(await readTemplate("cdk.out", place));
  const doors = describeApi(resources, functions)?.routes ?? [];
  const folder = mkdtempSync(join(tmpdir(), "accord-bench-"));
  try {
    const figures: Figure[] = [];
    for (const spec of functions) {
      // As CommonJS whatever a package.json further up may say: on Lambda there is none.
      const bundle = join(folder, `${spec.name}.cjs`);
      copyFileSync(join(spec.directory, "index.js"), bundle);
      const answersHttp = doors.some(({ target }) => target.name === spec.name);
      const floor = await floorOf(bundle, answersHttp, join(folder, `floor-of-${spec.name}.cjs`));
      const budget = (heldAbove[spec.name] ?? ratioAtMost) + noise;
      const size = figure(`bundle ${spec.name}`, statSync(bundle).size / 1024, "KB");
      figures.push(size, coldLoadOf(spec, { bundle, floor, budget }), ...pageFigures(spec));
    }
    return figures;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a browser fetches once beside the pages, where a function hands out any: style and script, as they travel. */
function pageFigures({ name, directory }: FunctionSpec): Figure[] {
  const files = globSync("console/*.{css,js}", { cwd: directory });
  if (files.length === 0) return [];
  const bytes = files.map((file) => gzipSync(readFileSync(join(directory, file))).length);
  const whole = bytes.reduce((sum, one) => sum + one, 0) / 1024;
  return [figure(`style and script of ${name}`, whole, "KB compressed", { budget: 12 })];
}

/** The least that such a function must load: zod, the SDK clients that it uses, and hono where it answers HTTP. */
async function floorOf(bundle: string, answersHttp: boolean, file: string): Promise<string> {
  const text = readFileSync(bundle, "utf8");
  const used = Object.keys(clients).filter((name) => text.includes(`"${clients[name]}"`));
  if (used.length === 0) throw new Error(`${bundle} uses none of the SDK's clients, or they go by other names`);
  const contents = [
    `import * as z from "zod";`,
    `import { ${used.join(", ")} } from "./shared/aws/clients.ts";`,
    `import { Hono } from "hono/tiny";`,
    `import { handle } from "hono/aws-lambda";`,
    `z.object({ TABLE_NAME: z.string() }).parse(process.env);`,
    `const clients = [${used.map((name) => `${name}()`).join(", ")}];`,
    answersHttp
      ? `export const handler = handle(new Hono().get("/", (context) => context.text(String(clients.length))));`
      : `export const handler = () => clients.length;`,
  ].join("\n");
  await build({
    ...bundling,
    stdin: { contents, resolveDir: bundling.absWorkingDir, loader: "ts" },
    outfile: file,
  });
  return file;
}

function coldLoadOf(
  spec: FunctionSpec,
  { bundle, floor, budget }: { bundle: string; floor: string; budget: number },
): Figure {
  const environment = {
    PATH: process.env["PATH"],
    ...spec.environment,
    AWS_REGION: place.region,
    AWS_ACCESS_KEY_ID: "bench",
    AWS_SECRET_ACCESS_KEY: "bench",
    LAMBDA_TASK_ROOT: spec.directory,
  };
  const measure = (): Figure => {
    const times: { empty: number[]; floor: number[]; loaded: number[] } = { empty: [], floor: [], loaded: [] };
    for (let round = 0; round < rounds; round += 1) {
      times.empty.push(processorMilliseconds(undefined, environment));
      times.floor.push(processorMilliseconds(floor, environment));
      times.loaded.push(processorMilliseconds(bundle, environment));
    }
    const empty = median(times.empty);
    const [least, taken] = [median(times.floor) - empty, median(times.loaded) - empty];
    const note = `${taken.toFixed(0)} ms over an empty process (${empty.toFixed(0)} ms), its floor ${least.toFixed(0)} ms`;
    return figure(`cold load ${spec.name}`, taken / least, "of its floor", { budget, note });
  };
  // A burst of work elsewhere on the machine passes; a bundle that grew is over every time.
  let measured = measure();
  for (let again = 1; measured.over && again < measures; again += 1) measured = measure();
  return measured;
}

/** The processor time, user and system, of a process up to the end of loading the file, or of one that loads nothing. */
function processorMilliseconds(file: string | undefined, env: NodeJS.ProcessEnv): number {
  const load = file === undefined ? "" : `require(${JSON.stringify(file)});`;
  const script = `${load} const { user, system } = process.cpuUsage(); console.log(user + system); process.exit(0)`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["-e", script], { env, encoding: "utf8" });
  const microseconds = Number(stdout.trim().split("\n").at(-1));
  if (status !== 0 || !(microseconds > 0)) throw new Error(`${file} does not load: ${stderr.slice(-500)}`);
  return microseconds / 1000;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
