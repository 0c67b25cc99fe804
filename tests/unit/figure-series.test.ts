import { describe, expect, it } from "vitest";
import { categories, statisticalCategory } from "../../shared/domain/codes.ts";
import { isCountedIn, loadedIn, townsIn } from "../../shared/domain/figure-cell.ts";
import {
  earlierFigures,
  figureSeries,
  monthAfter,
  monthsBetween,
  type SeriesPoint,
  seriesOf,
  townsOf,
} from "../../shared/domain/series.ts";
import { seriesSheet } from "../../shared/domain/series-sheet.ts";
import { caseSource, caseSources, type Tally } from "../../shared/domain/tally.ts";

const county = "330483";
const tallyIn = (month: string, changes: Partial<Tally> = {}): Tally => ({
  month,
  county,
  organisationId: "pmc-330483101",
  hostKind: "town",
  category: "02",
  source: "police",
  form: "written",
  cases: 2,
  parties: 4,
  successes: 2,
  hard: 1,
  performed: 1,
  amountFen: 100,
  days: 15,
  timed: 2,
  ...changes,
});
const earlier = (changes: object = {}) => earlierFigures().parse({ takenFrom: "综治平台", cases: 10, ...changes });
const month = (
  name: string,
  tallies: readonly Tally[] = [],
  loaded = undefined as ReturnType<typeof earlier> | undefined,
) => ({
  month: name,
  tallies,
  loaded,
});
const pointIn = (months: ReturnType<typeof month>[], by: "month" | "quarter" | "year" = "month"): SeriesPoint => {
  const [point] = seriesOf(county, by, months).points;
  if (point === undefined) throw new Error("no point");
  return point;
};
const casesOf = (parts: readonly { code: string; cases: number }[], code: string) =>
  parts.find((one) => one.code === code)?.cases;

describe("the months of a series", () => {
  it("go on over the end of a year, both ends included, and are none where it ends before it begins", () => {
    expect(monthsBetween("2025-11", "2026-02")).toEqual(["2025-11", "2025-12", "2026-01", "2026-02"]);
    expect(monthsBetween("2026-03", "2026-03")).toEqual(["2026-03"]);
    expect(monthsBetween("2026-03", "2026-02")).toEqual([]);
    expect([monthAfter("2026-01", -1), monthAfter("2026-12", 1), monthAfter("2026-05", -12)]).toEqual([
      "2025-12",
      "2027-01",
      "2025-05",
    ]);
  });
});

describe("a series", () => {
  it("has every month, with zeros where nothing happened, and fits its own schema", () => {
    const series = seriesOf(county, "month", [month("2026-01", [tallyIn("2026-01")]), month("2026-02")]);
    expect(figureSeries().parse(series)).toEqual(series);
    expect(series.points.map(({ period, cases, agreed }) => [period, cases, agreed])).toEqual([
      ["2026-01", 2, 2],
      ["2026-02", 0, 0],
    ]);
    expect(series.points[0]?.bySource).toHaveLength(7);
    expect(series.points[0]?.byCategory.map(({ code }) => code).slice(0, 2)).toEqual(["01", "02"]);
  });

  it("adds up months to quarters and years", () => {
    const months = monthsBetween("2025-12", "2026-04").map((name) => month(name, [tallyIn(name)]));
    const periods = (by: "quarter" | "year") =>
      seriesOf(county, by, months).points.map(({ period, cases }) => [period, cases]);
    expect(periods("quarter")).toEqual([
      ["2025-Q4", 2],
      ["2026-Q1", 6],
      ["2026-Q2", 2],
    ]);
    expect(periods("year")).toEqual([
      ["2025", 2],
      ["2026", 8],
    ]);
  });

  it("tells how many of the cases ended with an agreement, which a month's successes do not", () => {
    const failed = tallyIn("2026-01", { form: "none", cases: 3, successes: 0 });
    const agreedBefore = tallyIn("2026-01", { form: "oral", cases: 1, successes: 0 });
    const agreedForLater = tallyIn("2026-01", { form: "written", cases: 0, successes: 5 });
    expect(pointIn([month("2026-01", [failed, agreedBefore, agreedForLater])])).toMatchObject({
      cases: 4,
      successes: 5,
      agreed: 1,
    });
  });

  it("marks what was loaded, how much of it, and what is not known of it", () => {
    const point = pointIn([
      month("2021-01", [], earlier({ successes: 9, bySource: { police: 4 }, byCategory: { "02": 7 } })),
    ]);
    expect(point).toMatchObject({ cases: 10, successes: 9, agreed: 9, parties: 0 });
    expect(casesOf(point.bySource, "police")).toBe(4);
    expect(casesOf(point.bySource, "court")).toBe(0);
    expect(casesOf(point.byCategory, "02")).toBe(7);
    expect(point.loaded).toEqual({
      takenFrom: ["综治平台"],
      cases: 10,
      unknown: ["parties", "performed", "hard", "amountFen"],
    });
  });

  it("adds both where a month was counted here and loaded, and says so", () => {
    const months = [
      month(
        "2021-01",
        [tallyIn("2021-01")],
        earlier({ parties: 20, successes: 1, performed: 0, hard: 0, amountFen: 5 }),
      ),
      month("2021-02", [], earlier({ takenFrom: "月报", parties: 1 })),
      month("2021-03", [tallyIn("2021-03")]),
    ];
    const point = pointIn(months, "quarter");
    expect(point).toMatchObject({ cases: 24, parties: 29, amountFen: 205, agreed: 5 });
    expect(point.loaded).toEqual({
      takenFrom: ["综治平台", "月报"],
      cases: 20,
      unknown: ["successes", "performed", "hard", "amountFen"],
    });
    expect(pointIn(months.slice(2)).loaded).toBeUndefined();
  });
});

