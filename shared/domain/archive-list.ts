import * as z from "zod";
import { channel, type DocumentKind, documentKind, documentKinds, type Label } from "./codes.ts";
import { type PaperKind, paperKind, paperKinds } from "./official-paper.ts";
import { once } from "./once.ts";

/** How a case ended, as far as its file differs by it. */
const archiveEnding = once(() =>
  z.enum([
    "performed",
    "defaulted",
    "failed",
    "failed_without_session",
    "withdrawn",
    "void",
    "not_accepted",
    "not_accepted_unassigned",
    "recalled",
  ]),
);
export type ArchiveEnding = z.infer<ReturnType<typeof archiveEnding>>;

/** A paper as the archive's list names it: a kind of document, or one of the official forms. */
export const archivePaper = once(() => z.enum([...new Set([...documentKind().options, ...paperKind().options])]));
export type ArchivePaper = z.infer<ReturnType<typeof archivePaper>>;

/** What each is called. */
export const archivePapers: Readonly<Record<ArchivePaper, Label>> = { ...paperKinds, ...documentKinds };

const isDocumentKind = (paper: ArchivePaper): paper is DocumentKind => paper in documentKinds;
/** Under which kind a paper of the list lies in a file, and which form it then is, if the kind alone does not say it. */
export const filedAs = (paper: ArchivePaper): { kind: DocumentKind; paper?: PaperKind } =>
  isDocumentKind(paper) ? { kind: paper } : { kind: paperKinds[paper].document, paper };

const article = () => z.string().min(1);
/** What a file must hold before it is archived, and what it holds where there is such a paper. */
const demanded = once(() =>
  z.strictObject({
    /** The agreement stands for the form in which it was reached. */
    required: z.array(archivePaper()),
    asNeeded: z.array(archivePaper()).exactOptional(),
    article: article(),
  }),
);

/** The archive's list: by ending, what the law of a channel demands of a settled case besides, and the order of binding. */
export const archiveList = once(() =>
  z.strictObject({
    endings: z.record(archiveEnding(), demanded()),
    channels: z.partialRecord(channel(), demanded()),
    order: z.strictObject({ papers: z.array(archivePaper()), article: article() }),
  }),
);
export type ArchiveList = z.infer<ReturnType<typeof archiveList>>;

/** The same where a layer below the nation sets parts of it. */
export const someOfArchiveList = once(() =>
  z.strictObject({ ...archiveList().shape, endings: z.partialRecord(archiveEnding(), demanded()) }).partial(),
);
