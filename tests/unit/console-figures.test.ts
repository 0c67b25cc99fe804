import { describe, expect, it } from "vitest";
import { sentenceOf } from "../../functions/console/figure-sentence.ts";
import {
  agreedTable,
  categoriesTable,
  changeIn,
  daysTable,
  percentOf,
  sheetOf,
  shortOf,
  sourcesTable,
  townsTable,
  yearsTable,
} from "../../functions/console/figure-tables.ts";
import { aYearBefore, periodIn, quarterOf, queryOf } from "../../functions/console/forms/period.ts";
import {
  isWritten,
  middleOf,
  pairedBoxes,
  scaleFor,
  shadeOf,
  stackedBoxes,
} from "../../functions/console/parts/chart-scale.ts";
import { earlierFigures, type MonthFigures, seriesOf, townsOf } from "../../shared/domain/series.ts";
import type { Tally } from "../../shared/domain/tally.ts";

describe("the scale of a chart", () => {
  it.each([
    [0, 1],
    [1, 1],
    [4, 4],
    [7, 8],
    [16, 20],
    [41, 50],
    [83, 100],
    [142, 150],
    [1_890, 2_000],
    [7_000, 8_000],
    [40_000, 40_000],
  ])("of %d ends at %d, with whole numbers on the way", (greatest, top) => {
    const scale = scaleFor(greatest);
    expect(scale.top).toBe(top);
    const steps = scale.ticks.slice(1).map((tick, index) => tick - (scale.ticks[index] ?? 0));
    expect(new Set(steps).size, "as far from each other").toBe(1);
    expect([scale.ticks[0], scale.ticks.at(-1)]).toEqual([0, top]);
    expect(scale.ticks.length).toBeLessThanOrEqual(6);
    expect(scale.ticks.every(Number.isInteger)).toBe(true);
  });
});

describe("the columns of a chart", () => {
  it("stand on the ground, each part on the one below it, and do not overlap", () => {
    const [first = [], second = []] = stackedBoxes(
      [
        [1, 3],
        [2, 0],
      ],
      4,
      200,
    );
    expect(first).toEqual([
      { x: 18, width: 14, y: 150, height: 50 },
      { x: 18, width: 14, y: 0, height: 150 },
    ]);
    expect(second.map(({ x, height }) => [x, height])).toEqual([
      [68, 100],
      [68, 0],
    ]);
    expect(stackedBoxes([], 4, 200)).toEqual([]);
  });

  it("lie within the width, however many there are", () => {
    for (const rows of [1, 12, 24, 120]) {
      const boxes = stackedBoxes(
        Array.from({ length: rows }, () => [1]),
        1,
        10,
      ).flat();
      for (const [index, { x, width }] of boxes.entries()) {
        expect(x).toBeGreaterThanOrEqual(0);
        expect(x + width).toBeLessThanOrEqual(100);
        expect(x).toBeLessThanOrEqual(boxes[index + 1]?.x ?? 100);
        expect(x + width / 2).toBeCloseTo(middleOf(index, rows), 1);
      }
    }
  });

  it("stand side by side where two are compared", () => {
    const [[one, other] = []] = pairedBoxes([[2, 4]], 4, 100);
    expect(one).toEqual({ x: 43, width: 7, y: 50, height: 50 });
    expect(other).toEqual({ x: 50, width: 7, y: 0, height: 100 });
  });

  it("have as many labels as there is room for, and shades of five steps", () => {
    const written = Array.from({ length: 24 }, (_, index) => isWritten(index, 24, 6)).filter(Boolean);
    expect(written).toHaveLength(6);
    expect([0, 1, 20, 21, 60, 100].map((value) => shadeOf(value, 100))).toEqual([0, 1, 1, 2, 3, 5]);
    expect(shadeOf(0, 0)).toBe(0);
  });
});

