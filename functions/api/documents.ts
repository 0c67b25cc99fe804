import { apiRoutes } from "../../shared/contracts/api-routes.ts";
import type { DocumentReference } from "../../shared/contracts/documents.ts";
import type { CaseState } from "../../shared/domain/case.ts";
import { mayReadDocument, mayReadFile, requireMayAdd } from "../../shared/domain/document-access.ts";
import { recordRead } from "../../shared/dynamo/case-store.ts";
import {
  type AddedDocument,
  addDocument,
  announceDocument,
  isAdded,
  listDocuments,
  loadDocument,
} from "../../shared/dynamo/document-store.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { actorOf, type Caller, type Platform } from "./call.ts";
import { visibleCase } from "./case-view.ts";
import { operation } from "./operation.ts";
import { take } from "./steps.ts";

/** The papers of a case. Their bytes never pass through here: callers exchange them with the bucket by signed addresses. */
export const documentOperations = {
  addDocument: operation(apiRoutes.addDocument, async (platform, { params: { caseId }, body, caller }) => {
    const state = await openFile(platform, caseId, caller);
    requireMayAdd(state, caller, body.kind);
    const documentId = platform.newId();
    const announcedAt = platform.now();
    const { url, ...ticket } = await platform.caseFiles.upload(fileKey(caseId, documentId), body, announcedAt);
    await announceDocument(platform.table, caseId, { documentId, ...body, addedBy: actorOf(caller), announcedAt });
    return { status: 201, body: { documentId, uploadUrl: url, ...ticket } };
  }),

  completeDocument: operation(apiRoutes.completeDocument, async (platform, { params, caller }) => {
    const { caseId, documentId } = params;
    const state = await openFile(platform, caseId, caller);
    const document = await loadDocument(platform.table, caseId, documentId);
    if (document?.addedBy.organisationId !== caller.organisationId) throw new Problem("not-found");
    if (isAdded(document)) return { status: 200, body: referenceOf(document) };
    requireMayAdd(state, caller, document.kind);
    const { sizeBytes, sha256 } = document;
    const found = await platform.caseFiles.inspect(fileKey(caseId, documentId));
    if (found === undefined) throw new Problem("document-not-uploaded");
    if (found.sizeBytes !== sizeBytes || found.sha256 !== sha256) {
      throw new Problem("document-mismatch", { members: { announced: { sizeBytes, sha256 }, found } });
    }
    const added = await addDocument(platform.table, caseId, documentId, platform.now());
    return { status: 200, body: referenceOf(added) };
  }),

  listDocuments: operation(apiRoutes.listDocuments, async (platform, { params: { caseId }, caller }) => {
    const state = await openFile(platform, caseId, caller);
    const documents = await listDocuments(platform.table, caseId);
    const readable = documents.filter(({ kind }) => mayReadDocument(state, caller, kind));
    return { status: 200, body: { documents: readable.map(referenceOf) } };
  }),

  showDocument: operation(apiRoutes.showDocument, async (platform, { params, caller }) => {
    const { caseId, documentId } = params;
    const { organisationId, officer } = caller;
    const state = await openFile(platform, caseId, caller);
    const document = await loadDocument(platform.table, caseId, documentId);
    if (document === undefined || !isAdded(document) || !mayReadDocument(state, caller, document.kind)) {
      throw new Problem("not-found");
    }
    const at = platform.now();
    await recordRead(platform.table, { caseId, readId: platform.newId(), at, organisationId, officer, documentId });
    const { url, expiresAt } = await platform.caseFiles.download(fileKey(caseId, documentId), document.name, at);
    return { status: 200, body: { ...referenceOf(document), downloadUrl: url, expiresAt } };
  }),

  archive: operation(apiRoutes.archive, async (platform, call) => {
    const documents = await listDocuments(platform.table, call.params.caseId);
    return take(platform, call, { type: "archive", documents });
  }),
};

/** The state of a case whose file the caller may open; to others it has none. */
async function openFile(platform: Platform, caseId: string, caller: Caller): Promise<CaseState> {
  const { state } = await visibleCase(platform, caseId, caller);
  if (!mayReadFile(state, caller)) throw new Problem("not-found");
  return state;
}

const fileKey = (caseId: string, documentId: string): string => `cases/${caseId}/${documentId}`;

const referenceOf = ({ announcedAt: _announcedAt, ...reference }: AddedDocument): DocumentReference => reference;
