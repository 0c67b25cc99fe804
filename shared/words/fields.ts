import type { Label } from "../domain/codes.ts";

/** What the fields of the steps' bodies are called. A column of a table stands under the name of its table, after a dot. */
const fields = {
  agreed: { zh: "会商意见", en: "What was agreed" },
  agreedAt: { zh: "口头协议达成时间", en: "When the oral agreement was made" },
  amountFen: { zh: "金额", en: "Amount" },
  applicants: {
    zh: "申请人（当事人序号，须全体共同申请）",
    en: "Parties who apply together; all must. 1 is the first of the referral",
  },
  article: { zh: "依据的法律条文", en: "The article of law it rests on" },
  attended: { zh: "参加单位", en: "Bodies that attended" },
  category: { zh: "纠纷类别", en: "Category of the dispute" },
  circumstances: { zh: "不宜调解或应报告的情形", en: "What speaks against mediation or must be reported" },
  clock: { zh: "所延长的本机关期限", en: "Which of your own periods is extended" },
  coMediatorIds: { zh: "协办调解员", en: "Co-mediators, who help the lead mediator" },
  consents: { zh: "当事人意愿", en: "Answers of the parties" },
  "consents.answer": { zh: "是否同意", en: "What they answered" },
  "consents.at": { zh: "答复时间", en: "When they answered" },
  "consents.channel": { zh: "征询方式", en: "How they were asked" },
  "consents.party": {
    zh: "当事人序号（按移送顺序，1 为第一人）",
    en: "Parties who answered; 1 is the first of the referral",
  },
  courtId: { zh: "管辖法院", en: "The court that decides" },
  defaultedOn: { zh: "发现未履行的日期", en: "When the default was found out" },
  documentId: { zh: "证明材料（卷宗材料编号）", en: "The paper in the case file that shows it" },
  documentNumber: { zh: "文书编号", en: "Number of the document" },
  dueOn: { zh: "延长后的期限", en: "The new last day" },
  filedAt: { zh: "申请时间", en: "When the parties applied" },
  finding: { zh: "回访情况", en: "What was found" },
  form: { zh: "协议形式", en: "Form of the agreement" },
  heldAt: { zh: "调解时间", en: "When the session was held" },
  instalments: { zh: "分期履行计划", en: "Each instalment: its day, and its amount where there is one" },
  "instalments.amountFen": { zh: "本期金额", en: "Amount of the instalment" },
  "instalments.dueOn": { zh: "本期履行日期", en: "Day on which the instalment is due" },
  into: { zh: "并入的案件", en: "Case into which it is merged" },
  kind: { zh: "风险类型", en: "Kind of danger" },
  lateReason: { zh: "逾期理由（逾期办理时必填）", en: "Reason for being late; required once the time is over" },
  mediateBy: {
    zh: "移送机关重新指定的期限（原期限已过的必填）",
    en: "The referrer's new date; required when the old one is over",
  },
  mediatorId: { zh: "主办调解员", en: "Lead mediator" },
  meetAt: { zh: "会商时间", en: "When the meeting is to be held" },
  missing: { zh: "应补正内容", en: "What the referral lacks" },
  next: { zh: "驳回后的处理", en: "What follows: mediate again, or void" },
  note: { zh: "说明（原因选“其他”时必填）", en: "Note; required when the reason is other" },
  number: { zh: "期次", en: "Number of the instalment" },
  ownNumber: { zh: "本机关编号", en: "your own number" },
  organisationId: { zh: "机构", en: "Organisation" },
  organisationIds: { zh: "参加会商的调解组织", en: "Bodies that are convened" },
  override: {
    zh: "已拒绝或逾期未签收的机构仍予分派",
    en: "Offer it again to a body that declined or did not answer",
  },
  paidOn: { zh: "给付日期", en: "When it was paid" },
  parties: { zh: "全部当事人（重新填报）", en: "All parties anew, as far as they are known" },
  "parties.address": { zh: "住址（住所）", en: "Address" },
  "parties.document": { zh: "证件", en: "Identity document" },
  "parties.document.kind": { zh: "证件类型", en: "Kind of identity document" },
  "parties.document.number": { zh: "证件号码", en: "Number of the identity document" },
  "parties.kind": { zh: "当事人类型", en: "Kind of party" },
  "parties.name": { zh: "姓名（名称）", en: "Name" },
  "parties.phone": { zh: "联系电话", en: "Phone" },
  "parties.place": { zh: "住所地（区划代码）", en: "Division code of the residence or seat" },
  "parties.side": { zh: "申请人、被申请人或第三人", en: "Side: applicant, respondent or third party" },
  partiesAgree: {
    zh: "当事人同意（调解开始后上报的须同意）",
    en: "The parties agree; needed once mediation has begun",
  },
  performBy: { zh: "约定履行期限", en: "Until when it is to be performed" },
  performedOn: { zh: "履行完毕日期", en: "When it was performed" },
  place: { zh: "纠纷发生地（区划代码）", en: "Division code of the place of the dispute" },
  policeId: { zh: "接报公安机关", en: "The police station that receives the report" },
  proof: { zh: "履行凭证", en: "What proves it" },
  reason: { zh: "原因", en: "Reason" },
  riskGrade: { zh: "风险等级", en: "Risk grade" },
  sealedAt: { zh: "调解组织盖章时间", en: "When the committee sealed it" },
  signedAt: { zh: "各方当事人签字时间", en: "When each party signed" },
  sourceNumber: {
    zh: "来源编号（不填则撤回本机关的全部移送）",
    en: "Source number of the referral; all of yours, when absent",
  },
  subject: { zh: "协议内容类型", en: "What the agreement is about" },
  summary: { zh: "简要情况", en: "Summary" },
  to: { zh: "上报层级", en: "Level to which it goes up" },
  track: { zh: "调解类型", en: "Kind of mediation" },
  visitedOn: { zh: "回访日期", en: "When the visit was made" },
} as const satisfies Record<string, Label>;

