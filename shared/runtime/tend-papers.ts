import type { PaperTask } from "../contracts/messages.ts";
import { lockPapers } from "./lock-papers.ts";
import { scanAgain } from "./scan-again.ts";

/** Locks the papers of an archived case, or asks the scanner again about the one paper that the task names. */
export const tendPapers = (
  ports: Parameters<typeof lockPapers>[0] & Parameters<typeof scanAgain>[0],
  { caseId, documentId }: PaperTask,
): Promise<void> => (documentId === undefined ? lockPapers(ports, caseId) : scanAgain(ports, { caseId, documentId }));
