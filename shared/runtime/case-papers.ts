import { type CaseFiles, sha256Of } from "../aws/case-files.ts";
import { type Scan, ScannerUnavailable } from "../aws/virus-scanner.ts";
import type { DocumentAnnouncement, DocumentList, DocumentReference, Quarantine } from "../contracts/documents.ts";
import type { PaperTask } from "../contracts/messages.ts";
import type { ArchivePaper } from "../domain/archive-list.ts";
import { mediatorsOf } from "../domain/case.ts";
import { type Origin, partsOf } from "../domain/case-file.ts";
import type { CaseState } from "../domain/case-state.ts";
import type { DocumentKind } from "../domain/codes.ts";
import { documentFiled, kindsToAdd, requireMayAdd, toldOfPaper } from "../domain/document-access.ts";
import { missingDocuments, papersAsNeeded } from "../domain/documents.ts";
import { given } from "../domain/given.ts";
import type { PaperKind } from "../domain/official-paper.ts";
import type { Asked } from "../domain/rights.ts";
import type { StoredCase } from "../dynamo/case-items.ts";
import {
  type AddedDocument,
  addDocument,
  allDocuments,
  announceDocument,
  hasDocuments,
  isAdded,
  listDocuments,
  loadDocument,
  type News,
  noteQuarantine,
  type StoredDocument,
} from "../dynamo/document-store.ts";
import { recordRead } from "../dynamo/reading-store.ts";
import { actorOf, type Caller, may, requireRight } from "./caller.ts";
import { caseLedTo } from "./case-for.ts";
import { lawOfCase } from "./law-in-force.ts";
import { fileKey, pendingDays, pendingKey } from "./paper-places.ts";
import { isOfType } from "./paper-type.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";

// The papers of a case. Their bytes never pass through here: callers exchange them with the bucket by signed addresses.

/** `scan` looks for viruses; undefined where the deployment has no scanner. */
export type FilePorts = Pick<Ports, "table" | "now" | "newId"> & { caseFiles: CaseFiles; scan: Scan | undefined };
/** `tendLater` has a paper that got no verdict scanned again. Throws where that is not taken. */
export type CompletionPorts = FilePorts & { tendLater: (task: PaperTask) => Promise<void> };
type Paper = { caseId: string; documentId: string };

/** Announces a paper; answers with its id and the signed address to upload it to. Throws `not-found` and `CommandError`. */
export async function announcePaper(
  { table, caseFiles, newId, now }: FilePorts,
  caller: Caller,
  { caseId, paper }: { caseId: string; paper: DocumentAnnouncement },
) {
  const { state } = await caseLedTo({ table }, caller, { caseId, act: "open-file" });
  requireMayAdd(state, caller, paper.kind);
  const draft = paper.supersedes && (await draftOf(table, state, paper.supersedes, paper));
  await requireRoom(table, caller, state);
  const documentId = newId();
  const announcedAt = now();
  const place = { caseId: state.caseId, documentId };
  const { url, ...ticket } = await caseFiles.upload(pendingKey(place), paper, announcedAt);
  const known = { ...paper, ...given("paper", paper.paper ?? (draft || undefined)) };
  await announceDocument(table, place.caseId, { documentId, ...known, addedBy: actorOf(caller), announcedAt });
  return { documentId, uploadUrl: url, ...ticket };
}

/** Throws `too-many-documents` when the case has as many papers as its bodies may add. */
export async function requireRoom(
  table: Ports["table"],
  { limits }: Pick<Caller, "limits">,
  { caseId }: Pick<CaseState, "caseId">,
): Promise<void> {
  const { documentsACase } = limits;
  if (await hasDocuments(table, caseId, documentsACase)) {
    throw new Problem("too-many-documents", { members: { limit: "documentsACase", atMost: documentsACase } });
  }
}

/** The form of a draft in the file. Throws `invalid-body` unless there is one of that kind, and of that form where one is named. */
async function draftOf(
  table: Ports["table"],
  state: CaseState,
  documentId: string,
  { kind, paper }: Pick<DocumentAnnouncement, "kind" | "paper">,
): Promise<PaperKind> {
  const { document } = (await findPaper(table, state, documentId)) ?? {};
  const isThere = document !== undefined && isAdded(document);
  const form = isThere ? document.madeFrom?.paper : undefined;
  if (form !== undefined && document?.kind === kind && (paper ?? form) === form) return form;
  const code = isThere ? "not-its-draft" : "not-in-the-file";
  throw new Problem("invalid-body", { errors: [{ path: "supersedes", code, message: code }] });
}

