import type { Here } from "./visit.ts";

/** The case, and the paper, that the address of a page names. */
export const ofCase = (context: Here): { caseId: string; documentId: string } => ({
  caseId: context.req.param("caseId") ?? "",
  documentId: context.req.param("documentId") ?? "",
});
