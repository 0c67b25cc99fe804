import type * as z from "zod";
import type { OperationAnswer } from "../../contracts/routes.ts";
import type { CaseState, ClockKind, Consent, routingRule, triageReason } from "../../domain/case.ts";
import type { DayUnit } from "../../domain/clocks.ts";
import type { DangerKind, Label } from "../../domain/codes.ts";
import type { EventType } from "../../domain/events.ts";
import type { RoutingDecision } from "../../domain/routing.ts";

export const happenings: Readonly<Record<EventType, Label>> = {
  "case.submitted": { zh: "移送提交", en: "Referred" },
  "repeat.found": { zh: "发现重复纠纷", en: "Earlier dispute found" },
  "info.requested": { zh: "退回补正", en: "Sent back for what it lacks" },
  "info.supplied": { zh: "补正材料", en: "Completed" },
  "routing.requested": { zh: "请求分派", en: "Routing requested" },
  "case.triaged": { zh: "转人工分派", en: "Left to the coordinator" },
  "eligibility.decided": { zh: "认定可以调解", en: "Found fit for mediation" },
  "circumstances.noted": { zh: "登记有关情形", en: "Circumstances noted" },
  "assignment.offered": { zh: "分派", en: "Offered" },
  "assignment.accepted": { zh: "签收受理", en: "Accepted" },
  "assignment.declined": { zh: "拒绝签收", en: "Declined" },
  "assignment.lapsed": { zh: "逾期未签收", en: "Offer lapsed" },
  "assignment.escalated": { zh: "逐级上报", en: "Escalated" },
  "case.transferred": { zh: "三调衔接移交", en: "Transferred" },
  "consent.sought": { zh: "征询调解意愿", en: "Consent sought" },
  "consent.recorded": { zh: "登记意愿", en: "Consent recorded" },
  "mediation.started": { zh: "开始调解", en: "Mediation began" },
  "session.held": { zh: "调解", en: "Session held" },
  "mediation.suspended": { zh: "中止调解", en: "Suspended" },
  "mediation.resumed": { zh: "恢复调解", en: "Resumed" },
  "mediation.extended": { zh: "延长调解期限", en: "Extended" },
  "danger.reported": { zh: "风险报告公安", en: "Danger reported to the police" },
  "danger.reminded": { zh: "催告签收风险报告", en: "Station reminded of the danger" },
  "danger.acknowledged": { zh: "公安签收风险报告", en: "The station signed for the report" },
  "agreement.reached": { zh: "达成协议", en: "Agreement reached" },
  "confirmation.filed": { zh: "申请司法确认", en: "Confirmation applied for" },
  "confirmation.docketed": { zh: "法院受理确认申请", en: "Taken up by the court" },
  "confirmation.extended": { zh: "法院延长审查期限", en: "Time for the court's decision extended" },
  "confirmation.granted": { zh: "裁定协议有效", en: "Confirmed by the court" },
  "confirmation.refused": { zh: "裁定驳回确认申请", en: "Confirmation refused" },
  "performance.started": { zh: "开始履行", en: "Performance began" },
  "instalment.paid": { zh: "分期履行", en: "Instalment paid" },
  "visit.made": { zh: "回访", en: "Follow-up visit" },
  "performance.proved": { zh: "履行完毕", en: "Performance proved" },
  "agreement.defaulted": { zh: "未履行协议", en: "Not performed" },
  "case.closed": { zh: "结案", en: "Closed" },
  "recall.acknowledged": { zh: "确认撤回", en: "Recall acknowledged" },
  "case.sent_on": { zh: "引导转送", en: "Sent on" },
  "referral.recalled": { zh: "一家移送机关撤回", en: "Referral recalled" },
  "referral.joined": { zh: "并入移送", en: "Referral joined" },
  "referrals.parted": { zh: "分出移送", en: "Referral parted" },
  "case.unmerged": { zh: "撤销并案", en: "Merge taken back" },
  "own_period.extended": { zh: "移送机关延长自身期限", en: "The referrer's own period extended" },
  "deadline.warned": { zh: "期限预警", en: "Deadline near" },
  "deadline.breached": { zh: "期限届满", en: "Deadline missed" },
  "clocks.recomputed": { zh: "期限重新计算", en: "Deadlines recomputed" },
  "result.reminded": { zh: "催告签收结果", en: "Reminded of the result" },
  "result.acknowledged": { zh: "反馈签收", en: "Result acknowledged" },
  "case.archived": { zh: "归档", en: "Archived" },
  "case.reopened": { zh: "重新受理", en: "Reopened" },
};