describe("loaded figures", () => {
  const faultsOf = (figures: object) =>
    (earlierFigures().safeParse({ takenFrom: "月报", cases: 3, ...figures }).error?.issues ?? []).map(
      ({ path, message }) => `${path.join(".")} ${message}`,
    );

  it.each([
    [{ bySource: { police: 2, court: 2 } }, "bySource parts-exceed-cases"],
    [{ byCategory: { "01": 4 } }, "byCategory parts-exceed-cases"],
    [{ successes: 4 }, "successes more-than-cases"],
    [{ performed: 4 }, "performed more-than-cases"],
    [{ hard: 4 }, "hard more-than-cases"],
  ])("%j are refused where they do not fit the cases", (figures, fault) => {
    expect(faultsOf(figures)).toEqual([fault]);
  });

  it("fit where a part is not told, or all of it", () => {
    expect(faultsOf({ bySource: { police: 2 }, byCategory: { "01": 3 }, successes: 3, parties: 9 })).toEqual([]);
  });
});

describe("the figures by town", () => {
  const names = new Map([
    [county, "桐乡市"],
    ["330483101", "濮院镇"],
  ]);
  const divisions = new Map([
    ["pmc-330483101", "330483101"],
    ["pmc-330483101206", "330483101206"],
    ["pmc-330483", "330483"],
    ["pmc-elsewhere", "330483102"],
  ]);
  it("put a village's with its town, a county's body under the county, and leave out where nothing ended", () => {
    const towns = townsOf(
      county,
      [
        tallyIn("2026-01"),
        tallyIn("2026-01", { organisationId: "pmc-330483101206", category: "01" }),
        tallyIn("2026-01", { organisationId: "pmc-330483", cases: 5 }),
        tallyIn("2026-01", { organisationId: "gone", cases: 1 }),
        tallyIn("2026-01", { organisationId: "pmc-elsewhere", cases: 0 }),
      ],
      { divisions, names },
    );
    expect(towns.map(({ division, name, cases }) => [division, name, cases])).toEqual([
      [county, "桐乡市", 6],
      ["330483101", "濮院镇", 4],
    ]);
    expect([casesOf(towns[1]?.byCategory ?? [], "01"), casesOf(towns[1]?.byCategory ?? [], "02")]).toEqual([2, 2]);
    const unnamed = townsOf(county, [tallyIn("2026-01")], { divisions, names: new Map() });
    expect(unnamed.map(({ name }) => name)).toEqual(["330483101"]);
  });
});

