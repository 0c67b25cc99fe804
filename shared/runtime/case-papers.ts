import type { CaseFiles } from "../aws/case-files.ts";
import type { DocumentAnnouncement } from "../contracts/documents.ts";
import { requireMayAdd } from "../domain/document-access.ts";
import { recordRead } from "../dynamo/case-store.ts";
import {
  type AddedDocument,
  addDocument,
  announceDocument,
  isAdded,
  listDocuments,
  loadDocument,
} from "../dynamo/document-store.ts";
import { actorOf, type Caller, may, requireRight } from "./caller.ts";
import { caseFor } from "./case-for.ts";
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
  const { state } = await caseFor({ table }, caller, { caseId, act: "open-file" });
  requireMayAdd(state, caller, paper.kind);
  const documentId = newId();
  const announcedAt = now();
  const { url, ...ticket } = await caseFiles.upload(fileKey({ caseId, documentId }), paper, announcedAt);
  await announceDocument(table, caseId, { documentId, ...paper, addedBy: actorOf(caller), announcedAt });
  return { documentId, uploadUrl: url, ...ticket };
}

/** Puts an uploaded paper into the file once its bytes are what was announced; a repeat answers with the same paper. */
export async function completePaper(
  { table, caseFiles, now }: FilePorts,
  caller: Caller,
  { caseId, documentId }: Paper,
): Promise<AddedDocument> {
  const { state } = await caseFor({ table }, caller, { caseId, act: "open-file" });
  const document = await loadDocument(table, caseId, documentId);
  if (document?.addedBy.organisationId !== caller.organisationId) throw new Problem("not-found");
  if (isAdded(document)) return document;
  requireMayAdd(state, caller, document.kind);
  const { sizeBytes, sha256 } = document;
  const found = await caseFiles.inspect(fileKey({ caseId, documentId }));
  if (found === undefined) throw new Problem("document-not-uploaded");
  if (found.sizeBytes !== sizeBytes || found.sha256 !== sha256) {
    throw new Problem("document-mismatch", { members: { announced: { sizeBytes, sha256 }, found } });
  }
  return addDocument(table, caseId, documentId, now());
}

/** The papers in the file that the caller may read; one that put the case down still reads its own. */
export async function readablePapers(
  { table }: Pick<Ports, "table">,
  caller: Caller,
  { caseId }: Pick<Paper, "caseId">,
): Promise<AddedDocument[]> {
  const { state } = await caseFor({ table }, caller, { caseId, act: "list-papers" });
  const documents = await listDocuments(table, caseId);
  return documents.filter((paper) => may(caller, { act: "read-paper", of: state, paper }));
}

/** A paper with the signed address to download it from; the reading is recorded first. Throws `not-found`. */
export async function openPaper({ table, caseFiles, newId, now }: FilePorts, caller: Caller, paper: Paper) {
  const { caseId, documentId } = paper;
  const { organisationId, officer } = caller;
  const { state } = await caseFor({ table }, caller, { caseId, act: "list-papers" });
  const document = await loadDocument(table, caseId, documentId);
  if (document === undefined || !isAdded(document)) throw new Problem("not-found");
  requireRight(caller, { act: "read-paper", of: state, paper: document });
  const at = now();
  await recordRead(table, { caseId, readId: newId(), at, organisationId, officer, documentId });
  const { url, expiresAt } = await caseFiles.download(fileKey(paper), document.name, at);
  return { document, downloadUrl: url, expiresAt };
}

const fileKey = ({ caseId, documentId }: Paper): string => `cases/${caseId}/${documentId}`;