export const clockKinds: Readonly<Record<ClockKind, Label>> = {
  "supply-info": { zh: "补正期限", en: "Complete by" },
  triage: { zh: "人工处理期限", en: "The coordinator decides by" },
  answer: { zh: "签收期限", en: "Answer by" },
  "contact-parties": { zh: "联系当事人期限", en: "Contact the parties by" },
  mediate: { zh: "调解期限", en: "Mediate by" },
  "second-attempt": { zh: "再次调解期限", en: "Second attempt by" },
  "confirmation-window": { zh: "申请司法确认期限", en: "Apply for confirmation by" },
  confirmation: { zh: "司法确认期限", en: "The court decides by" },
  "confirmation-outer": { zh: "司法确认最长期限", en: "The court decides at the latest by" },
  perform: { zh: "履行期限", en: "Perform by" },
  "petition-answer": { zh: "信访答复期限", en: "The petition is answered by" },
  "police-case": { zh: "公安办案期限", en: "The police decide by" },
  "court-docketing": { zh: "法院立案期限", en: "The court dockets by" },
  "joint-request": { zh: "申请交警调解期限", en: "Joint request to the traffic police by" },
};

export const triageReasons: Readonly<Record<z.infer<typeof triageReason>, Label>> = {
  "unknown-place": { zh: "地点不明", en: "The place is unknown" },
  "nobody-left": { zh: "无机构可分派", en: "Nobody is left to ask" },
  eligibility: { zh: "受理条件待审查", en: "A person must decide whether it may be mediated" },
  "info-not-supplied": { zh: "逾期未补正", en: "What it lacked was not supplied" },
  reopened: { zh: "重新受理", en: "Reopened" },
};

export const consentAnswers: Readonly<Record<Consent["answer"], Label>> = {
  consented: { zh: "同意", en: "consents" },
  refused: { zh: "不同意", en: "refuses" },
};

export const consentChannels: Readonly<Record<Consent["channel"], Label>> = {
  in_person: { zh: "当面", en: "in person" },
  telephone: { zh: "电话", en: "by telephone" },
  written: { zh: "书面", en: "in writing" },
  online: { zh: "线上", en: "online" },
};

export const dangerKinds: Readonly<Record<DangerKind, Label>> = {
  domestic_violence: { zh: "家庭暴力", en: "Domestic violence" },
  person_at_risk: { zh: "未成年人或无行为能力人面临风险", en: "A minor or person without capacity at risk" },
  public_order: { zh: "可能激化为治安案件", en: "Danger to public order" },
  crime: { zh: "涉嫌犯罪", en: "A crime" },
  self_harm: { zh: "自伤、自杀风险", en: "Danger of self-harm" },
};

/** The level below which an escalated case is not offered. */
export const floors: Readonly<Record<NonNullable<CaseState["floor"]>, Label>> = {
  town: { zh: "乡镇（街道）", en: "Town" },
  county: { zh: "县（市、区）", en: "County" },
};

export const routingRules: Readonly<Record<z.infer<typeof routingRule>, Label>> = {
  named: { zh: "当事人指定", en: "The parties' wish" },
  industry: { zh: "行业调委会", en: "Industry committee" },
  "stationed-studio": { zh: "派驻移送机关的工作室", en: "Studio at the referrer" },
  place: { zh: "属地", en: "Place of the dispute" },
  "party-place": { zh: "当事人属地", en: "Place of a party" },
  centre: { zh: "县级中心", en: "The county's centre" },
  "by-hand": { zh: "人工分派", en: "By hand" },
  transfer: { zh: "三调衔接移交", en: "Transfer" },
};

type Eligibility = OperationAnswer<"previewRouting">["eligibility"]["verdict"];
export const eligibilities: Readonly<Record<Eligibility, Label>> = {
  ok: { zh: "可以调解", en: "May be mediated" },
  review: { zh: "需人工审查", en: "A person must look at it" },
  block: { zh: "不宜调解", en: "Not fit for mediation" },
};

type TraceStep = RoutingDecision["trace"][number];
export const traceVerdicts: Readonly<Record<TraceStep["verdict"], Label>> = {
  chosen: { zh: "选定", en: "Chosen" },
  "passed-over": { zh: "未选", en: "Passed over" },
  "no-candidate": { zh: "无候选机构", en: "Nobody to ask" },
};

/** Why a body was passed over. */
export const passingReasons: Readonly<Record<Extract<TraceStep, { verdict: "passed-over" }>["why"], Label>> = {
  "not-a-mediation-body": { zh: "不是调解组织", en: "Does not mediate" },
  "refused-before": { zh: "此前已拒绝或逾期未签收", en: "Declined or kept silent before" },
  suspended: { zh: "已暂停受理", en: "Suspended" },
  "term-expired": { zh: "任期届满", en: "Its term is over" },
  "conflict-of-interest": { zh: "存在利害关系", en: "Conflict of interest" },
  full: { zh: "满额", en: "Full" },
  "wrong-category": { zh: "不受理此类纠纷", en: "Does not take this category" },
  "does-not-cover-place": { zh: "不管辖该地", en: "Does not cover the place" },
  "too-low-for-complex-case": { zh: "疑难复杂，应由上一级调解", en: "Too low for so hard a case" },
  busier: { zh: "在办案件较多", en: "Busier than the one chosen" },
  farther: { zh: "距离较远", en: "Farther than the one chosen" },
  "by-lot": { zh: "条件相同，未抽中", en: "Equal; the lot fell on another" },
};

