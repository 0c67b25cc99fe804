import { execFileSync } from "node:child_process";

/** Synthesises the stack before the tests that run it, unless the assembly is of what is there. */
export default function synthesised(): void {
  execFileSync(process.execPath, ["infra/synthesise.ts"], { stdio: ["ignore", "ignore", "inherit"] });
}
