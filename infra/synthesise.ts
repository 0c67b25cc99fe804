import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { DatabaseSync } from "node:sqlite";

// `cdk synth` into cdk.out, unless nothing it is made of has changed. Runs one after the other where several processes
// ask at once, and puts the result in place file by file, so that a running platform never reads a part of one.
const project = join(import.meta.dirname, "..");
const assembly = join(project, "cdk.out");
const caches = join(project, "node_modules", ".cache");
const inputsRecord = join(assembly, "inputs.sha256");
const sources = [
  "infra/*.ts",
  "functions/**/*.{ts,tsx,css}",
  "shared/**/*.{ts,json}",
  "package-lock.json",
  "tsconfig.json",
  "cdk.json",
];
const waitsForMilliseconds = 600_000;

process.removeAllListeners("warning");
process.exitCode = await whileLocked(synthesise);

async function synthesise(): Promise<number> {
  const inputs = digestOfInputs();
  if (existsSync(inputsRecord) && readFileSync(inputsRecord, "utf8") === recordOf(inputs)) return 0;
  const fresh = join(caches, "accord-assembly");
  rmSync(fresh, { recursive: true, force: true });
  const { status, output } = await run("cdk", ["synth", "--quiet", "--output", fresh]);
  process.stderr.write(output);
  if (status === 0) {
    putInPlace(fresh);
    writeFileSync(inputsRecord, recordOf(inputs));
  }
  rmSync(fresh, { recursive: true, force: true });
  return status;
}

/** What the assembly was made of, and its template: a deployment with context of its own may have put another one there. */
function recordOf(inputs: string): string {
  const template = join(assembly, "Accord.template.json");
  const made = existsSync(template) ? readFileSync(template) : "nothing";
  return `${inputs} ${createHash("sha256").update(made).digest("hex")}`;
}

function digestOfInputs(): string {
  const hash = createHash("sha256").update(process.version);
  for (const file of globSync(sources, { cwd: project }).toSorted()) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(project, file)))
      .update("\0");
  }
  return hash.digest("hex");
}

/** Assets first, since their names say their content; the manifest, which names all others, last. */
function putInPlace(fresh: string): void {
  mkdirSync(assembly, { recursive: true });
  rmSync(inputsRecord, { force: true });
  const entries = readdirSync(fresh, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const files = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
  for (const name of folders)
    if (!existsSync(join(assembly, name))) renameSync(join(fresh, name), join(assembly, name));
  for (const name of [...files.filter((name) => name !== "manifest.json"), "manifest.json"]) {
    renameSync(join(fresh, name), join(assembly, name));
  }
}

/** An open transaction on a file of its own: the operating system lets go of it whatever becomes of this process. */
async function whileLocked(work: () => Promise<number>): Promise<number> {
  mkdirSync(caches, { recursive: true });
  const lock = new DatabaseSync(join(caches, "accord-synth.db"), { timeout: waitsForMilliseconds });
  try {
    lock.exec("BEGIN EXCLUSIVE");
    return await work();
  } finally {
    lock.close();
  }
}

/** Runs a program; answers its status and what it printed, without the CDK's advice about flags, which is not for users. */
async function run(command: string, args: readonly string[]): Promise<{ status: number; output: string }> {
  const PATH = [join(project, "node_modules", ".bin"), process.env["PATH"]].join(delimiter);
  const child = spawn(command, args, {
    cwd: project,
    env: { ...process.env, PATH },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const status = await new Promise<number>((resolve) => {
    child.once("error", ({ message }) => {
      output += `${message}: has npm ci run?\n`;
      resolve(1);
    });
    child.once("close", (code) => resolve(code ?? 1));
  });
  return { status, output: output.replace(/^.*feature flags are not configured\..*\n?/m, "") };
}