describe("the period of an address", () => {
  const now = "2026-11";
  it.each([
    [{}, { from: "2026-01", to: now, by: "month", named: "2026" }],
    [{ period: "2025" }, { from: "2025-01", to: "2025-12", by: "month", named: "2025" }],
    [{ period: "2026-Q4" }, { from: "2026-10", to: now, by: "month", named: "2026-Q4" }],
    [{ period: "2026-11" }, { from: now, to: now, by: "month", named: now }],
    [
      { from: "2025-02", to: "2026-02" },
      { from: "2025-02", to: "2026-02", by: "month" },
    ],
    [
      { from: "2023-01", to: "2026-01" },
      { from: "2023-01", to: "2026-01", by: "quarter" },
    ],
    [
      { from: "2018-01", to: "2030-01" },
      { from: "2018-01", to: now, by: "year" },
    ],
  ])("%j is what it says, up to the present month", (query, period) => {
    expect(periodIn(query, now)).toEqual(period);
  });

  it.each([
    { period: "2027" },
    { period: "now" },
    { from: "2026-03", to: "2026-01" },
    { from: "1999-01", to: "2026-01" },
    { from: "2026-01" },
  ])("%j cannot be shown, and is this year", (query) => {
    expect(periodIn(query, now)).toMatchObject({ named: "2026", unfit: true });
  });

  it("stands in links as it stood in the address", () => {
    expect(queryOf(periodIn({ period: "2026-Q4" }, now))).toBe("period=2026-Q4");
    expect(queryOf(periodIn({ from: "2025-02", to: "2025-03" }, now))).toBe("from=2025-02&to=2025-03");
    expect(aYearBefore({ from: "2026-02", to: "2026-11", by: "month" })).toEqual({
      from: "2025-02",
      to: "2025-11",
      by: "month",
    });
    expect(quarterOf("2026-11")).toBe("2026-Q4");
  });
});

const tally = (changes: Partial<Tally> = {}): Tally => ({
  month: "2026-03",
  county: "330483",
  organisationId: "pmc-330483101",
  hostKind: "town",
  category: "02",
  source: "police",
  form: "written",
  cases: 3,
  parties: 6,
  successes: 3,
  hard: 0,
  performed: 3,
  amountFen: 0,
  days: 40,
  timed: 3,
  ...changes,
});
const month = (name: string, tallies: Tally[], loaded?: object): MonthFigures => ({
  month: name,
  tallies,
  loaded: loaded && earlierFigures().parse({ takenFrom: "综治平台", cases: 10, ...loaded }),
});
const series = (...months: MonthFigures[]) => seriesOf("330483", "month", months);

