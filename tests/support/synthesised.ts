import { execFileSync } from "node:child_process";
import { existsSync, globSync, statSync } from "node:fs";

const sources = ["infra/*.ts", "functions/**/*.ts", "shared/**/*.{ts,json}", "package-lock.json", "cdk.json"];

/** Synthesises the stack once before the tests that run it, unless the assembly is newer than all it is made of. */
export default function synthesised(): void {
  const assembly = "cdk.out/manifest.json";
  const madeAt = existsSync(assembly) ? statSync(assembly).mtimeMs : 0;
  const isStale = globSync(sources).some((file) => statSync(file).mtimeMs > madeAt);
  if (isStale) execFileSync("npx", ["cdk", "synth", "--quiet"], { stdio: ["ignore", "ignore", "inherit"] });
}