/** What a period is counted in. */
export const dayUnits: Readonly<Record<DayUnit, Label>> = {
  calendar: { zh: "天", en: "days" },
  working: { zh: "个工作日", en: "working days" },
};

/** What else there is to say about a clock. */
export const clockMarks = {
  breached: { zh: "已逾期", en: "missed" },
  extended: { zh: "已延长", en: "extended" },
  paused: { zh: "已中止", en: "paused" },
  provisional: { zh: "暂定", en: "provisional" },
} as const satisfies Record<string, Label>;

const columns = {
  action: { zh: "可执行操作", en: "Possible" },
  address: { zh: "地址", en: "Address" },
  agreement: { zh: "协议", en: "Agreement" },
  article: { zh: "依据", en: "Article" },
  amount: { zh: "标的额", en: "Amount" },
  closedOn: { zh: "结案日期", en: "Closed on" },
  confirmation: { zh: "司法确认", en: "Confirmation" },
  mergedInto: { zh: "并入案件", en: "Merged into" },
  missingPapers: { zh: "尚缺材料", en: "Papers still missing" },
  provisional: { zh: "日期暂定（待公布节假日安排）", en: "Dates provisional until the calendar is published" },
  missing: { zh: "应补正", en: "To be supplied" },
  linked: { zh: "关联案件", en: "Linked cases" },
  track: { zh: "调解类型", en: "Track" },
  at: { zh: "时间", en: "When" },
  by: { zh: "操作机构", en: "By" },
  case: { zh: "案件", en: "Case" },
  category: { zh: "纠纷类别", en: "Category" },
  changed: { zh: "变更字段", en: "Changed" },
  channel: { zh: "来源", en: "Channel" },
  created: { zh: "新增", en: "Created" },
  declined: { zh: "拒绝签收", en: "Declined" },
  lapsed: { zh: "逾期未签收", en: "Kept silent" },
  deadline: { zh: "期限", en: "Deadline" },
  division: { zh: "区划", en: "Division" },
  document: { zh: "证件", en: "Document" },
  endpoint: { zh: "推送地址编号", en: "Endpoint" },
  event: { zh: "事项", en: "What" },
  facts: { zh: "具体内容", en: "What exactly" },
  grounds: { zh: "待认定事由", en: "To be decided on" },
  failureReason: { zh: "调解不成原因", en: "Why it failed" },
  file: { zh: "文件", en: "File" },
  holder: { zh: "调解机构", en: "Held by" },
  id: { zh: "标识", en: "Id" },
  keys: { zh: "公钥数", en: "Keys" },
  lease: { zh: "租约", en: "Lease" },
  line: { zh: "行", en: "Line" },
  mediator: { zh: "主办调解员", en: "Mediator" },
  coMediators: { zh: "协办调解员", en: "Co-mediators" },
  name: { zh: "名称", en: "Name" },
  officer: { zh: "经办人", en: "Officer" },
  outcome: { zh: "结果", en: "Outcome" },
  phone: { zh: "电话", en: "Phone" },
  place: { zh: "地点", en: "Place" },
  paper: { zh: "证明材料", en: "Paper" },
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
  answer: { zh: "签收期限", en: "To be answered within" },
  cases: { zh: "案件数", en: "Cases" },
  claim: { zh: "申报编号", en: "Claim" },
  eligibility: { zh: "受理条件", en: "Eligibility" },
  mediate: { zh: "调解期限", en: "To be mediated within" },
  harm: { zh: "伤亡情况", en: "Harm" },
  hard: { zh: "疑难复杂", en: "Hard" },
  parties: { zh: "当事人数", en: "Parties" },
  party: { zh: "当事人", en: "Party" },
  rule: { zh: "分派规则", en: "Rule" },
  size: { zh: "字节", en: "Bytes" },
  successes: { zh: "调解成功", en: "Settled" },
  total: { zh: "合计", en: "Total" },
  verdict: { zh: "结论", en: "Verdict" },
  holidays: { zh: "放假", en: "Days off" },
  workdays: { zh: "调休上班", en: "Make-up workdays" },
  year: { zh: "年度", en: "Year" },
} as const satisfies Record<string, Label>;

/** Headings of tables in the reader's language. */
export const headings = <Name extends keyof typeof columns>(language: "en" | "zh", ...names: Name[]): string[] =>
  names.map((name) => columns[name][language]);

/** One heading. */
export const heading = (language: "en" | "zh", name: keyof typeof columns): string => columns[name][language];

/** What a status or a happening is called; the code itself when a newer platform sent one that is not known here. */
export const nameOf = (labels: Readonly<Record<string, Label>>, code: string, language: "en" | "zh"): string =>
  labels[code]?.[language] ?? code;
