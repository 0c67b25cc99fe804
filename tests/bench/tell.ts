import type { Figure } from "./figure.ts";

/** Prints one line a figure, or one object; the program fails when one is over. */
export function tell(figures: readonly Figure[], asJson: boolean): void {
  const ok = !figures.some(({ over }) => over);
  if (asJson) console.log(JSON.stringify({ ok, figures }));
  else for (const each of figures) console.log(line(each));
  process.exitCode = ok ? 0 : 1;
}

function line({ name, measured, unit, budget, note, over }: Figure): string {
  const verdict = budget === undefined ? "" : over ? "OVER" : "ok";
  const limit = budget === undefined ? "" : `of ${shown(budget, unit)}`;
  const columns = [name.padEnd(32), shown(measured, unit).padStart(12), limit.padEnd(14), verdict.padEnd(4)];
  return `${columns.join("  ")}${note === undefined ? "" : `  ${note}`}`.trimEnd();
}

/** How many digits of a unit tell a figure from its budget. */
const digitsOf: Readonly<Record<string, number>> = {
  ...{ USD: 4, "of its floor": 2, "of its call": 2 },
  ...{ calls: 1, units: 1, "ms of processor": 1, "KB compressed": 1 },
};

function shown(value: number, unit: string): string {
  const digits = digitsOf[unit] ?? 0;
  return `${value.toFixed(digits).replace(/\.0$/, "")} ${unit}`;
}
