// Where the bytes of a paper lie in the bucket. A sent file waits apart, where it goes by itself; a judged one lies where it stays.

type Place = { caseId: string; documentId: string };

export const papersPrefix = "cases/";
export const pendingPrefix = "pending/";

/** Whole days after which bytes that were sent are gone, if nothing became of them: the bucket takes them away by itself. */
export const pendingDays = 7;

export const fileKey = ({ caseId, documentId }: Place): string => `${papersPrefix}${caseId}/${documentId}`;
/** Under which all papers of a case lie. */
export const filesOf = (caseId: string): string => `${papersPrefix}${caseId}/`;
export const pendingKey = ({ caseId, documentId }: Place): string => `${pendingPrefix}${caseId}/${documentId}`;
