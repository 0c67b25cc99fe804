import type { Cell } from "../../shared/domain/sheet.ts";
import { type ChartTable, numberIn } from "./figure-tables.ts";

/** So few cases that somebody could be known by them are not told where everybody passes. */
export const fewest = 3;

const isFew = (value: number): boolean => value > 0 && value < fewest;
/** A number of cases where everybody passes. */
export const hushed = (value: number): string => (isFew(value) ? `<${fewest}` : String(value));

/** One case and two look alike: nobody counts them by a shade. */
export const hushedTable = (table: ChartTable): ChartTable => ({
  ...table,
  rows: table.rows.map(({ href: _, ...row }) => ({
    ...row,
    cells: row.cells.map((cell) => (typeof cell === "number" && isFew(cell) ? fewest - 1 : cell)),
  })),
});

/**
 * The parts of each line with those of few cases in one part, called `name`, after the others: that takes in the next smallest
 * while it is of few cases itself. So a column is as tall as its total says, and no part tells of one case or two. The first
 * `parts` columns of the table are parts, the next is their total.
 */
export function pooled(table: ChartTable, parts: number, name: string): ChartTable {
  const rows = table.rows.map(({ href: _, ...row }) => {
    const rest = row.cells.slice(parts);
    const total = numberIn(rest[0]);
    const values = row.cells.slice(0, parts).map(numberIn);
    if (isFew(total)) return { ...row, cells: [...values.map(() => 0), fewest - 1, fewest - 1, ...rest.slice(1)] };
    const { shown, pool } = withoutFew(values);
    return { ...row, cells: [...shown, pool, ...rest] };
  });
  const isUsed = rows.some(({ cells }) => numberIn(cells[parts]) > 0);
  const at = (list: readonly Cell[]): Cell[] => list.filter((_, index) => isUsed || index !== parts);
  return {
    ...table,
    columns: [...table.columns.slice(0, parts), ...(isUsed ? [name] : []), ...table.columns.slice(parts)],
    rows: rows.map((row) => ({ ...row, cells: at(row.cells) })),
  };
}

function withoutFew(values: readonly number[]): { shown: number[]; pool: number } {
  const shown = [...values];
  let pool = 0;
  const smallestFirst = values
    .map((value, index) => ({ value, index }))
    .toSorted((one, other) => one.value - other.value);
  for (const { value, index } of smallestFirst) {
    if (value > 0 && (value < fewest || isFew(pool))) {
      pool += value;
      shown[index] = 0;
    }
  }
  return { shown, pool };
}
