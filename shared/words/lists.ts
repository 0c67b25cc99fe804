import type { CaseFlag } from "../domain/case-card.ts";
import type { DueFilter } from "../domain/clock-level.ts";
import type { Label } from "../domain/codes.ts";
import type { Obligation } from "../domain/obligations.ts";

/** What is worth a second look in a list. */
export const caseFlagNames: Readonly<Record<CaseFlag, Label>> = {
  danger: { zh: "风险报告待确认", en: "Danger not acknowledged" },
  grounds: { zh: "待认定", en: "To be decided on" },
  grade: { zh: "建议升级风险", en: "Higher grade proposed" },
  "info-asked": { zh: "待移送机关补充", en: "The referrer was asked" },
  meeting: { zh: "会商", en: "Joint meeting" },
  breached: { zh: "曾逾期", en: "A deadline was missed" },
  harm: { zh: "有伤亡", en: "Serious harm" },
  repeat: { zh: "重复纠纷", en: "Repeat dispute" },
  joined: { zh: "已并案", en: "Merged" },
};

/** By which lists are narrowed to what is due. */
export const dueFilterNames: Readonly<Record<DueFilter, Label>> = {
  overdue: { zh: "逾期", en: "Overdue" },
  today: { zh: "今天到期", en: "Due today" },
  "three-days": { zh: "三天内到期", en: "Due within three days" },
  "four-fifths": { zh: "期限过五分之四", en: "Four fifths of the time has passed" },
};

/** What an organisation owes on a case. */
export const obligationNames: Readonly<Record<Obligation, Label>> = {
  "acknowledge-danger": { zh: "风险报告待确认", en: "Reports of danger to acknowledge" },
  "supply-info": { zh: "待补正", en: "Information to supply" },
  "answer-question": { zh: "待补充信息", en: "Questions to answer" },
  "answer-offer": { zh: "待确认受理", en: "Offers to answer" },
  "acknowledge-recall": { zh: "撤回待确认", en: "Recalls to confirm" },
  assign: { zh: "待分派", en: "To be assigned" },
  "decide-eligibility": { zh: "待认定", en: "Eligibility to decide" },
  "decide-grade": { zh: "风险等级待认定", en: "Risk grades to decide" },
  "docket-confirmation": { zh: "司法确认待受理", en: "Confirmations to docket" },
  "decide-confirmation": { zh: "司法确认待裁定", en: "Confirmations to decide" },
  "record-meeting": { zh: "会商待登记", en: "Joint meetings to record" },
  "answer-sending": { zh: "转送待接收", en: "Sendings to answer" },
  mediate: { zh: "调解中", en: "Being mediated" },
  perform: { zh: "已达成协议，待履行", en: "Agreed, to be performed" },
  "wait-for-info": { zh: "退回补正中", en: "Waiting for information" },
  "acknowledge-result": { zh: "结果待签收", en: "Results to acknowledge" },
  "acknowledge-sending": { zh: "转送反馈待签收", en: "Answers to sendings to acknowledge" },
  "own-period": { zh: "本单位期限", en: "Periods of your own house" },
};
