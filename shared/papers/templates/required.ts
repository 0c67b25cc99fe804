import type { TemplateKind } from "../../domain/official-paper.ts";
import { isList } from "./field.ts";
import { fieldsOf } from "./form-fields.ts";

/** One of these must stand in a template; what is told of each of a list stands behind the list's name: 当事人.姓名. */
type Alternatives = readonly string[];

const someParty: Alternatives = [
  ...["当事人姓名", "申请人姓名", "被申请人姓名"],
  ...["当事人.姓名", "申请人.姓名", "被申请人.姓名"],
];
/** A clause is not cut short: where its parts are told apart, amount and day are among them. */
const clauses: readonly Alternatives[] = [
  ["协议内容.条款", "协议内容.内容"],
  ["协议内容.条款", "协议内容.金额", "协议内容.大写金额"],
  ["协议内容.条款", "协议内容.期限"],
];
const body: Alternatives = ["调解组织"];
const referrer: Alternatives = ["移送机关"];
const caseNumber: Alternatives = ["案件编号"];
const summary: Alternatives = ["纠纷简要情况"];
const agreementNumber: Alternatives = ["协议书编号"];
const feedback = [referrer, caseNumber, ["反馈结果"]];

/** Without what a form is none: an agreement has its facts, clauses, way and time of performance (人民调解法 第29条). */
const own: Readonly<Record<TemplateKind, readonly Alternatives[]>> = {
  application: [summary, ["申请事项"]],
  registration: [summary, ["受理时间", "受理日期"]],
  rights_notice: [body],
  investigation_record: [],
  evidence: [["材料.名称"]],
  mediation_record: [["调解时间"], ["调解记录"]],
  agreement: [agreementNumber, summary, ...clauses, ["履行方式"], ["违约责任"], body],
  oral_agreement_form: [agreementNumber, summary, ...clauses, ["履行方式"], ["违约责任"], body],
  visit_record: [agreementNumber, ["回访时间"], ["回访情况"]],
  refusal_notice: [["不予受理理由"], ["法律依据"]],
  end_notice: [["终止原因"], body],
  transfer_letter: [caseNumber, body, referrer, summary],
  return_letter: [caseNumber, referrer, ["退回理由"]],
  confirmation_application: [agreementNumber, summary, ...clauses, ["法院"]],
  committee_certificate: [agreementNumber, ["法院"], body],
  court_feedback: feedback,
  police_feedback: feedback,
  parties_application: [agreementNumber, referrer],
  procuratorate_feedback: feedback,
  petition_feedback: feedback,
  case_note: [caseNumber, body],
  incentive_form: [agreementNumber, ["调解员"], body],
  supervision_letter: [caseNumber, body, ["逾期期限"]],
};

/** What a template of this form must say: one of each. */
export const requiredOf = (kind: TemplateKind): readonly Alternatives[] => [someParty, ...own[kind]];

/** Every path by which a template of this form can name something. */
export function pathsOf(kind: TemplateKind): string[] {
  return Object.entries(fieldsOf(kind)).flatMap(([name, field]) =>
    isList(field) ? [name, ...Object.keys(field.fields).map((part) => `${name}.${part}`)] : [name],
  );
}
