import type { Label } from "../domain/codes.ts";

/** What the fields of a referral are called; a field inside another stands under both names, after a dot. */
export const referralFields: Readonly<Record<string, Label>> = {
  sourceNumber: { zh: "本机关编号（案号、警情号）", en: "Your own number of the case" },
  channel: { zh: "来源渠道", en: "Channel" },
  requestedAt: { zh: "申请调解时间（不填为现在）", en: "When mediation was asked for; now, when empty" },
  mediateBy: { zh: "指定的调解期限（检察机关必填）", en: "The last day you set; the procuratorate must" },
  summaryProcedure: { zh: "简易程序案件", en: "Under summary procedure" },
  namedOrganisationId: { zh: "当事人指定的调解组织", en: "The body that the parties wish for" },
  dispute: { zh: "纠纷", en: "The dispute" },
  "dispute.category": { zh: "纠纷类别", en: "Category" },
  "dispute.place": { zh: "纠纷发生地", en: "Place of the dispute" },
  "dispute.occurredOn": { zh: "发生日期", en: "Day on which it arose" },
  "dispute.summary": { zh: "纠纷概况", en: "What it is about" },
  "dispute.amountFen": { zh: "标的额", en: "Amount in dispute" },
  "dispute.riskGrade": { zh: "风险等级（不选为蓝）", en: "Risk; blue, when none is chosen" },
  "dispute.harm": { zh: "人身损害后果", en: "Harm to persons" },
  "dispute.earlierAttemptFailed": { zh: "此前调解未成功", en: "An earlier attempt failed" },
  "dispute.circumstances": {
    zh: "不宜调解或应报告的情形（没有则不选）",
    en: "What speaks against mediation, or must be reported; none, when nothing does",
  },
  parties: { zh: "当事人", en: "Parties" },
  "parties.address": { zh: "住址（住所）", en: "Address" },
  "parties.document": { zh: "证件", en: "Identity document" },
  "parties.document.kind": { zh: "证件类型", en: "Kind of identity document" },
  "parties.document.number": { zh: "证件号码", en: "Number of the identity document" },
  "parties.kind": { zh: "当事人类型", en: "Kind of party" },
  "parties.name": { zh: "姓名（名称）", en: "Name" },
  "parties.phone": { zh: "联系电话", en: "Phone" },
  "parties.place": { zh: "住所地", en: "Where the party lives" },
  "parties.side": { zh: "诉讼地位", en: "Side" },
};
