import type { OwnPeriod } from "../domain/case.ts";
import {
  agreementForms,
  type ConfirmationSubject,
  categories,
  channels,
  circumstances,
  harms,
  identityDocuments,
  type Label,
  partyKinds,
  riskGrades,
  tracks,
} from "../domain/codes.ts";
import type { Party } from "../domain/party.ts";
import {
  assignmentReasons,
  confirmationExtensionReasons,
  confirmationRefusalReasons,
  declineReasons,
  escalationReasons,
  exclusionReasons,
  failureReasons,
  handOverReasons,
  movingReasons,
  recallReasons,
  reopeningReasons,
  returningReasons,
  sendingReasons,
  suspensionReasons,
  transferReasons,
  unmergeReasons,
  withdrawalReasons,
} from "../domain/reasons.ts";
import type { CallerVerb } from "../domain/verbs.ts";
import { administrationChoices } from "./administration.ts";
import { clockKinds } from "./clocks.ts";
import { consentAnswers, consentChannels, dangerKinds } from "./mediation.ts";
import { floors } from "./routing.ts";

type Labels = Readonly<Record<string, Label>>;

const confirmationSubjects: Readonly<Record<ConfirmationSubject, Label>> = {
  ordinary: { zh: "一般民事权益", en: "Ordinary civil rights" },
  status: { zh: "身份关系", en: "Personal status" },
  real_rights_title: { zh: "物权确权", en: "Title to real rights" },
  ip_ownership: { zh: "知识产权确权", en: "Ownership of intellectual property" },
  outside_courts: { zh: "不属于人民法院受理范围", en: "Outside what courts hear" },
  other_court: { zh: "不属于收到申请的法院管辖", en: "Within another court's jurisdiction" },
  special_procedure: {
    zh: "适用其他特别程序、公示催告程序、破产程序审理",
    en: "For another special procedure, public notice or bankruptcy",
  },
};
const sides: Readonly<Record<Party["side"], Label>> = {
  applicant: { zh: "申请人", en: "Applicant" },
  respondent: { zh: "被申请人", en: "Respondent" },
  third_party: { zh: "第三人", en: "Third party" },
};
const sexes: Readonly<Record<NonNullable<Party["sex"]>, Label>> = {
  male: { zh: "男", en: "Male" },
  female: { zh: "女", en: "Female" },
};
const ownPeriods: Readonly<Record<OwnPeriod, Label>> = clockKinds;
const afterRefusal: Labels = {
  performing: { zh: "当事人仍按协议履行", en: "The parties perform the agreement all the same" },
  mediating: { zh: "重新调解", en: "Mediate anew" },
  void: { zh: "当事人不再履行，结案", en: "The parties give the agreement up; close the case" },
};

const ofField: Readonly<Record<string, Labels>> = {
  category: categories,
  circumstances,
  clock: ownPeriods,
  form: agreementForms,
  next: afterRefusal,
  riskGrade: riskGrades,
  subject: confirmationSubjects,
  to: floors,
  track: tracks,
  "consents.answer": consentAnswers,
  "consents.channel": consentChannels,
  "parties.agent.document.kind": identityDocuments,
  "parties.document.kind": identityDocuments,
  "parties.guardian.document.kind": identityDocuments,
  "parties.legalRepresentative.document.kind": identityDocuments,
  "parties.kind": partyKinds,
  "parties.sex": sexes,
  "parties.side": sides,
  channel: channels,
  "dispute.category": categories,
  "dispute.riskGrade": riskGrades,
  "dispute.harm": harms,
  "dispute.circumstances": circumstances,
};
const reasonsOf: { readonly [Verb in CallerVerb]?: Labels } = {
  assign: assignmentReasons,
  decline: declineReasons,
  escalate: escalationReasons,
  "exclude-days": exclusionReasons,
  "extend-confirmation": confirmationExtensionReasons,
  fail: failureReasons,
  "hand-over": handOverReasons,
  move: movingReasons,
  recall: recallReasons,
  "refuse-confirmation": confirmationRefusalReasons,
  reopen: reopeningReasons,
  "return-sending": returningReasons,
  "send-on": sendingReasons,
  suspend: suspensionReasons,
  "take-back": movingReasons,
  transfer: transferReasons,
  unmerge: unmergeReasons,
  withdraw: withdrawalReasons,
};

/**
 * What the codes of a choice in a step's body are called, by the field's name; a column's name stands after that of its table,
 * as in `consents.answer`. Undefined where nobody has named them.
 */
export function choiceLabels(verb: string, field: string): Labels | undefined {
  const administered = administrationChoices(verb, field);
  if (administered !== undefined) return administered;
  const reasons: Readonly<Record<string, Labels | undefined>> = reasonsOf;
  if (field === "reason") return reasons[verb];
  return verb === "report-danger" && field === "kind" ? dangerKinds : ofField[field];
}
