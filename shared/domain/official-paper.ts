import * as z from "zod";
import type { DocumentKind, Label } from "./codes.ts";
import { once } from "./once.ts";

/** The official papers that are made from a case. */
export const paperKind = once(() =>
  z.enum([
    "application",
    "registration",
    "rights_notice",
    "investigation_record",
    "evidence",
    "mediation_record",
    "agreement",
    "oral_agreement_form",
    "visit_record",
    "refusal_notice",
    "end_notice",
    "transfer_letter",
    "return_letter",
    "confirmation_application",
    "committee_certificate",
    "court_feedback",
    "police_feedback",
    "parties_application",
    "procuratorate_feedback",
    "petition_feedback",
    "cover",
    "contents",
    "case_note",
    "back_cover",
    "incentive_form",
    "supervision_letter",
  ]),
);
export type PaperKind = z.infer<ReturnType<typeof paperKind>>;

/** Those of which a county can have a template of its own: the bound file makes its cover, contents and back cover itself. */
export const templateKind = once(() => paperKind().exclude(["cover", "contents", "back_cover"]));
export type TemplateKind = z.infer<ReturnType<typeof templateKind>>;

/**
 * What a paper is called, under which kind it lies in the file, and who makes it: the keeper of the case, or the referrer that
 * sends it.
 */
export type PaperDefinition = Label & { document: DocumentKind; by: "keeper" | "referrer" };

/** The forms of the Ministry of Justice (司发通〔2010〕239号), and the letters that go with a case. */
export const paperKinds = {
  application: { zh: "人民调解申请书", en: "Application for mediation", document: "other", by: "keeper" },
  registration: { zh: "人民调解受理登记表", en: "Registration", document: "registration", by: "keeper" },
  rights_notice: { zh: "人民调解权利义务告知书", en: "Notice of rights and duties", document: "other", by: "keeper" },
  investigation_record: { zh: "人民调解调查记录", en: "Record of inquiry", document: "other", by: "keeper" },
  evidence: { zh: "人民调解证据材料", en: "Evidence", document: "other", by: "keeper" },
  mediation_record: { zh: "人民调解记录", en: "Mediation record", document: "mediation_record", by: "keeper" },
  agreement: { zh: "人民调解协议书", en: "Agreement", document: "agreement", by: "keeper" },
  oral_agreement_form: {
    zh: "人民调解口头协议登记表",
    en: "Oral-agreement form",
    document: "oral_agreement_form",
    by: "keeper",
  },
  visit_record: { zh: "人民调解回访记录", en: "Record of a visit", document: "other", by: "keeper" },
  refusal_notice: { zh: "不予受理通知书", en: "Notice of refusal", document: "end_notice", by: "keeper" },
  end_notice: { zh: "终止调解通知书", en: "End notice", document: "end_notice", by: "keeper" },
  transfer_letter: { zh: "移送函", en: "Letter of referral", document: "other", by: "referrer" },
  return_letter: { zh: "退回函", en: "Letter of return", document: "other", by: "keeper" },
  confirmation_application: {
    zh: "司法确认申请书",
    en: "Application for confirmation",
    document: "confirmation_application",
    by: "keeper",
  },
  committee_certificate: { zh: "调解组织证明", en: "Certificate of the committee", document: "other", by: "keeper" },
  court_feedback: { zh: "委派（委托）调解结果反馈函", en: "Letter to the court", document: "other", by: "keeper" },
  police_feedback: { zh: "治安调解结果反馈函", en: "Letter to the police", document: "other", by: "keeper" },
  parties_application: {
    zh: "不予处罚申请书",
    en: "The parties' application for no penalty",
    document: "parties_application",
    by: "keeper",
  },
  procuratorate_feedback: {
    zh: "检调对接调解结果反馈函",
    en: "Letter to the procuratorate",
    document: "other",
    by: "keeper",
  },
  petition_feedback: {
    zh: "访调对接调解结果反馈函",
    en: "Letter to the petition office",
    document: "other",
    by: "keeper",
  },
  cover: { zh: "卷宗封面", en: "Cover of the file", document: "other", by: "keeper" },
  contents: { zh: "卷宗目录", en: "Contents of the file", document: "other", by: "keeper" },
  case_note: { zh: "卷宗情况说明", en: "Note on the file", document: "other", by: "keeper" },
  back_cover: { zh: "卷宗封底", en: "Back cover of the file", document: "other", by: "keeper" },
  incentive_form: { zh: "人民调解以奖代补审批表", en: "Form for incentive pay", document: "other", by: "keeper" },
  supervision_letter: { zh: "督办函", en: "Letter of supervision", document: "other", by: "keeper" },
} as const satisfies Record<PaperKind, PaperDefinition>;
