import type { OperationId } from "../../shared/contracts/routes.ts";

const at = "2026-01-05T02:00:00Z";
const on = "2026-01-05";
const organisationId = "pmc-330483";

/** A well-formed body for each operation on a case that takes one. */
export const stepBodies: Partial<Record<OperationId, unknown>> = {
  addDocument: {
    kind: "other",
    name: "样例.pdf",
    contentType: "application/pdf",
    sizeBytes: 1,
    sha256: "0".repeat(64),
  },
  askForInfo: { missing: ["纠纷发生地"] },
  notAccept: { article: "人民调解工作若干规定 第22条", note: "样例" },
  noteCircumstances: { circumstances: ["suspect_fled"] },
  allowMediation: { reason: "样例" },
  assign: { organisationId, reason: "nearest" },
  takeBack: { reason: "overloaded" },
  move: { organisationId, reason: "overloaded" },
  assignMediator: { mediatorId: "zhang" },
  decline: { reason: "no_capacity" },
  escalate: { to: "town", reason: "too_complex" },
  transfer: { track: "people", organisationId, reason: "needs_decision" },
  handOver: { place: "330421", reason: "place_elsewhere" },
  recordConsent: { consents: [{ party: 1, answer: "consented", channel: "telephone", at }] },
  recordSession: { heldAt: at },
  suspend: { reason: "appraisal" },
  extend: { dueOn: "2027-12-31", consents: [{ party: 1, channel: "telephone", at }] },
  reportDanger: { kind: "self_harm", policeId: "police-330483101" },
  recordAgreement: { form: "oral", agreedAt: at, documentNumber: "样例1号" },
  correctAgreement: { form: "oral", agreedAt: at, documentNumber: "样例1号", reason: "样例" },
  fileConfirmation: { courtId: "court", subject: "ordinary", filedAt: at, applicants: [1, 2] },
  grantConfirmation: { documentNumber: "（2026）浙0483诉前调确1号" },
  extendConfirmation: { reason: "papers_missing" },
  refuseConfirmation: { reason: "unclear", next: "mediating" },
  recordInstalment: { number: 1, paidOn: on, proof: "收据" },
  recordVisit: { visitedOn: on, finding: "样例" },
  completePerformance: { performedOn: on, proof: "收据" },
  recordDefault: { defaultedOn: on },
  fail: { reason: "party_unreachable" },
  withdraw: { reason: "settled_privately" },
  recall: { reason: "sent_by_mistake" },
  extendOwnPeriod: { clock: "police-case" },
  returnSending: { reason: "not_ours" },
  sendOn: { organisationId: "court", reason: "party_sues" },
  reopen: { reason: "new_facts" },
  merge: { into: "0190a0de-0000-7000-8000-000000000009" },
  unmerge: { reason: "merged_by_mistake" },
};
