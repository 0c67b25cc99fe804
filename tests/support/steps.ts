import type { OperationId } from "../../shared/contracts/routes.ts";

const at = "2026-01-05T02:00:00Z";

/** A well-formed body for each operation on a case that takes one. */
export const stepBodies: Partial<Record<OperationId, unknown>> = {
  assign: { organisationId: "pmc-330483", reason: "样例" },
  decline: { reason: "no_capacity" },
  recordConsent: { consents: [{ party: 1, answer: "consented", channel: "telephone", at }] },
  recordSession: { heldAt: at },
  recordAgreement: { form: "oral", agreedAt: at, documentNumber: "样例1号" },
  completePerformance: { performedOn: "2026-01-05", proof: "收据" },
  fail: { reason: "party_unreachable" },
};
