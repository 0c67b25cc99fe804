import { describe, expect, it } from "vitest";
import { monthlyReturn, monthlyReturnOf, monthlySheet } from "../../shared/domain/monthly-return.ts";
import { type Tally, tally } from "../../shared/domain/tally.ts";

const cell = (changes: Partial<Tally>): Tally =>
  tally().parse({
    month: "2026-11",
    county: "330483",
    organisationId: "pmc-330483101",
    hostKind: "town",
    category: "02",
    source: "police",
    form: "written",
    cases: 1,
    parties: 2,
    successes: 1,
    hard: 0,
    performed: 1,
    amountFen: 100_005,
    days: 9,
    timed: 1,
    ...changes,
  });
const refusals = ["pmc-330483101", "pmc-330483100"].map((organisationId) => ({
  organisationId,
  declined: 2,
  lapsed: 1,
}));
const tallies = [
  cell({}),
  cell({ source: "court", cases: 2, parties: 5, amountFen: 1 }),
  cell({
    organisationId: "pmc-330483101206",
    hostKind: "village",
    category: "10",
    form: "none",
    successes: 0,
    hard: 1,
    performed: 0,
  }),
];
const filed = monthlyReturnOf("2026-11", "330483", { tallies, refusals });
const counted = <Line extends { cases: number }>(lines: readonly Line[]): Line[] =>
  lines.filter(({ cases }) => cases > 0);

describe("the monthly return", () => {
  it("has every heading, with zeros where nothing happened", () => {
    const empty = monthlyReturnOf("2026-11", "330483", { tallies: [], refusals: [] });
    expect(empty.total).toEqual({
      cases: 0,
      parties: 0,
      successes: 0,
      hard: 0,
      performed: 0,
      amountFen: 0,
      days: 0,
      timed: 0,
    });
    const { byCategory, byHostKind, bySource, byForm, byOrganisation } = empty;
    const lines = [byCategory, byHostKind, bySource, byForm, byOrganisation].map(({ length }) => length);
    expect(lines).toEqual([18, 6, 7, 3, 0]);
    expect(monthlyReturn().parse(empty)).toEqual(empty);
  });

  it("names the bodies that did not take what they were offered", () => {
    expect(filed.refusals).toEqual([
      { organisationId: "pmc-330483100", declined: 2, lapsed: 1 },
      { organisationId: "pmc-330483101", declined: 2, lapsed: 1 },
    ]);
  });

  it("adds each case up once under every heading", () => {
    expect(filed.total).toEqual({
      cases: 4,
      parties: 9,
      successes: 2,
      hard: 1,
      performed: 2,
      amountFen: 200_011,
      days: 27,
      timed: 3,
    });
    expect(counted(filed.byCategory).map(({ name, cases }) => [name, cases])).toEqual([
      ["邻里", 3],
      ["拖欠农民工工资", 1],
    ]);
    expect(counted(filed.byHostKind).map(({ code, cases }) => [code, cases])).toEqual([
      ["village", 1],
      ["town", 3],
    ]);
    expect(counted(filed.bySource).map(({ code, cases }) => [code, cases])).toEqual([
      ["court", 2],
      ["police", 2],
    ]);
    expect(counted(filed.byForm).map(({ code, cases }) => [code, cases])).toEqual([
      ["written", 3],
      ["none", 1],
    ]);
    expect(filed.byOrganisation.map(({ organisationId, cases }) => [organisationId, cases])).toEqual([
      ["pmc-330483101", 3],
      ["pmc-330483101206", 1],
    ]);
  });

  it("is filed as a table of one line a heading", () => {
    const { name, header, rows } = monthlySheet(filed);
    expect(name).toBe("月报 2026-11");
    expect(rows).toHaveLength(1 + 18 + 6 + 7 + 3 + 2);
    expect(rows[0]).toEqual(["合计", "330483", 4, 9, 2, 1, 2, { amountFen: 200_011 }]);
    expect(rows.every((row) => row.length === header.length)).toBe(true);
    expect(header).toEqual([
      ...["分类", "项目", "案件数", "当事人数", "调解成功数", "疑难复杂数", "履行完毕数", "协议涉及金额(元)"],
    ]);
    const headings = Map.groupBy(rows, ([heading]) => heading);
    expect([...headings].map(([heading, lines]) => [heading, lines.length])).toEqual([
      ...[
        ["合计", 1],
        ["纠纷类别", 18],
        ["调委会类型", 6],
        ["案件来源", 7],
        ["协议形式", 3],
        ["调委会", 2],
      ],
    ]);
    expect(headings.get("调委会")?.map(([, name]) => name)).toEqual(["pmc-330483101", "pmc-330483101206"]);
  });
});
