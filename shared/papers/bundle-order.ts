import type { DocumentKind } from "../domain/codes.ts";
import type { PaperKind } from "./paper-kinds.ts";

/** The order of the papers in a file, as it is bound (司发通〔2010〕239号); what stands in none of these places comes last. */
const order: readonly (PaperKind | DocumentKind)[] = [
  "transfer_letter",
  "application",
  "registration",
  "rights_notice",
  "refusal_notice",
  "return_letter",
  "investigation_record",
  "evidence",
  "undisputed_facts",
  "appraisal",
  "mediation_record",
  "agreement",
  "oral_agreement_form",
  "security",
  "parties_application",
  "forgiveness",
  "committee_certificate",
  "confirmation_application",
  "performance_proof",
  "visit_record",
  "end_notice",
];

type Filed = {
  documentId: string;
  kind: DocumentKind;
  contentType: string;
  addedAt: string;
  madeFrom?: { paper: PaperKind };
  supersedes?: string;
};

/** These are made for the bound file itself, anew each time. */
const ofTheBinding: readonly string[] = ["cover", "contents", "back_cover"];

/**
 * The papers of a file as they are bound: in order, without drafts that a signed paper superseded or a later draft of the same paper
 * and type replaced, and without an earlier cover or list of contents.
 */
export function boundPapers<One extends Filed>(file: readonly One[]): One[] {
  const superseded = new Set(file.flatMap(({ supersedes }) => supersedes ?? []));
  const isReplaced = (one: One, index: number): boolean =>
    one.madeFrom !== undefined &&
    file
      .slice(index + 1)
      .some(({ madeFrom, contentType }) => madeFrom?.paper === one.madeFrom?.paper && contentType === one.contentType);
  const isBound = (one: One, index: number): boolean =>
    !superseded.has(one.documentId) && !ofTheBinding.includes(one.madeFrom?.paper ?? "") && !isReplaced(one, index);
  const placeOf = ({ kind, madeFrom }: One): number => {
    const place = order.indexOf(madeFrom?.paper ?? kind);
    return place === -1 ? order.length : place;
  };
  return file.filter(isBound).toSorted((one, other) => placeOf(one) - placeOf(other));
}
