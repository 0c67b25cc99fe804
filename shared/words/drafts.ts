import type { Language } from "./language.ts";

type Document = { documentId: string; supersedes?: string; madeFrom?: { version: number } };

/** What a paper in the file is besides its kind: a draft, from which version of the case, and whether it was signed; nothing else is. */
export function draftWords({ documentId, madeFrom }: Document, file: readonly Document[], language: Language) {
  if (madeFrom === undefined) return undefined;
  const isSigned = file.some(({ supersedes }) => supersedes === documentId);
  return {
    zh: `草稿，第${madeFrom.version}版${isSigned ? "，已签署" : ""}`,
    en: `draft of version ${madeFrom.version}${isSigned ? ", signed" : ""}`,
  }[language];
}
