import type { Consent } from "../domain/case.ts";
import type { DangerKind, Label } from "../domain/codes.ts";
import type { Party } from "../domain/party.ts";

/** On which side a party stands. */
export const partySides: Readonly<Record<Party["side"], Label>> = {
  applicant: { zh: "申请人", en: "Applicant" },
  respondent: { zh: "被申请人", en: "Respondent" },
  third_party: { zh: "第三人", en: "Third party" },
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
  person_at_risk: { zh: "未成年人或无民事行为能力人面临风险", en: "A minor or person without capacity at risk" },
  public_order: { zh: "可能激化为治安案件", en: "Danger to public order" },
  crime: { zh: "涉嫌犯罪", en: "A crime" },
  self_harm: { zh: "自伤、自杀风险", en: "Danger of self-harm" },
};
