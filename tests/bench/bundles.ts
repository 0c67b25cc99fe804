import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeStack, type FunctionSpec } from "../../infra/local/stack.ts";
import { readTemplate } from "../../infra/local/template.ts";
import { type Figure, figure } from "./figure.ts";

const place = { region: "us-east-1", accountId: "000000000000", queueBase: "http://127.0.0.1" };
/** Of the functions behind the front door, which carry HTTP and signatures too, and of all others. */
const budgets = { http: { kilobytes: 550, milliseconds: 110 }, others: { kilobytes: 420, milliseconds: 80 } };
const rounds = 11;
/** What an empty process took where the budgets were set. */
const emptyMilliseconds = 27;

/** The size of each function's bundle, and how much longer a process that loads it takes than an empty one. */
export async function bundleFigures(): Promise<Figure[]> {
  const { functions } = describeStack(await readTemplate("cdk.out", place));
  const folder = mkdtempSync(join(tmpdir(), "accord-bench-"));
  try {
    return functions.flatMap((spec) => [sizeOf(spec), coldLoadOf(spec, folder)]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const budgetOf = ({ name }: FunctionSpec) => (["Api", "Reports"].includes(name) ? budgets.http : budgets.others);
const bundleOf = ({ directory }: FunctionSpec): string => join(directory, "index.js");

function sizeOf(spec: FunctionSpec): Figure {
  const kilobytes = statSync(bundleOf(spec)).size / 1024;
  return figure(`bundle ${spec.name}`, kilobytes, "KB", { budget: budgetOf(spec).kilobytes });
}

/**
 * Machines differ and are noisy, so a load is over only when both measures say so: its milliseconds over the empty process of
 * the same rounds exceed the budget, and so does its ratio to it, which a slow machine leaves as it is.
 */
function coldLoadOf(spec: FunctionSpec, folder: string): Figure {
  const file = join(folder, `${spec.name}.cjs`);
  copyFileSync(bundleOf(spec), file);
  const environment = {
    PATH: process.env["PATH"],
    ...spec.environment,
    AWS_REGION: place.region,
    AWS_ACCESS_KEY_ID: "bench",
    AWS_SECRET_ACCESS_KEY: "bench",
    LAMBDA_TASK_ROOT: spec.directory,
  };
  const budget = budgetOf(spec).milliseconds;
  const ratioLimit = 1 + budget / emptyMilliseconds;
  const measure = (): Figure => {
    const empty: number[] = [];
    const loaded: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      empty.push(run("process.exit(0)", environment));
      loaded.push(run(`require(${JSON.stringify(file)}); process.exit(0)`, environment));
    }
    const over = median(loaded) - median(empty);
    const ratio = median(loaded) / median(empty);
    return figure(`cold load ${spec.name}`, over, "ms", {
      budget,
      note: `${ratio.toFixed(2)} of an empty process (${median(empty).toFixed(0)} ms), limit ${ratioLimit.toFixed(2)}`,
      over: over > budget && ratio > ratioLimit,
    });
  };
  const first = measure();
  // A burst of work elsewhere on the machine passes; a bundle that grew is over every time.
  return first.over ? measure() : first;
}

function run(script: string, env: NodeJS.ProcessEnv): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ["-e", script], { env, encoding: "utf8" });
  if (status !== 0) throw new Error(`the bundle does not load: ${stderr}`);
  return performance.now() - started;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
