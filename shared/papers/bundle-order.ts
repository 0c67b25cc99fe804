import type { ArchivePaper } from "../domain/archive-list.ts";
import type { DocumentKind } from "../domain/codes.ts";
import type { PaperKind } from "../domain/official-paper.ts";

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
 * The papers of a file as they are bound: in the order of the archive's list, what it does not name last; without drafts that a signed paper superseded or a later draft of the same paper
 * and type replaced, and without an earlier cover or list of contents.
 */
export function boundPapers<One extends Filed>(file: readonly One[], order: readonly ArchivePaper[]): One[] {
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
