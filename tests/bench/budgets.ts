import { bundleFigures } from "./bundles.ts";
import type { Figure } from "./figure.ts";
import { wholeCaseFigures } from "./whole-case.ts";

// Measures the synthesised stack against its budgets: one line a figure, or one object with --json. Fails when one is over.
const figures = [...(await bundleFigures()), ...(await wholeCaseFigures())];
const over = figures.filter((figure) => figure.over);
if (process.argv.includes("--json")) console.log(JSON.stringify({ ok: over.length === 0, figures }));
else for (const each of figures) console.log(line(each));
process.exitCode = over.length === 0 ? 0 : 1;

function line({ name, measured, unit, budget, note, over }: Figure): string {
  const verdict = budget === undefined ? "" : over ? "OVER" : "ok";
  const limit = budget === undefined ? "" : `of ${shown(budget, unit)}`;
  const columns = [name.padEnd(32), shown(measured, unit).padStart(12), limit.padEnd(14), verdict.padEnd(4)];
  return `${columns.join("  ")}${note === undefined ? "" : `  ${note}`}`.trimEnd();
}

function shown(value: number, unit: string): string {
  const digits = unit === "USD" ? 4 : unit === "calls" || unit === "units" ? 1 : 0;
  return `${value.toFixed(digits).replace(/\.0$/, "")} ${unit}`;
}
