import type { Label } from "../../shared/domain/codes.ts";

/** The sheets that are printed of a case, in the order in which a case needs them. */
export const sheetNames = {
  receipt: { zh: "移送回执", en: "Receipt of the referral" },
  acceptance: { zh: "受理回执", en: "Receipt of the acceptance" },
  result: { zh: "结果反馈单", en: "Result of the mediation" },
  case: { zh: "案件情况表", en: "Summary of the case" },
  contents: { zh: "卷宗目录", en: "Contents of the file" },
} as const satisfies Record<string, Label>;
export type SheetName = keyof typeof sheetNames;

export const sheetTexts = {
  print: { zh: "打印", en: "Print" },
  sheets: { zh: "打印单据", en: "Sheets to print" },
  printedBy: { zh: "打印人", en: "Printed by" },
  printedAt: { zh: "打印时间", en: "Printed at" },
  countedAsOf: {
    zh: "按打印时的数据统计：案件按办结月份计，调解成功按协议生效月份计，撤回、并案的不计。",
    en: "As counted when it was printed: cases in the month in which they ended, settlements in the month in which they took effect; without those recalled or merged.",
  },
  seal: { zh: "（盖章）", en: " (seal)" },
  date: { zh: "　　年　　月　　日", en: "Date: ____________" },
  requestedAt: { zh: "申请时间", en: "Requested at" },
  receivedAt: { zh: "收到移送时间", en: "Referral received at" },
  acceptedAt: { zh: "确认受理时间", en: "Accepted at" },
  offeredAt: { zh: "分派时间", en: "Offered at" },
  assignedTo: { zh: "分派机构", en: "Offered to" },
  notYetAssigned: { zh: "待分派", en: "To be assigned" },
  history: { zh: "办理经过", en: "What happened" },
  latestSteps: { zh: "办理经过（最近 10 项）", en: "What happened (the last 10 steps)" },
  number: { zh: "序号", en: "No." },
  paper: { zh: "材料", en: "Paper" },
  addedBy: { zh: "提交机构", en: "Added by" },
  addedAt: { zh: "入卷时间", en: "Added at" },
  fingerprint: { zh: "文件指纹（SHA-256 前 16 位）", en: "Fingerprint (first 16 digits of SHA-256)" },
  noPapers: { zh: "卷内暂无材料。", en: "The file holds no papers." },
  withParties: { zh: "附当事人打印（留痕）", en: "Print with the parties (recorded)" },
  withPartiesReason: { zh: "查阅理由（司法行政机关必填）", en: "Reason (required of the justice bureau)" },
} as const satisfies Record<string, Label>;
