import { describe, expect, it } from "vitest";
import { hushed, pooled } from "../../functions/console/few.ts";
import type { ChartTable } from "../../functions/console/figure-tables.ts";

const table = (...lines: number[][]): ChartTable => ({
  name: "sources",
  title: "",
  label: "",
  columns: ["court", "police", "petition", "total", "origin"],
  rows: lines.map((parts, index) => ({
    label: `${index}`,
    short: "",
    href: "/somewhere",
    cells: [...parts, parts.reduce((sum, one) => sum + one, 0), "here"],
  })),
});
const cellsOf = (...lines: number[][]) => pooled(table(...lines), 3, "others").rows.map(({ cells }) => cells);

describe("the parts of few cases on a screen that everybody passes", () => {
  it("are one part, so that a column is as tall as its total says", () => {
    expect(cellsOf([1, 2, 7])).toEqual([[0, 0, 7, 3, 10, "here"]]);
    expect(cellsOf([1, 1, 1])).toEqual([[0, 0, 0, 3, 3, "here"]]);
    expect(cellsOf([2, 5, 0], [4, 4, 4])).toEqual([
      [0, 0, 0, 7, 7, "here"],
      [4, 4, 4, 0, 12, "here"],
    ]);
  });

  it("never tell one case from two", () => {
    expect(cellsOf([1, 0, 0])).toEqual([[0, 0, 0, 2, 2, "here"]]);
    expect(cellsOf([1, 1, 0])).toEqual(cellsOf([0, 0, 1]));
    for (const lines of [
      [1, 3, 9],
      [2, 2, 0],
      [0, 1, 20],
    ]) {
      const [parts = []] = cellsOf(lines);
      expect(parts.slice(0, 4).filter((part) => part === 1 || part === 2)).toEqual([]);
      expect(parts.slice(0, 4).reduce((sum: number, part) => sum + Number(part), 0)).toBe(parts[4]);
    }
    expect([0, 1, 2, 3].map(hushed)).toEqual(["0", "<3", "<3", "3"]);
  });

  it("need no part of their own where there are none", () => {
    const shown = pooled(table([3, 4, 0]), 3, "others");
    expect(shown.columns).toEqual(["court", "police", "petition", "total", "origin"]);
    expect(shown.rows[0]?.cells).toEqual([3, 4, 0, 7, "here"]);
    expect(shown.rows[0]).not.toHaveProperty("href");
  });
});