describe("the table of a chart", () => {
  const points = series(
    month("2026-03", [tally(), tally({ category: "18", form: "none", cases: 1, source: "court" })]),
    month("2026-04", [], { bySource: { police: 4 } }),
  );

  it("leads from a year or a quarter to its months, and from one without cases nowhere", () => {
    const months = [month("2025-03", []), month("2026-03", [tally()]), month("2026-04", [], {})];
    const years = daysTable(seriesOf("330483", "year", months), "zh").rows.map(({ href }) => href);
    expect(years).toEqual([undefined, "/console/figures?period=2026"]);
    const [, quarter] = daysTable(seriesOf("330483", "quarter", months), "zh").rows;
    expect(quarter?.href).toBe("/console/figures?period=2026-Q1");
  });

  it("says how long cases took on average, and leaves a gap where no days are known", () => {
    const some = series(
      month("2026-03", [tally(), tally({ form: "none", cases: 2, days: 3, timed: 2 })]),
      month("2026-04", [tally({ days: 0, timed: 0 })]),
      month("2026-05", [], {}),
    );
    const table = daysTable(some, "en");
    expect(table.rows.map(({ cells }) => cells)).toEqual([
      [5, 8.6],
      [0, ""],
      [0, ""],
    ]);
  });

  it("has a column for each source that there is, and for what was loaded without one", () => {
    const table = sourcesTable(points, "zh");
    expect(table.columns).toEqual(["法院移送", "公安移送", "导入时未分类", "合计", "数据来源"]);
    expect(table.rows.map(({ cells }) => cells)).toEqual([
      [1, 3, 0, 4, "本平台"],
      [0, 4, 6, 10, "导入：综治平台"],
    ]);
    expect(table.rows.map(({ href, links, loaded }) => [href, links, loaded])).toEqual([
      [undefined, undefined, undefined],
      [undefined, undefined, "all"],
    ]);
    expect(sheetOf(table).rows[0]).toEqual(["2026-03", 1, 3, 0, 4, "本平台"]);
  });

  const months = { from: "2026-03", to: "2026-04" };
  const listOf = (query: string) => `/console/figures/cases?from=2026-03&to=2026-03${query}`;

  it("leads from each number that was counted to its cases, and from what was loaded alone nowhere", () => {
    const links = (table: { rows: readonly { links?: readonly (string | undefined)[] }[] }) =>
      table.rows.map((row) => row.links);
    expect(links(sourcesTable(points, "zh", months))).toEqual([
      [listOf("&source=court"), listOf("&source=police"), undefined, listOf("")],
      [undefined, undefined, undefined, undefined],
    ]);
    const whole = "/console/figures/cases?from=2026-03&to=2026-04";
    expect(links(categoriesTable(points, "zh", months))).toEqual([
      [`${whole}&category=02`],
      [`${whole}&category=18`],
      undefined,
    ]);
    expect(links(agreedTable(points, "zh", months))).toEqual([
      [listOf(""), listOf("&agreed=true")],
      [undefined, undefined],
    ]);
    expect(links(daysTable(points, "zh", months))).toEqual([[undefined], [undefined]]);
    const before = series(month("2025-03", [tally()]), month("2025-04", []));
    expect(links(yearsTable(points, before, "zh", months))).toEqual([
      [listOf(""), "/console/figures/cases?from=2025-03&to=2025-03"],
      [undefined, undefined],
    ]);
    const towns = townsOf("330483", [tally()], { divisions: new Map(), names: new Map() });
    const town = "&town=330483";
    expect(links(townsTable({ towns }, "zh", months))).toEqual([[`${whole}${town}&category=02`, `${whole}${town}`]]);
  });

  it("leads from a longer period no further than the figures go", () => {
    const quarters = seriesOf("330483", "quarter", [month("2026-02", []), month("2026-03", [tally()])]);
    expect(daysTable(quarters, "zh", { from: "2026-02", to: "2026-03" }).rows[0]?.links).toEqual([
      "/console/figures/cases?from=2026-02&to=2026-03",
    ]);
  });

  it("tells the share of agreements of those that ended, and none where it is not known", () => {
    expect(agreedTable(points, "en").rows.map(({ cells }) => cells)).toEqual([
      [4, 3, 75],
      [10, "", ""],
    ]);
  });

  it("stands beside the year before, and marks which of the two was loaded", () => {
    const before = series(month("2025-03", [], {}), month("2025-04", []));
    expect(yearsTable(points, before, "en").rows.map(({ cells, loaded }) => [cells, loaded])).toEqual([
      [[4, 10, -60], [1]],
      [[10, 0, ""], [0]],
    ]);
  });

  it("calls a month by its name, with the year where one begins", () => {
    expect([shortOf("2026-01", false, "zh"), shortOf("2026-02", true, "en"), shortOf("2026-03", false, "en")]).toEqual([
      "26年1月",
      "Feb 26",
      "Mar",
    ]);
    expect(shortOf("2026-Q1", true, "zh")).toBe("2026-Q1");
  });
});

describe("the sentence above the charts", () => {
  it("tells how many, from where most, and how that has changed", () => {
    const now = series(
      month("2026-03", [tally({ cases: 6, successes: 6 }), tally({ source: "court", cases: 2, form: "none" })]),
    );
    const before = series(month("2025-03", [tally({ cases: 2 }), tally({ source: "court", cases: 2 })]));
    expect(sentenceOf(now, before, "zh")).toBe(
      "办结 8 件，比上年同期增加 100%；公安移送最多，占 75%（上年同期 50%）；达成协议的占 75%。",
    );
    expect(sentenceOf(now, before, "en")).toBe(
      "8 cases ended, 100 % more than a year before; referred by the police come first with 75 % (50 % a year before); 75 % ended with an agreement.",
    );
  });

  it("compares with nothing where there was nothing", () => {
    const now = series(month("2026-03", [], {}));
    expect(sentenceOf(now, undefined, "zh")).toBe("办结 10 件。");
    expect(sentenceOf(now, series(month("2025-03", [])), "zh")).toBe("办结 10 件。");
    expect([percentOf(1, 0), changeIn(3, 0), changeIn(0, 4)]).toEqual(["", "", -100]);
  });
});
