import type { ClaimCommand } from "../../shared/domain/claim-steps.ts";
import type { Label } from "../../shared/domain/codes.ts";

/** What the pages of incentive pay say. */
export const claimTexts = {
  title: { zh: "以奖代补", en: "Incentive pay" },
  text: { zh: "按季度查看申报，办理审核、审批和发放", en: "The claims of a quarter, and what is decided on them" },
  ownText: { zh: "本机构按季度的申报", en: "Your claims, quarter by quarter" },
  quarter: { zh: "归档季度", en: "Quarter of archiving" },
  show: { zh: "查看", en: "Show" },
  amount: { zh: "奖补金额", en: "Pay" },
  basis: { zh: "计算依据", en: "What it rests on" },
  decided: { zh: "办理经过", en: "What was decided" },
  none: { zh: "这个季度没有申报。", en: "Nothing is claimed for this quarter." },
  noneOwn: {
    zh: "这个季度没有申报。案件调解成功并归档后，可在案件页申报。",
    en: "Nothing is claimed for this quarter. A case that was settled and archived is claimed for on its own page.",
  },
  unfit: {
    zh: "没有这个季度，现显示本季度。季度写作 2026Q4。",
    en: "There is no such quarter: the present one is shown. A quarter is written 2026Q4.",
  },
  forAnother: { zh: "由另一名人员办理", en: "For somebody else to decide" },
  claim: { zh: "申报以奖代补", en: "Claim incentive pay" },
  claimText: {
    zh: "按结案时的以奖代补标准计算金额，报司法行政机关审核。一件纠纷只申报一次。",
    en: "The pay follows from the tariff in force when the case was closed, and the justice bureau reviews it. A dispute is claimed for once.",
  },
  seeCase: { zh: "查看案件", en: "Open the case" },
  reason: { zh: "理由", en: "Reason" },
  cause: { zh: "追回原因", en: "Why it is taken back" },
  saySo: { zh: "请写明理由，不超过 500 字。", en: "Say why, in at most 500 characters." },
  hard: { zh: "疑难复杂", en: "Hard" },
  simple: { zh: "简易", en: "Simple" },
  persons: { zh: "人", en: "people" },
  tariff: { zh: "标准", en: "Tariff" },
} as const satisfies Record<string, Label>;

/** What is asked of a claim, on its button. */
export const claimActs = {
  review: { zh: "审核通过", en: "Reviewed" },
  approve: { zh: "审批通过", en: "Approve" },
  reject: { zh: "不予发放", en: "Reject" },
  pay: { zh: "登记发放", en: "Record payment" },
  reverse: { zh: "追回", en: "Take back" },
} as const satisfies Record<ClaimCommand["type"], Label>;

export const reversalCauses = {
  agreement_voided: { zh: "协议被撤销或确认无效", en: "The agreement is void" },
  case_reopened: { zh: "案件重新办理", en: "The case was opened again" },
} as const satisfies Record<Extract<ClaimCommand, { type: "reverse" }>["cause"], Label>;

/** Why it is not done, by the reason that the API names. */
export const noClaimReasons: Readonly<Record<string, Label>> = {
  "not-archived": { zh: "案件没有以成功调解归档。", en: "The case is not archived as settled." },
  "no-mediator": { zh: "案件没有登记主办调解员。", en: "The case names no mediator." },
  "unknown-mediator": {
    zh: "主办调解员没有在本机构登记。",
    en: "The mediator of the case is not registered with your organisation.",
  },
  "public-employee": {
    zh: "主办调解员是公职人员，不发放以奖代补。",
    en: "The mediator is a public employee, who is not paid by the case.",
  },
  "claimed-before": { zh: "这件纠纷已由其他机构申报。", en: "Another body claimed for this dispute." },
  "same-person": {
    zh: "审核人不得审批，审批人不得发放。",
    en: "Who reviewed a claim does not approve it, and who approved it does not pay.",
  },
  "unnamed-before": {
    zh: "上一步没有写明办理人，请由另一名人员重新办理上一步。",
    en: "The step before names nobody. Somebody else has to take that one again.",
  },
  "still-archived": {
    zh: "案件仍在归档状态，没有重新办理。",
    en: "The case is archived: it was not opened again.",
  },
};
