import * as z from "zod";
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