/** Puts an uploaded paper into the file once its bytes are what was announced; a repeat answers with the same paper. */
export async function completePaper(
  { tendLater, ...ports }: CompletionPorts,
  caller: Caller,
  { caseId, documentId }: Paper,
): Promise<AddedDocument> {
  const { table } = ports;
  const stored = await caseLedTo({ table }, caller, { caseId, act: "open-file" });
  const { state } = stored;
  const { document, part } = (await findPaper(table, state, documentId)) ?? {};
  if (part === undefined || document?.addedBy.organisationId !== caller.organisationId) throw new Problem("not-found");
  if (isAdded(document)) return document;
  requireMayAdd(state, caller, document.kind);
  const place = { caseId: part.caseId, documentId };
  return fileSent(ports, document, {
    place,
    news: newsOf(stored, document, caller.organisationId),
    // Once asked for, it is tried until there is a verdict or its time is over.
    beforeWaiting: async () => document.tended === true || tendLater(place),
  });
}

type Sent = { place: Paper; news: News; beforeWaiting?: () => Promise<unknown> };
/**
 * Judges what was sent for a paper, has it scanned, and puts it into the file. Throws `document-not-uploaded`, `document-mismatch`, and
 * what `requireClean` and `requireNotHeld` do.
 */
export async function fileSent(
  { table, caseFiles, now, scan }: Pick<FilePorts, "table" | "caseFiles" | "now" | "scan">,
  document: StoredDocument,
  { place, news, beforeWaiting = async () => {} }: Sent,
): Promise<AddedDocument> {
  const { contentType, sizeBytes, sha256, announcedAt } = document;
  // Where it stays lies what was put there without being noted, or what an earlier release had sent there.
  const bytes = (await caseFiles.find(pendingKey(place))) ?? (await caseFiles.find(fileKey(place)));
  if (bytes === undefined) throw new Problem("document-not-uploaded");
  const found = { sizeBytes: bytes.length, sha256: sha256Of(bytes) };
  if (found.sizeBytes !== sizeBytes || found.sha256 !== sha256) {
    throw new Problem("document-mismatch", { members: { announced: { sizeBytes, sha256 }, found } });
  }
  // By its bytes, since a name can end in anything.
  if (!isOfType(contentType, bytes)) {
    throw new Problem("document-mismatch", { members: { announced: { contentType } } });
  }
  const note = async (why: Quarantine) => {
    const isWaiting = why.state === "waiting";
    if (isWaiting) await beforeWaiting();
    // A paper that waits is there for as long as its bytes are; one of an earlier release, for as long as that said.
    const until = isWaiting ? daysAfter(announcedAt, pendingDays) : daysAfter(why.at, notedDays);
    await noteQuarantine(table, place.caseId, place.documentId, { why, until });
  };
  if (scan === undefined) requireNotHeld(document);
  else await requireClean({ scan, now, note }, bytes);
  // The very bytes that were judged: whatever is sent to the address afterwards changes no paper.
  await caseFiles.add(fileKey(place), { contentType, sizeBytes, sha256 }, bytes, now());
  return addDocument(table, place.caseId, place.documentId, { at: now(), news });
}

/**
 * Where there is no scanner any more, what waited for a verdict has none still, and what was found stays found. Throws
 * `scanner-unavailable`, `document-infected`.
 */
export function requireNotHeld({ quarantine: held }: Pick<StoredDocument, "quarantine">): void {
  if (held === undefined) return;
  if (held.state === "waiting") throw new Problem("scanner-unavailable", { headers: { "Retry-After": "60" } });
  throw new Problem("document-infected", { members: given("found", held.found) });
}

const notedDays = 30;
export const daysAfter = (at: string, days: number): string =>
  new Date(Date.parse(at) + days * 86_400_000).toISOString();

/**
 * Only what a scanner found nothing in becomes part of the file, and only what is part of it can be read. Throws
 * `document-infected`, or `scanner-unavailable` where there is no verdict: it is asked again later, or when the paper is completed once more.
 */
export async function requireClean(
  { scan, note, now }: { scan: Scan; note: (why: Quarantine) => Promise<void>; now: Ports["now"] },
  bytes: Uint8Array,
): Promise<void> {
  try {
    const { found } = await scan(bytes);
    if (found === undefined) return;
    const named = found.replaceAll(/[^ -~]/g, "?").slice(0, 100);
    await note({ state: "infected", at: now(), found: named });
    throw new Problem("document-infected", { members: { found: named } });
  } catch (error) {
    if (!(error instanceof ScannerUnavailable)) throw error;
    await note({ state: "waiting", at: now() });
    throw new Problem("scanner-unavailable", { headers: { "Retry-After": "60" } }, { cause: error });
  }
}

