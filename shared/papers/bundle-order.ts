import type { ArchivePaper } from "../domain/archive-list.ts";
import type { DocumentKind } from "../domain/codes.ts";
import type { PaperKind } from "../domain/official-paper.ts";

type MadeFrom = {
  paper: PaperKind;
  version: number;
  particulars?: number;
  session?: number;
  visit?: number;
  template?: string;
};
type Filed = {
  documentId: string;
  kind: DocumentKind;
  paper?: PaperKind;
  contentType: string;
  addedAt: string;
  madeFrom?: MadeFrom;
  origin?: { caseId: string };
  supersedes?: string;
};

const occasions = ["session", "visit"] as const;
/** Of the same form, and of the same session or visit. */
const isSameDraft = (one: Filed, other: Filed): boolean =>
  one.madeFrom !== undefined &&
  one.madeFrom.paper === other.madeFrom?.paper &&
  // One that was made before sessions were told apart is of the first.
  occasions.every((field) => (one.madeFrom?.[field] ?? 1) === (other.madeFrom?.[field] ?? 1)) &&
  // By a template of the county there is a DOCX alone, which takes the place of the bundled form's PDF too.
  (one.contentType === other.contentType || one.madeFrom.template !== other.madeFrom.template);

/** Whether one draft is from a later state than another; of equal ones, whether it stands later in the file. */
function isAfter([first, place]: Placed, [second, otherPlace]: Placed, caseId: string): boolean {
  const isOwn = (paper: Filed): boolean => (paper.origin?.caseId ?? caseId) === caseId;
  // Versions of another case that was joined count its own changes, and are older than what the joined case says.
  const cases = Number(isOwn(first)) - Number(isOwn(second));
  if (first.origin?.caseId !== second.origin?.caseId) return (cases || place - otherPlace) > 0;
  const [one, other] = [first.madeFrom, second.madeFrom];
  const versions = (one?.version ?? 0) - (other?.version ?? 0);
  const said = (one?.particulars ?? 0) - (other?.particulars ?? 0);
  return (versions || said || place - otherPlace) > 0;
}
type Placed = readonly [Filed, number];

/** These are made for the bound file itself, again each time. */
const ofTheBinding: readonly string[] = ["cover", "contents", "back_cover"];

/**
 * The papers of a file as they are bound: in the order of the archive's list, what it does not name last; without drafts that a signed paper
 * superseded or a draft of the same paper and type from a later state replaced, and without an earlier cover or list of contents.
 */
export function boundPapers<One extends Filed>(
  file: readonly One[],
  { caseId, order }: { caseId: string; order: readonly ArchivePaper[] },
): One[] {
  const superseded = new Set(file.flatMap(({ supersedes }) => supersedes ?? []));
  const isReplaced = (one: One, index: number): boolean =>
    file.some((other, place) => isSameDraft(one, other) && isAfter([other, place], [one, index], caseId));
  const isBound = (one: One, index: number): boolean =>
    !superseded.has(one.documentId) && !ofTheBinding.includes(one.madeFrom?.paper ?? "") && !isReplaced(one, index);
  const placeOf = ({ kind, paper, madeFrom }: One): number => {
    const place = order.indexOf(madeFrom?.paper ?? paper ?? kind);
    return place === -1 ? order.length : place;
  };
  return file.filter(isBound).toSorted((one, other) => placeOf(one) - placeOf(other));
}