type Labels = Readonly<Record<keyof typeof fields, Label>>;
const warned: Label = {
  zh: "说明（原因选“其他”或有不宜调解情形时必填）",
  en: "Note; required when the reason is other, and where something speaks against mediation",
};
const free: Label = { zh: "说明", en: "Note" };

/** Where a field means something of its own in one step: its words there, by the verb of the step. */
export const fieldsOfVerbs: Readonly<Record<string, Partial<Labels>>> = {
  "allow-mediation": { reason: { zh: "准予调解的理由", en: "Why the dispute may be mediated all the same" } },
  "assign-mediator": {
    mediatorId: { zh: "今后的主办调解员", en: "Who leads the mediation from now on" },
    note: free,
  },
  assign: { note: warned, organisationId: { zh: "分派机构", en: "The body that is asked to mediate" } },
  "convene-meeting": { note: { zh: "会商事项（勿写姓名）", en: "What is to be talked over; name nobody in it" } },
  "correct-referral": {
    amountFen: { zh: "标的额", en: "Amount in dispute" },
    reason: { zh: "更正理由或补充说明（勿写姓名）", en: "Why it is corrected, or the answer; name nobody in it" },
  },
  "decide-grade": { reason: { zh: "认定理由", en: "Why it is raised, lowered or kept" } },
  extend: {
    consents: { zh: "当事人同意延长", en: "The parties' consent to the extension" },
    "consents.at": { zh: "同意时间", en: "When they agreed" },
    "consents.party": {
      zh: "同意延长的当事人序号（须全体同意）",
      en: "Parties who agree; all must. 1 is the first of the referral",
    },
  },
  "correct-agreement": {
    amountFen: { zh: "协议给付金额", en: "Amount to be paid" },
    documentNumber: { zh: "协议书编号", en: "Number of the agreement" },
    reason: { zh: "更正理由", en: "Why the record is corrected" },
  },
  "grant-confirmation": { documentNumber: { zh: "裁定书案号", en: "Number of the ruling" } },
  move: {
    note: warned,
    organisationId: { zh: "改派至", en: "The body to which the case is moved" },
  },
  "not-accept": { note: { zh: "不予受理的理由及其他救济途径", en: "Why, and which other routes the parties have" } },
  "record-agreement": {
    amountFen: { zh: "协议给付金额", en: "Amount to be paid" },
    documentNumber: { zh: "协议书编号", en: "Number of the agreement" },
  },
  "record-default": { note: free },
  "record-meeting": { heldAt: { zh: "会商时间", en: "When the meeting was held" } },
  "report-danger": { note: free },
  "send-on": { organisationId: { zh: "转送机构", en: "The body to which it is sent on" } },
  "supply-info": {
    amountFen: { zh: "标的额", en: "Amount in dispute" },
    note: { zh: "补正说明（载入案件经过，勿写姓名）", en: "Note, kept in the history: name nobody in it" },
  },
  transfer: { note: warned, organisationId: { zh: "接收机构", en: "The body that takes the case over" } },
};

/** What the fields of a step's body are called; `verb` is the word in the step's path, such as `record-consent`. */
export const fieldLabels = (verb: string): Labels => ({ ...fields, ...fieldsOfVerbs[verb] });
