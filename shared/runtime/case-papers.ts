import type { CaseFiles } from "../aws/case-files.ts";
import type { DocumentAnnouncement } from "../contracts/documents.ts";
import type { ArchivePaper } from "../domain/archive-list.ts";
import { type Origin, partsOf } from "../domain/case-file.ts";
import type { CaseState } from "../domain/case-state.ts";
import type { DocumentKind } from "../domain/codes.ts";
import { kindsToAdd, requireMayAdd } from "../domain/document-access.ts";
import { missingDocuments, papersAsNeeded } from "../domain/documents.ts";
import { given } from "../domain/given.ts";
import type { Asked } from "../domain/rights.ts";
import {
  type AddedDocument,
  addDocument,
  announceDocument,
  hasDocuments,
  isAdded,
  listDocuments,
  loadDocument,
  type StoredDocument,
} from "../dynamo/document-store.ts";
import { recordRead } from "../dynamo/reading-store.ts";
import { actorOf, type Caller, may, requireRight } from "./caller.ts";
import { caseLedTo } from "./case-for.ts";
import { lawOfCase } from "./law-in-force.ts";
import { isOfType } from "./paper-type.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";

// The papers of a case. Their bytes never pass through here: callers exchange them with the bucket by signed addresses.

type FilePorts = Pick<Ports, "table" | "now" | "newId"> & { caseFiles: CaseFiles };
type Paper = { caseId: string; documentId: string };

/** Announces a paper; answers with its id and the signed address to upload it to. Throws `not-found` and `CommandError`. */
export async function announcePaper(
  { table, caseFiles, newId, now }: FilePorts,
  caller: Caller,
  { caseId, paper }: { caseId: string; paper: DocumentAnnouncement },
) {
  const { state } = await caseLedTo({ table }, caller, { caseId, act: "open-file" });
  requireMayAdd(state, caller, paper.kind);
  if (paper.supersedes !== undefined) await requireDraft(table, state, paper.supersedes, paper.kind);
  await requireRoom(table, caller, state);
  const documentId = newId();
  const announcedAt = now();
  const place = { caseId: state.caseId, documentId };
  const { url, ...ticket } = await caseFiles.upload(fileKey(place), paper, announcedAt);
  await announceDocument(table, place.caseId, { documentId, ...paper, addedBy: actorOf(caller), announcedAt });
  return { documentId, uploadUrl: url, ...ticket };
}

/** Throws `too-many-documents` when the case has as many papers as its bodies may add. */
export async function requireRoom(table: Ports["table"], { limits }: Caller, { caseId }: CaseState): Promise<void> {
  const { documentsACase } = limits;
  if (await hasDocuments(table, caseId, documentsACase)) {
    throw new Problem("too-many-documents", { members: { limit: "documentsACase", atMost: documentsACase } });
  }
}

/** Throws `invalid-body` unless there is a draft of that kind in the file. */
async function requireDraft(table: Ports["table"], state: CaseState, documentId: string, kind: DocumentKind) {
  const { document } = (await findPaper(table, state, documentId)) ?? {};
  const isThere = document !== undefined && isAdded(document);
  if (isThere && document.kind === kind && document.madeFrom !== undefined) return;
  const code = isThere ? "not-its-draft" : "not-in-the-file";
  throw new Problem("invalid-body", { errors: [{ path: "supersedes", code, message: code }] });
}

/** Puts an uploaded paper into the file once its bytes are what was announced; a repeat answers with the same paper. */
export async function completePaper(
  { table, caseFiles, now }: FilePorts,
  caller: Caller,
  { caseId, documentId }: Paper,
): Promise<AddedDocument> {
  const { state } = await caseLedTo({ table }, caller, { caseId, act: "open-file" });
  const { document, part } = (await findPaper(table, state, documentId)) ?? {};
  if (part === undefined || document?.addedBy.organisationId !== caller.organisationId) throw new Problem("not-found");
  if (isAdded(document)) return document;
  requireMayAdd(state, caller, document.kind);
  const { sizeBytes, sha256 } = document;
  const place = { caseId: part.caseId, documentId };
  const found = await caseFiles.inspect(fileKey(place));
  if (found === undefined) throw new Problem("document-not-uploaded");
  if (found.sizeBytes !== sizeBytes || found.sha256 !== sha256) {
    throw new Problem("document-mismatch", { members: { announced: { sizeBytes, sha256 }, found } });
  }
  // By its bytes, since a name can end in anything.
  if (!isOfType(document.contentType, await caseFiles.read(fileKey(place)))) {
    throw new Problem("document-mismatch", { members: { announced: { contentType: document.contentType } } });
  }
  return addDocument(table, place.caseId, documentId, now());
}

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
  { table }: Pick<Ports, "table">,
  caller: Caller,
  { caseId }: Pick<Paper, "caseId">,
): Promise<{ papers: FiledPaper[]; mayAdd: DocumentKind[]; missing: DocumentKind[]; asNeeded: ArchivePaper[] }> {
  const { state } = await caseLedTo({ table }, caller, { caseId, act: "list-papers" });
  const all = await papersInFile(table, state);
  const [own] = partsOf(state);
  const papers = all.filter((paper) => own && may(caller, readingOf(state, paper, paper.origin ?? own)));
  if (!may(caller, { act: "open-file", of: state })) return { papers, mayAdd: [], missing: [], asNeeded: [] };
  const rules = await lawOfCase(table, state.rulePack);
  const asNeeded = papersAsNeeded(state, rules);
  return { papers, mayAdd: kindsToAdd(state, caller), missing: missingDocuments(state, all, rules), asNeeded };
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

export const fileKey = ({ caseId, documentId }: Paper): string => `cases/${caseId}/${documentId}`;
