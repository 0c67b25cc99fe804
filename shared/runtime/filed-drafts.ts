import { given } from "../domain/given.ts";
import type { PaperKind } from "../domain/official-paper.ts";
import type { FiledPaper } from "./case-papers.ts";

/** What a paper is made from: the version of the case, and how often what was said for its papers alone had been changed. */
export type Made = { version: number; particulars?: number; session?: number; visit?: number; template?: string };

/** A draft of a paper in the file, and whether the case has gone on since. */
export type FiledDraft = {
  documentId: string;
  version: number;
  older: boolean;
  format: "pdf" | "docx";
  template?: string;
  supersededBy?: string;
};

/** Whether something has changed since that was made. */
export const isOlder = (made: Made, now: Made): boolean =>
  made.version < now.version || (made.particulars ?? 0) < (now.particulars ?? 0);

/** Whether a paper is a draft that says what is no more. One that came with another case is older than what the joined case says. */
export const isOldDraft = (
  { madeFrom, origin }: Pick<FiledPaper, "madeFrom" | "origin">,
  now: Made,
  caseId: string,
): boolean => madeFrom !== undefined && ((origin !== undefined && origin.caseId !== caseId) || isOlder(madeFrom, now));

/** The drafts of a paper in a file, in its order. */
export const draftsOf = (file: readonly FiledPaper[], paper: PaperKind, now: Made, caseId: string): FiledDraft[] =>
  file.flatMap((filed) => {
    const { documentId, madeFrom, contentType } = filed;
    if (madeFrom?.paper !== paper) return [];
    const { version, template } = madeFrom;
    const older = isOldDraft(filed, now, caseId);
    const signed = file.findLast(({ supersedes }) => supersedes === documentId);
    const format = contentType === "application/pdf" ? ("pdf" as const) : ("docx" as const);
    const more = { ...given("template", template), ...given("supersededBy", signed?.documentId) };
    return [{ documentId, version, older, format, ...more }];
  });