describe("the series as a sheet", () => {
  it("says from where each line is, and has no number where none is known", () => {
    const series = seriesOf(county, "month", [
      month("2021-01", [], earlier()),
      month(
        "2021-02",
        [tallyIn("2021-02")],
        earlier({ parties: 1, successes: 1, performed: 1, hard: 1, amountFen: 1 }),
      ),
      month("2021-03", [tallyIn("2021-03")]),
    ]);
    const { header, rows } = seriesSheet(series);
    expect(rows.map((row) => row.length)).toEqual([1, 2, 3].map(() => header.length));
    expect(rows.map((row) => row.slice(0, 8))).toEqual([
      ["2021-01", "导入：综治平台", 10, "", "", "", "", ""],
      ["2021-02", "本平台；导入：综治平台", 12, 5, 3, 2, 2, { amountFen: 101 }],
      ["2021-03", "本平台", 2, 4, 2, 1, 1, { amountFen: 100 }],
    ]);
    expect(header).toEqual([
      ...[
        "期间",
        "数据来源",
        "案件数",
        "当事人数",
        "调解成功数",
        "疑难复杂数",
        "履行完毕数",
        "协议涉及金额(元)",
        "平均办理天数",
      ],
      ...caseSource().options.map((code) => caseSources[code].zh),
      ...statisticalCategory()
        .options.toSorted()
        .map((code) => categories[code].zh),
    ]);
    const bySource = rows.map((row) => row[header.indexOf("公安移送")]);
    const byCategory = rows.map((row) => row[header.indexOf(categories["02"].zh)]);
    expect([bySource, byCategory]).toEqual([
      series.points.map((point) => casesOf(point.bySource, "police")),
      series.points.map((point) => casesOf(point.byCategory, "02")),
    ]);
    const loaded = ["综治平台", "纸质台账"].map((takenFrom, index) =>
      month(`2021-0${index + 1}`, [], earlier({ takenFrom })),
    );
    const twice = seriesSheet(seriesOf(county, "quarter", loaded));
    expect([twice.name, twice.rows[0]?.[1]]).toEqual([`统计 ${county}`, "导入：综治平台、纸质台账"]);
    expect(seriesSheet({ county, by: "month", points: [] }).rows).toEqual([]);
  });
});

describe("a figure that is narrowed", () => {
  const townOf = townsIn(county, new Map([["pmc-330483101206", "330483101206"]]));
  const counted = { organisationId: "pmc-330483101206", category: "02", source: "police", form: "written" } as const;

  it.each<[string, Parameters<typeof isCountedIn>[0], boolean]>([
    ["nothing", {}, true],
    ["its category", { category: "02" }, true],
    ["another category", { category: "01" }, false],
    ["its source", { source: "police" }, true],
    ["another source", { source: "court" }, false],
    ["the town of its body", { town: "330483101" }, true],
    ["the county", { town: county }, false],
    ["an agreement", { agreed: true }, true],
    ["none", { agreed: false }, false],
    ["all that it is, and one thing that it is not", { category: "02", town: "330483101", agreed: false }, false],
  ])("by %s", (_, cell, fits) => {
    expect(isCountedIn(cell, counted, townOf)).toBe(fits);
  });

  it("of those without an agreement has the cases that ended without one", () => {
    const cells = [{ agreed: true }, { agreed: false }];
    expect(cells.map((cell) => isCountedIn(cell, { ...counted, form: "none" }, townOf))).toEqual([false, true]);
  });

  it("has the bodies that a county does not know, and those of the whole of it, under the county", () => {
    expect(isCountedIn({ town: county }, { ...counted, organisationId: "elsewhere" }, townOf)).toBe(true);
    expect(townsIn(county, new Map([["pmc-330483", county]]))("pmc-330483")).toBe(county);
  });

  it("holds what was loaded as far as that was told apart", () => {
    const loaded = earlier({ successes: 6, bySource: { police: 4 }, byCategory: { "02": 3 } });
    const cells = [
      {},
      { category: "02" },
      { category: "01" },
      { source: "police" },
      { source: "court" },
      { agreed: true },
      { agreed: false },
      { town: "330483101" },
      { source: "police", category: "02" },
    ] as const;
    expect(cells.map((cell) => loadedIn(cell, loaded))).toEqual([10, 3, 0, 4, 0, 6, 0, 0, 0]);
    expect(loadedIn({ agreed: true }, earlier())).toBe(0);
  });
});