/** What is told of a paper that comes into the file of a case, and whom. */
export const newsOf = (
  { state, version }: StoredCase,
  { kind, madeFrom }: Pick<StoredDocument, "kind" | "madeFrom">,
  by: string,
): News => ({
  type: documentFiled,
  caseId: state.caseId,
  version,
  audience: toldOfPaper(state, { kind, isDraft: madeFrom !== undefined }, by),
  mediatorIds: mediatorsOf("assignment" in state ? state.assignment : undefined),
});

/** A paper as it is told of: without what the platform keeps of it for itself. */
export const referenceOf = ({
  announcedAt: _at,
  news: _news,
  says: _says,
  ...reference
}: AddedDocument): DocumentReference => reference;

/** A paper of a file; in a file of several parts it says from which one it came. */
export type FiledPaper = AddedDocument & { origin?: Origin };

/** The papers in all parts of a file, in the order in which they were added. */
export async function papersInFile(table: Ports["table"], state: CaseState): Promise<FiledPaper[]> {
  const parts = partsOf(state);
  const lists = await Promise.all(
    parts.map(async (part) => {
      const documents = await listDocuments(table, part.caseId);
      return documents.map((document) => ({ ...document, ...given("origin", parts.length > 1 ? part : undefined) }));
    }),
  );
  return lists.flat().sort((one, other) => one.addedAt.localeCompare(other.addedAt));
}

/** A paper in any part of a file, announced or added, and the part in which it lies. */
export async function findPaper(
  table: Ports["table"],
  state: CaseState,
  documentId: string,
): Promise<{ document: StoredDocument; part: Origin } | undefined> {
  const found = await Promise.all(
    partsOf(state).map(async (part) => ({ part, document: await loadDocument(table, part.caseId, documentId) })),
  );
  return found.flatMap(({ part, document }) => (document === undefined ? [] : [{ part, document }]))[0];
}

/** The question whether somebody may read a paper that lies in that part of the file. */
export const readingOf = (of: CaseState, paper: StoredDocument, part: Origin): Asked => ({
  act: "read-paper",
  of,
  paper,
  part,
});

/**
 * The papers in the file that the caller may read, what it may add, and what the end of the case still demands. One that put the
 * case down still reads its own, and learns nothing of the file.
 */
export async function readablePapers(
  { table, scan }: Pick<FilePorts, "table" | "scan">,
  caller: Caller,
  { caseId }: Pick<Paper, "caseId">,
): Promise<{
  papers: FiledPaper[];
  mayAdd: DocumentKind[];
  missing: ArchivePaper[];
  asNeeded: ArchivePaper[];
  quarantined: DocumentList["quarantined"];
}> {
  const { state } = await caseLedTo({ table }, caller, { caseId, act: "list-papers" });
  const all = await papersInFile(table, state);
  const [own] = partsOf(state);
  const papers = all.filter((paper) => own && may(caller, readingOf(state, paper, paper.origin ?? own)));
  if (!may(caller, { act: "open-file", of: state }))
    return { papers, mayAdd: [], missing: [], asNeeded: [], quarantined: [] };
  const rules = await lawOfCase(table, state.rulePack);
  const asNeeded = papersAsNeeded(state, rules);
  const quarantined = scan === undefined ? [] : await quarantinedOf(table, state.caseId, caller);
  const missing = missingDocuments(state, all, rules);
  return { papers, mayAdd: kindsToAdd(state, caller), missing, asNeeded, quarantined };
}

/** The caller's own papers that were sent and are not in the file. */
async function quarantinedOf(
  table: Ports["table"],
  caseId: string,
  { organisationId }: Caller,
): Promise<DocumentList["quarantined"]> {
  const own = (await allDocuments(table, caseId)).filter(({ addedBy }) => addedBy.organisationId === organisationId);
  return own.flatMap(({ documentId, kind, name, quarantine }) =>
    quarantine === undefined ? [] : [{ documentId, kind, name, quarantine }],
  );
}

/** A paper with the signed address to download it from; the reading is recorded first. Throws `not-found`. */
export async function openPaper({ table, caseFiles, now }: FilePorts, caller: Caller, paper: Paper) {
  const { documentId } = paper;
  const { organisationId, officer } = caller;
  const { state } = await caseLedTo({ table }, caller, { caseId: paper.caseId, act: "list-papers" });
  const { document, part } = (await findPaper(table, state, documentId)) ?? {};
  if (part === undefined || document === undefined || !isAdded(document)) throw new Problem("not-found");
  requireRight(caller, readingOf(state, document, part));
  const at = now();
  const place = { caseId: part.caseId, documentId };
  await recordRead(table, { ...place, at, organisationId, officer });
  const { url, expiresAt } = await caseFiles.download(fileKey(place), document.name, at);
  const origin = given("origin", partsOf(state).length > 1 ? part : undefined);
  return { document: { ...document, ...origin }, downloadUrl: url, expiresAt };
}
