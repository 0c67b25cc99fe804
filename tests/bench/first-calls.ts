import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { bundling } from "../../infra/bundles.ts";
import { type Figure, figure } from "./figure.ts";

const rounds = 9;

/** What first calls read, each as a module: the schemas and packs that loading a function leaves to them. */
const readings: Readonly<Record<string, string>> = {
  "a case": `import { caseState } from "./shared/domain/case-state.ts"; export const read = () => caseState().safeParse({ status: "offered" });`,
  "an event": `import { eventKinds } from "./shared/domain/events.ts"; export const read = () => eventKinds["assignment.accepted"].data().safeParse({});`,
  "a step": `import { asked } from "./shared/domain/verbs.ts"; export const read = () => asked.accept.body().safeParse({});`,
  "a referral": `import { referralSubmission } from "./shared/contracts/referral.ts"; export const read = () => referralSubmission().safeParse({});`,
  "bundled law": `import { bundledLaw } from "./shared/domain/law.ts"; export const read = () => bundledLaw();`,
  "bundled calendars": `import { bundledCalendars } from "./shared/domain/calendar.ts"; export const read = () => bundledCalendars();`,
};

/** The processor time that a function's first call spends on building what it reads by, each in a process of its own. */
export async function firstCallFigures(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "accord-bench-"));
  try {
    const figures: Figure[] = [];
    for (const [name, contents] of Object.entries(readings)) {
      const file = join(folder, `${name.replaceAll(" ", "-")}.cjs`);
      const stdin = { contents, resolveDir: bundling.absWorkingDir, loader: "ts" } as const;
      await build({ ...bundling, stdin, outfile: file });
      const times = Array.from({ length: rounds }, () => processorMilliseconds(file)).sort((a, b) => a - b);
      figures.push(figure(`first call reads ${name}`, times[rounds >> 1] ?? 0, "ms"));
    }
    return figures;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The processor time, user and system, of the module's first reading once it is loaded. */
function processorMilliseconds(file: string): number {
  const script = `const { read } = require(${JSON.stringify(file)}); const before = process.cpuUsage(); read();
    const { user, system } = process.cpuUsage(before); console.log(user + system)`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["-e", script], { encoding: "utf8" });
  if (status !== 0) throw new Error(`${file} does not read: ${stderr.slice(-500)}`);
  return Number(stdout.trim()) / 1000;
}
