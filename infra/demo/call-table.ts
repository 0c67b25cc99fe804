import Table from "cli-table3";
import type { Played } from "./play.ts";

const leastPerCase = 0.05;

/** How often a case makes each function call each part of AWS, the most frequent first; what hardly ever happens is left out. */
export function callTable({ cases, meter }: Pick<Played, "cases" | "meter">): string {
  const rows = Object.entries(meter).flatMap(([name, { accesses }]) =>
    [...together(accesses)].map(([access, count]) => ({ name, access, perCase: count / cases })),
  );
  const table = new Table({
    head: ["function", "call", "a case"],
    style: { head: [], border: [], compact: true },
    colAligns: ["left", "left", "right"],
  });
  for (const { name, access, perCase } of rows.sort((one, other) => other.perCase - one.perCase)) {
    if (perCase >= leastPerCase) table.push([name, access, perCase.toFixed(2)]);
  }
  return `${table.toString()}\n`;
}

/** The inboxes are one kind of queue. */
function together(accesses: Readonly<Record<string, number>>): Map<string, number> {
  const sums = new Map<string, number>();
  for (const [access, count] of Object.entries(accesses)) {
    const kind = access.replace(/(-inbox-)\S+/, "$1…");
    sums.set(kind, (sums.get(kind) ?? 0) + count);
  }
  return sums;
}
