import Table from "cli-table3";

const plain = { head: [], border: [] };

/** Rows under a heading. */
export function listing(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const table = new Table({ head: [...head], style: { ...plain, compact: true } });
  table.push(...rows.map((row) => [...row]));
  return table.toString();
}

/** One page of a list, and how to go on after it. */
export const page = (table: string, cursor: string | undefined): string =>
  cursor === undefined ? table : `${table}\n--cursor ${cursor}`;

/** Names and values, one pair a line; pairs without a value are left out. */
export function sheet(pairs: readonly (readonly [string, string | number | undefined])[]): string {
  const table = new Table({ style: { ...plain, compact: true } });
  for (const [name, value] of pairs) if (value !== undefined && value !== "") table.push([name, value]);
  return table.toString();
}
