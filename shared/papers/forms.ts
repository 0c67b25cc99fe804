import { type PaperKind, paperKinds } from "../domain/official-paper.ts";
import type { Layout } from "./blocks.ts";
import { createDraft, type Missing } from "./draft.ts";
import type { PaperFacts } from "./facts.ts";
import type { Form } from "./form-parts.ts";
import { agreement, committeeCertificate, confirmationApplication, oralAgreementForm } from "./forms/agreement.ts";
import { backCover, caseNote, contents, cover, incentiveForm } from "./forms/file.ts";
import {
  courtFeedback,
  endNotice,
  partiesApplication,
  petitionFeedback,
  policeFeedback,
  procuratorateFeedback,
  returnLetter,
  supervisionLetter,
  transferLetter,
} from "./forms/letters.ts";
import { evidence, investigationRecord, mediationRecord, visitRecord } from "./forms/mediation.ts";
import { application, refusalNotice, registration, rightsNotice } from "./forms/opening.ts";

const forms: Readonly<Record<PaperKind, Form>> = {
  application,
  registration,
  rights_notice: rightsNotice,
  investigation_record: investigationRecord,
  evidence,
  mediation_record: mediationRecord,
  agreement,
  oral_agreement_form: oralAgreementForm,
  visit_record: visitRecord,
  refusal_notice: refusalNotice,
  end_notice: endNotice,
  transfer_letter: transferLetter,
  return_letter: returnLetter,
  confirmation_application: confirmationApplication,
  committee_certificate: committeeCertificate,
  court_feedback: courtFeedback,
  police_feedback: policeFeedback,
  parties_application: partiesApplication,
  procuratorate_feedback: procuratorateFeedback,
  petition_feedback: petitionFeedback,
  cover,
  contents,
  case_note: caseNote,
  back_cover: backCover,
  incentive_form: incentiveForm,
  supervision_letter: supervisionLetter,
};

/** A paper of a case as it is laid out, and what the form asks for that the case does not say yet. */
export function layPaper(kind: PaperKind, facts: PaperFacts): { layout: Layout; missing: Missing[] } {
  const draft = createDraft();
  const blocks = forms[kind](facts, draft);
  return { layout: { title: paperKinds[kind].zh, at: facts.at, blocks }, missing: draft.missing() };
}
