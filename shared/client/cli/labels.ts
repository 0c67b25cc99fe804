import type { CaseStatus } from "../../domain/case.ts";
import type { Label } from "../../domain/codes.ts";
import type { CaseEventType } from "../../domain/events.ts";

export const statuses: Readonly<Record<CaseStatus, Label>> = {
  submitted: { zh: "已提交", en: "Submitted" },
  triage: { zh: "待人工分派", en: "To be assigned by hand" },
  offered: { zh: "待签收", en: "Offered" },
  accepted: { zh: "已受理", en: "Accepted" },
  seeking_consent: { zh: "征询意愿中", en: "Seeking consent" },
  mediating: { zh: "调解中", en: "Mediating" },
  agreed: { zh: "已达成协议", en: "Agreed" },
  performing: { zh: "履行中", en: "Performing" },
  closed: { zh: "已结案", en: "Closed" },
};

export const happenings: Readonly<Record<CaseEventType, Label>> = {
  "case.submitted": { zh: "移送提交", en: "Referred" },
  "routing.requested": { zh: "请求分派", en: "Routing requested" },
  "case.triaged": { zh: "转人工分派", en: "Left to the coordinator" },
  "assignment.offered": { zh: "分派", en: "Offered" },
  "assignment.accepted": { zh: "签收受理", en: "Accepted" },
  "assignment.declined": { zh: "不予受理", en: "Declined" },
  "assignment.lapsed": { zh: "逾期未签收", en: "Offer lapsed" },
  "consent.sought": { zh: "征询调解意愿", en: "Consent sought" },
  "consent.recorded": { zh: "登记意愿", en: "Consent recorded" },
  "mediation.started": { zh: "开始调解", en: "Mediation began" },
  "session.held": { zh: "调解", en: "Session held" },
  "agreement.reached": { zh: "达成协议", en: "Agreement reached" },
  "performance.started": { zh: "开始履行", en: "Performance began" },
  "performance.proved": { zh: "履行完毕", en: "Performance proved" },
  "case.closed": { zh: "结案", en: "Closed" },
  "result.reminded": { zh: "催告签收结果", en: "Reminded of the result" },
  "result.acknowledged": { zh: "反馈签收", en: "Result acknowledged" },
};

const columns = {
  action: { zh: "可执行操作", en: "Possible" },
  address: { zh: "地址", en: "Address" },
  agreement: { zh: "协议", en: "Agreement" },
  amount: { zh: "标的额", en: "Amount" },
  answerDue: { zh: "签收期限", en: "Answer by" },
  at: { zh: "时间", en: "When" },
  by: { zh: "操作机构", en: "By" },
  case: { zh: "案件", en: "Case" },
  category: { zh: "纠纷类别", en: "Category" },
  changed: { zh: "变更字段", en: "Changed" },
  channel: { zh: "来源", en: "Channel" },
  created: { zh: "新增", en: "Created" },
  deadline: { zh: "期限", en: "Deadline" },
  division: { zh: "区划", en: "Division" },
  document: { zh: "证件", en: "Document" },
  endpoint: { zh: "推送地址编号", en: "Endpoint" },
  event: { zh: "事项", en: "What" },
  failureReason: { zh: "调解不成原因", en: "Why it failed" },
  file: { zh: "文件", en: "File" },
  holder: { zh: "调解机构", en: "Held by" },
  id: { zh: "标识", en: "Id" },
  keys: { zh: "公钥数", en: "Keys" },
  lease: { zh: "租约", en: "Lease" },
  line: { zh: "行", en: "Line" },
  mediateDue: { zh: "调解期限", en: "Mediate by" },
  mediator: { zh: "调解员", en: "Mediator" },
  name: { zh: "名称", en: "Name" },
  officer: { zh: "经办人", en: "Officer" },
  outcome: { zh: "结果", en: "Outcome" },
  phone: { zh: "电话", en: "Phone" },
  place: { zh: "地点", en: "Place" },
  reason: { zh: "原因", en: "Reasons" },
  refused: { zh: "拒绝", en: "Refused" },
  risk: { zh: "风险等级", en: "Risk" },
  secret: { zh: "签名密钥（仅显示一次）", en: "Secret (shown this once)" },
  side: { zh: "诉讼地位", en: "Side" },
  source: { zh: "移送机关", en: "Sent by" },
  sourceNumber: { zh: "来源编号", en: "Source number" },
  status: { zh: "状态", en: "Status" },
  summary: { zh: "简要情况", en: "Summary" },
  type: { zh: "类型", en: "Kind" },
  unchanged: { zh: "无变化", en: "Unchanged" },
  updated: { zh: "更新", en: "Updated" },
  version: { zh: "版本", en: "Version" },
} as const satisfies Record<string, Label>;

/** Headings of tables in the reader's language. */
export const headings = <Name extends keyof typeof columns>(language: "en" | "zh", ...names: Name[]): string[] =>
  names.map((name) => columns[name][language]);

/** One heading. */
export const heading = (language: "en" | "zh", name: keyof typeof columns): string => columns[name][language];

/** What a status or a happening is called; the code itself when a newer platform sent one that is not known here. */
export const nameOf = (labels: Readonly<Record<string, Label>>, code: string, language: "en" | "zh"): string =>
  labels[code]?.[language] ?? code;
