import type { Label } from "../domain/codes.ts";
import { partyDetailFields } from "./party-detail-fields.ts";

/** What is called what in that which papers alone need; a field inside another stands under both names, after a dot. */
export const particularFields: Readonly<Record<string, Label>> = {
  requested: { zh: "申请事项", en: "What the applicant asks for" },
  ...partyDetailFields,
  session: { zh: "调解记录", en: "Record of the session" },
  "session.place": { zh: "调解地点", en: "Place of the session" },
  "session.attendance": { zh: "参加人（当事人以外）", en: "Who attended besides the parties" },
  "session.recorder": { zh: "记录人", en: "Who recorded it" },
  "session.record": { zh: "调解过程记录", en: "What was said" },
  clauses: { zh: "协议内容（逐条）", en: "What was agreed on, clause by clause" },
  "clauses.text": { zh: "条款", en: "Clause" },
  "clauses.amountFen": { zh: "金额", en: "Amount" },
  "clauses.payee": { zh: "收款人", en: "Who is paid" },
  "clauses.way": { zh: "履行方式", en: "How it is performed" },
  "clauses.day": { zh: "履行期限", en: "By when" },
  breach: { zh: "违约责任", en: "What a breach entails" },
  copies: { zh: "协议书份数", en: "Number of copies" },
  visit: { zh: "回访", en: "Visit" },
  "visit.visitor": { zh: "回访人", en: "Who visited" },
  "visit.finding": { zh: "回访情况", en: "What was found" },
};
