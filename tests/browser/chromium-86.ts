import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";

// npm run chromium-86: the journeys of the console in the oldest browser that offices use, with a driver of its time.
// Both come from the package registry into a folder of their own, and not with the project: 60 MB that few people need.

const root = join(import.meta.dirname, "../..");
const folder = join(root, ".local/chromium-86");
const packages = join(folder, "node_modules");
const browser = join(folder, "chromium");
const versions = ["chrome-aws-lambda@5.3.1", "playwright-core@1.52.0"];

function run(command: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): void {
  const { status } = spawnSync(command, args, { cwd: root, stdio: "inherit", env: { ...process.env, ...environment } });
  if (status !== 0) process.exit(status ?? 1);
}

if (!existsSync(browser)) {
  mkdirSync(folder, { recursive: true });
  const quietly = ["--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--legacy-peer-deps"];
  run("npm", ["install", "--prefix", folder, ...quietly, ...versions]);
  const packed = readFileSync(join(packages, "chrome-aws-lambda/bin/chromium.br"));
  writeFileSync(browser, brotliDecompressSync(packed), { mode: 0o755 });
}
const journeys = ["console", "console-sending", "console-keyboard"].map((name) => `tests/browser/${name}.test.ts`);
run("npx", ["vitest", "run", ...journeys], {
  ACCORD_BROWSER: browser,
  ACCORD_BROWSER_DRIVER: join(packages, "playwright-core/index.mjs"),
});
