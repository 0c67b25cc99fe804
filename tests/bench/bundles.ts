import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import * as z from "zod";
import { describeStack, type FunctionSpec } from "../../infra/local/stack.ts";
import { readTemplate } from "../../infra/local/template.ts";
import { type Figure, figure } from "./figure.ts";

const place = { region: "us-east-1", accountId: "000000000000", queueBase: "http://127.0.0.1" };
const rounds = 20;
/**
 * How much more CPU a function may take to load than its floor: those that answer HTTP, and all others. These hold the load
 * where it is. The aim is 1.4 for all: what lies above it are schemas and rules that are still built when a function loads.
 */
const budgets = { http: 3.6, others: 2.7 };
const imports = {
  zod: 'import * as z from "zod"; export const schema = z.strictObject({ id: z.string() });',
  hono: 'import { Hono } from "hono/tiny"; import { handle } from "hono/aws-lambda"; export const handler = handle(new Hono());',
  DynamoDB:
    'import { DynamoDBClient } from "@aws-sdk/client-dynamodb"; import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb"; export const table = [DynamoDBDocumentClient.from(new DynamoDBClient({})), GetCommand];',
  SQS: 'import { SQSClient, SendMessageCommand } from "@aws-sdk/client-sqs"; export const queue = [new SQSClient({}), SendMessageCommand];',
  KMS: 'import { KMSClient, DecryptCommand } from "@aws-sdk/client-kms"; export const key = [new KMSClient({}), DecryptCommand];',
};
const services = ["DynamoDB", "SQS", "KMS"] as const;

/** The size of each function's bundle, for information, and the CPU it takes to load, as a ratio to a floor bundle. */
export async function bundleFigures(): Promise<Figure[]> {
  const { functions } = describeStack(await readTemplate("cdk.out", place));
  const folder = mkdtempSync(join(tmpdir(), "accord-bench-"));
  try {
    return functions.flatMap((spec) => {
      const load = coldLoadOf(spec, folder);
      // A burst of work elsewhere on the machine passes; a bundle that grew is over every time.
      return [sizeOf(spec), load.over ? coldLoadOf(spec, folder) : load];
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const bundleOf = ({ directory }: FunctionSpec): string => join(directory, "index.js");
const sizeOf = (spec: FunctionSpec): Figure =>
  figure(`bundle ${spec.name}`, statSync(bundleOf(spec)).size / 1024, "KB");

/** Both loads are measured in turns over an empty process, so that work elsewhere on the machine meets all three alike. */
function coldLoadOf(spec: FunctionSpec, folder: string): Figure {
  const bundle = join(folder, `${spec.name}.cjs`);
  copyFileSync(bundleOf(spec), bundle);
  const isHttp = readFileSync(bundle, "utf8").includes("requestContext");
  const floor = floorOf(spec, folder, isHttp);
  const env = {
    PATH: process.env["PATH"],
    ...spec.environment,
    AWS_REGION: place.region,
    AWS_ACCESS_KEY_ID: "bench",
    AWS_SECRET_ACCESS_KEY: "bench",
    LAMBDA_TASK_ROOT: spec.directory,
  };
  const measured: Record<"empty" | "floor" | "bundle", number[]> = { empty: [], floor: [], bundle: [] };
  for (let round = 0; round < rounds; round += 1) {
    measured.empty.push(cpuOf("", env));
    measured.floor.push(cpuOf(`require(${JSON.stringify(floor)});`, env));
    measured.bundle.push(cpuOf(`require(${JSON.stringify(bundle)});`, env));
  }
  const empty = median(measured.empty);
  const over = { floor: median(measured.floor) - empty, bundle: median(measured.bundle) - empty };
  return figure(`cold load ${spec.name}`, over.bundle / over.floor, "of its floor", {
    budget: isHttp ? budgets.http : budgets.others,
    note: `${over.bundle.toFixed(0)} ms CPU over an empty process, floor ${over.floor.toFixed(0)} ms`,
  });
}

/** A bundle of nothing but zod, the SDK's clients that the function uses and, where it answers HTTP, hono. */
function floorOf(spec: FunctionSpec, folder: string, isHttp: boolean): string {
  const text = readFileSync(bundleOf(spec), "utf8");
  const used = services.filter((service) => text.includes(`"${service}"`));
  const parts = [imports.zod, ...(isHttp ? [imports.hono] : []), ...used.map((service) => imports[service])];
  const entry = join(folder, `${spec.name}-floor.ts`);
  writeFileSync(entry, parts.join("\n"));
  const outfile = join(folder, `${spec.name}-floor.cjs`);
  buildSync({
    entryPoints: [entry],
    outfile,
    bundle: true,
    minify: true,
    platform: "node",
    target: "node24",
    format: "cjs",
    mainFields: ["module", "main"],
    nodePaths: ["node_modules"],
    alias: {
      "@aws-sdk/credential-provider-node": "./shared/aws/environment-credentials.ts",
      "@aws-sdk/endpoint-cache": "./shared/aws/no-endpoint-cache.ts",
      "@smithy/core/event-streams": "./shared/aws/no-event-streams.ts",
    },
    logLevel: "error",
  });
  return outfile;
}

const usage = z.object({ user: z.number(), system: z.number() });

/** The CPU of a process that runs the script, in ms. */
function cpuOf(script: string, env: NodeJS.ProcessEnv): number {
  const whole = `${script} console.error(JSON.stringify(process.cpuUsage())); process.exit(0)`;
  const { status, stderr } = spawnSync(process.execPath, ["-e", whole], { env, encoding: "utf8" });
  if (status !== 0) throw new Error(`the bundle does not load: ${stderr}`);
  const { user, system } = usage.parse(JSON.parse(stderr.trim().split("\n").at(-1) ?? ""));
  return (user + system) / 1000;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
