import type { Consent } from "../domain/case.ts";
import type { Label } from "../domain/codes.ts";
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
