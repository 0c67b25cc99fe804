import type { Label } from "../domain/codes.ts";
import { fieldLabels } from "./fields.ts";

/** What the fields of a referral are called; a field inside another stands under both names, after a dot. */
export const referralFields: Readonly<Record<string, Label>> = {
  sourceNumber: { zh: "本机关编号（案号、警情号）", en: "Your own number of the case" },
  channel: { zh: "来源渠道", en: "Channel" },
  requestedAt: { zh: "申请调解时间（不填为现在）", en: "When mediation was asked for; now, when empty" },
  mediateBy: { zh: "指定的调解期限（检察机关必填）", en: "The last day you set; the procuratorate must" },
  takenUpOn: { zh: "本机关受理之日（信访必填其一）", en: "Day on which your office took the petition up" },
  takenUpWithRequest: { zh: "申请之日即为受理之日", en: "Your office took it up with the request itself" },
  summaryProcedure: { zh: "简易程序案件", en: "Under summary procedure" },
  namedOrganisationId: { zh: "当事人指定的调解组织", en: "The body that the parties wish for" },
  dispute: { zh: "纠纷", en: "The dispute" },
  "dispute.category": { zh: "纠纷类别", en: "Category" },
  "dispute.place": { zh: "纠纷发生地", en: "Place of the dispute" },
  "dispute.occurredOn": { zh: "发生日期", en: "Day on which it arose" },
  "dispute.summary": { zh: "纠纷概况", en: "What it is about" },
  "dispute.requested": { zh: "申请事项", en: "What the applicant asks for" },
  "dispute.amountFen": { zh: "标的额", en: "Amount in dispute" },
  "dispute.riskGrade": { zh: "风险等级（不选为蓝）", en: "Risk; blue, when none is chosen" },
  "dispute.harm": { zh: "人身损害后果", en: "Harm to persons" },
  "dispute.earlierAttemptFailed": { zh: "此前调解未成功", en: "An earlier attempt failed" },
  "dispute.circumstances": {
    zh: "不宜调解或应报告的情形（没有则不选）",
    en: "What speaks against mediation, or must be reported; none, when nothing does",
  },
  parties: { zh: "当事人", en: "Parties" },
  // The parties are the same wherever they are asked for.
  ...Object.fromEntries(Object.entries(fieldLabels("supply-info")).filter(([path]) => path.startsWith("parties."))),
};
