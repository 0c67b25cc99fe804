import { describe, expect, it } from "vitest";
import { yuan } from "../../shared/domain/body.ts";
import { caseColumns, caseRow, type ExportedCase, masked } from "../../shared/domain/case-export.ts";
import type { CaseEvent, NewEvent } from "../../shared/domain/events.ts";
import { bundledTariffs, claimFor } from "../../shared/domain/incentive.ts";
import {
  acceptedAssignment,
  acknowledged,
  agreement,
  archived,
  caseId,
  dispute,
  failed,
  mediating,
  monday,
  now,
  performed,
  police,
  rules,
  town,
} from "../support/cases.ts";

const history = (...newEvents: NewEvent[]): CaseEvent[] =>
  newEvents.map((newEvent, index) => ({ sequence: index + 1, at: monday("17:30"), by: town, ...newEvent }));
const acceptance: NewEvent = { type: "assignment.accepted", data: { clocks: [] } };
const session: NewEvent = { type: "session.held", data: { heldAt: monday("05:00") } };
const danger: NewEvent = { type: "danger.reported", data: { kind: "self_harm", mandatory: false } };
const sentOn: NewEvent = {
  type: "case.sent_on",
  data: { organisationId: police.organisationId, reason: "offence_suspected" },
};

const settled = archived(acknowledged(performed({ assignment: acceptedAssignment({ mediatorId: "m-7" }) })));
const claim = claimFor(settled, {
  by: town,
  at: now,
  county: "330483",
  rules,
  tariffs: bundledTariffs(),
  mediator: { publicEmployee: false },
});
const exported = (changes: Partial<ExportedCase> = {}): ExportedCase => ({
  state: settled,
  history: history(acceptance, session),
  rules,
  committee: "乌镇镇人民调解委员会",
  studio: "乌镇管家调解工作室",
  division: "乌镇镇",
  mediator: "样例调解员",
  coMediators: ["协办样例", "协办样例二"],
  parties: { names: ["张样例", "李样例"], summary: "邻里纠纷" },
  named: true,
  claim,
  ...changes,
});
const columnsOf = (changes: Partial<ExportedCase> = {}): Record<string, unknown> =>
  Object.fromEntries(caseRow(exported(changes)).map((cell, index) => [caseColumns[index], cell]));

describe("the case export", () => {
  it("has the bureau's 25 columns in the order of its form", () => {
    expect(caseColumns.join(", ")).toBe(
      "案件编码, 调委会, 调解工作室, 受理员, 受理时间, 案件来源, 案件难度级别, 纠纷类别, 行政划分, 有无死亡, 主办调解员, " +
        "协办调解员, 调解时间, 调解书编号, 调解结果, 调解协议金(元), 协议履行情况, 当事人, 协议形式, 纠纷简要情况, 以奖代补评定, " +
        "案件属性, 涉及特殊群体情况, 涉及农民工纠纷情况, 纠纷转化情况",
    );
    expect(caseRow(exported())).toHaveLength(25);
  });

  it("tells a settled case, times in Shanghai and money in yuan", () => {
    expect(columnsOf()).toEqual({
      案件编码: caseId,
      调委会: "乌镇镇人民调解委员会",
      调解工作室: "乌镇管家调解工作室",
      受理员: "Li",
      受理时间: "2026-03-03 01:30",
      案件来源: "公安移送民间纠纷",
      案件难度级别: "一般",
      纠纷类别: "邻里",
      行政划分: "乌镇镇",
      有无死亡: "无",
      主办调解员: "样例调解员",
      协办调解员: "协办样例、协办样例二",
      调解时间: "2026-03-02 13:00",
      调解书编号: "桐民调字2026-17",
      调解结果: "调解成功",
      "调解协议金(元)": { amountFen: 350_000 },
      协议履行情况: "已履行",
      当事人: "张样例、李样例",
      协议形式: "书面协议",
      纠纷简要情况: "邻里纠纷",
      以奖代补评定: `已申报 ${yuan(claim.amountFen)}元`,
      案件属性: "人民调解",
      涉及特殊群体情况: "无",
      涉及农民工纠纷情况: "否",
      纠纷转化情况: "无",
    });
  });

  it("names nobody without a stated reason, and leaves the account of the quarrel out", () => {
    expect(columnsOf({ named: false })).toMatchObject({ 当事人: "张**、李**", 纠纷简要情况: "" });
    expect(masked("𠮷田")).toBe("𠮷**");
    expect(masked("")).toBe("**");
  });

  it("leaves empty what is not known, or was erased", () => {
    const row = columnsOf({ history: [], parties: undefined, claim: undefined });
    expect(row).toMatchObject({
      受理员: "",
      受理时间: "",
      调解时间: "",
      当事人: "",
      纠纷简要情况: "",
      以奖代补评定: "",
    });
    const nameless = { ...acceptance, sequence: 1, at: now, by: { organisationId: "pmc", role: "committee" as const } };
    expect(columnsOf({ history: [nameless] })).toMatchObject({ 受理员: "" });
    const { amountFen: _, ...free } = agreement();
    expect(columnsOf({ state: performed({ agreement: free }) })).toMatchObject({ "调解协议金(元)": { amountFen: 0 } });
  });

  it("tells a failure by its outcome and without an agreement", () => {
    const none = { "调解协议金(元)": "", 协议履行情况: "", 协议形式: "", 调解书编号: "" };
    expect(columnsOf({ state: failed() })).toMatchObject({ 调解结果: "调解不成", ...none });
    expect(columnsOf({ state: mediating() })).toMatchObject({ 调解结果: "", ...none });
  });

  it("marks what is grave, concerns the protected or migrant workers, or turned into more", () => {
    const grave = dispute({
      category: "10",
      harm: "death",
      circumstances: ["person_at_risk", "repeat_offender"],
    });
    expect(columnsOf({ state: failed({ dispute: grave }), history: history(danger, sentOn) })).toMatchObject({
      有无死亡: "有",
      案件难度级别: "疑难复杂",
      涉及特殊群体情况: "未成年人或者无、限制民事行为能力人面临风险（并告知民政、教育部门）",
      涉及农民工纠纷情况: "是",
      纠纷转化情况: "已报告公安、已引导转送",
    });
  });

  it("tells a serious injury from a death, though both make a case hard", () => {
    const state = failed({ dispute: dispute({ harm: "serious_injury" }) });
    expect(columnsOf({ state })).toMatchObject({ 有无死亡: "无", 案件难度级别: "疑难复杂" });
  });

  it("shows fen as yuan to the last fen", () => {
    expect([0, 5, 100, 123_456, 9_007_199_254_740_991].map(yuan)).toEqual([
      "0.00",
      "0.05",
      "1.00",
      "1234.56",
      "90071992547409.91",
    ]);
  });
});
