import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { type Child, freePort, startChild } from "../../infra/local/child-process.ts";

const project = join(import.meta.dirname, "../..");
const tools = join(project, "node_modules/.cache/other-cloud");
const wanted = join(import.meta.dirname, "requirements.txt");

const region = "us-east-1";
const credentials = { accessKeyId: "000000000000", secretAccessKey: "none" };

/** Another maker's cloud on this machine, empty when it starts. */
export type Cloud = {
  readonly endpoint: string;
  /** By which programs find it; no account of AWS can be reached with these. */
  readonly environment: Readonly<Record<string, string>>;
  /** By which clients of the SDK find it. */
  readonly client: { endpoint: string; region: string; credentials: typeof credentials };
  stop(): Promise<void>;
};

/** A program of the Python packages that this needs, which are installed the first time, and again when others are wanted. */
export async function toolOf(name: string): Promise<string> {
  const installed = join(tools, "requirements.txt");
  const isUpToDate = existsSync(installed) && (await run("cmp", ["-s", installed, wanted], {})).status === 0;
  if (!isUpToDate) {
    await rm(tools, { recursive: true, force: true });
    await need("python3", ["-m", "venv", tools]);
    await need(join(tools, "bin/pip"), ["install", "--quiet", "--disable-pip-version-check", "-r", wanted]);
    await need("cp", [wanted, installed]);
  }
  return join(tools, "bin", name);
}

/** Starts MiniStack where nobody but this machine reaches it. */
export async function startCloud(): Promise<Cloud> {
  const python = await toolOf("python");
  const port = await freePort();
  const scratch = await mkdtemp(join(tmpdir(), "accord-cloud-"));
  const child: Child = await startChild([python, join(import.meta.dirname, "emulator.py")], {
    ready: /Running on/,
    timeoutMs: 60_000,
    scratch,
    env: {
      BIND_HOST: "127.0.0.1",
      MINISTACK_HOST: "127.0.0.1",
      GATEWAY_PORT: String(port),
      TMPDIR: scratch,
      // It runs the functions by the first node it finds.
      PATH: pathWithTools(),
    },
  });
  const endpoint = `http://127.0.0.1:${port}`;
  const environment = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: "true",
  };
  return { endpoint, environment, client: { endpoint, region, credentials }, stop: child.stop };
}

/** Runs a program and answers its status and what it printed. */
async function run(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<{ status: number; output: string }> {
  const env = { ...process.env, PATH: pathWithTools(), ...environment };
  const child = spawn(command, args, { cwd: project, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const status = await new Promise<number>((resolve) => {
    child.once("error", ({ message }) => {
      output += message;
      resolve(1);
    });
    child.once("close", (code) => resolve(code ?? 1));
  });
  return { status, output };
}

/** The same, for what must succeed; answers what it printed. */
export async function need(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { status, output } = await run(command, args, environment);
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}:\n${output.slice(-3_000)}`);
  return output;
}

const pathWithTools = (): string => [join(project, "node_modules/.bin"), process.env["PATH"]].join(delimiter);
