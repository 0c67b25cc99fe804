import { yuan } from "./body.ts";
import { shanghaiDate } from "./calendar.ts";
import { type CaseState, countedAgreement } from "./case-state.ts";
import {
  agreementForms,
  type Circumstance,
  categories,
  channels,
  circumstances,
  closingOutcomes,
  tracks,
} from "./codes.ts";
import { circumstancesOf } from "./eligibility.ts";
import type { CaseEvent } from "./events.ts";
import { gravest } from "./gravest.ts";
import { claimStatuses, type IncentiveClaim } from "./incentive.ts";
import { isComplex } from "./routing-rules.ts";
import type { RulePack } from "./rule-pack.ts";
import type { Cell } from "./sheet.ts";

/** The columns of the bureau's case export, in the order it is filed in. */
export const caseColumns = [
  "案件编码",
  "调委会",
  "调解工作室",
  "受理员",
  "受理时间",
  "案件来源",
  "案件难度级别",
  "纠纷类别",
  "行政划分",
  "有无死亡",
  "主办调解员",
  "协办调解员",
  "调解时间",
  "调解书编号",
  "调解结果",
  "调解协议金(元)",
  "协议履行情况",
  "当事人",
  "协议形式",
  "纠纷简要情况",
  "以奖代补评定",
  "案件属性",
  "涉及特殊群体情况",
  "涉及农民工纠纷情况",
  "纠纷转化情况",
] as const;

/** What is told of the parties; only with a stated reason are they named. */
export type ExportedParties = { names: readonly string[]; summary: string };

export type ExportedCase = {
  state: CaseState;
  history: readonly CaseEvent[];
  rules: RulePack;
  committee: string;
  studio: string;
  /** Absent when the place is not known, or not registered. */
  division: string;
  mediator: string;
  coMediators: readonly string[];
  /** Absent once they are erased. */
  parties: ExportedParties | undefined;
  named: boolean;
  claim: IncentiveClaim | undefined;
};

/** The first character and no more: enough to tell two parties of a row apart, too little to find a person. */
export const masked = (name: string): string => `${[...name][0] ?? ""}**`;

const inShanghai = (at: string): string => {
  const local = new Date(Date.parse(at) + 8 * 3_600_000).toISOString();
  return `${shanghaiDate(at)} ${local.slice(11, 16)}`;
};

const protectedGroups: readonly Circumstance[] = ["domestic_violence", "person_at_risk", "minor_without_guardian"];

/** One case as a row of the export. */
export function caseRow(exported: ExportedCase): Cell[] {
  const { state, history, rules, committee, studio, division, mediator, coMediators } = exported;
  const { parties, named, claim } = exported;
  const { referrals, track } = state;
  const dispute = gravest(state);
  const outcome = "outcome" in state ? state.outcome : undefined;
  const agreement = countedAgreement(state);
  const acceptance = history.findLast(({ type }) => type === "assignment.accepted");
  const session = history.findLast((event) => event.type === "session.held");
  const groups = circumstancesOf(state).filter((one) => protectedGroups.includes(one));
  const outcomeName = outcome === undefined ? "" : closingOutcomes[outcome].zh;
  return [
    state.caseId,
    committee,
    studio,
    acceptance?.by.officer ?? "",
    acceptance === undefined ? "" : inShanghai(acceptance.at),
    channels[referrals[0].channel].zh,
    isComplex(dispute, rules) ? "疑难复杂" : "一般",
    categories[dispute.category].zh,
    division,
    dispute.harm === "death" ? "有" : "无",
    mediator,
    coMediators.join("、"),
    session === undefined ? "" : inShanghai(session.data.heldAt),
    agreement?.documentNumber ?? "",
    agreement !== undefined ? "调解成功" : outcomeName,
    agreement === undefined ? "" : { amountFen: agreement.amountFen ?? 0 },
    agreement === undefined ? "" : outcomeName,
    (parties?.names ?? []).map((name) => (named ? name : masked(name))).join("、"),
    agreement === undefined ? "" : agreementForms[agreement.form].zh,
    named ? (parties?.summary ?? "") : "",
    claim === undefined ? "" : `${claimStatuses[claim.status].zh} ${yuan(claim.amountFen)}元`,
    tracks[track].zh,
    groups.length === 0 ? "无" : groups.map((one) => circumstances[one].zh).join("、"),
    dispute.category === "10" ? "是" : "否",
    conversionOf(history),
  ];
}

/** Whether the dispute turned into something graver, or went on elsewhere. */
function conversionOf(history: readonly CaseEvent[]): string {
  const happened = (type: CaseEvent["type"]): boolean => history.some((event) => event.type === type);
  const turns = [
    ...(happened("danger.reported") ? ["已报告公安"] : []),
    ...(happened("case.sent_on") ? ["已引导转送"] : []),
  ];
  return turns.length === 0 ? "无" : turns.join("、");
}
