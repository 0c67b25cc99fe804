import { type CaseFiles, sha256Of } from "../aws/case-files.ts";
import type { Scan } from "../aws/virus-scanner.ts";
import { caseParties } from "../contracts/case-view.ts";
import type { Signing, SigningAnswer, SigningJob, SigningResult } from "../contracts/signing-routes.ts";
import { mediatorsOf, platform } from "../domain/case.ts";
import { partsOf } from "../domain/case-file.ts";
import type { CaseState } from "../domain/case-state.ts";
import { requireMayAdd } from "../domain/document-access.ts";
import { given } from "../domain/given.ts";
import { limitsFor, type SomeLimits } from "../domain/limits.ts";
import type { StoredCase } from "../dynamo/case-items.ts";
import { loadParties } from "../dynamo/case-store.ts";
import type { StoredOrganisation } from "../dynamo/directory-store.ts";
import { type AddedDocument, fileDocument, isAdded, loadDocument } from "../dynamo/document-store.ts";
import { recordRead } from "../dynamo/reading-store.ts";
import { listSignings, loadSigning, saveSigning } from "../dynamo/signing-store.ts";
import { untilItLands } from "../dynamo/version-conflict.ts";
import { actorOf, type Caller } from "./caller.ts";
import { caseLedTo } from "./case-for.ts";
import { findPaper, newsOf, requireClean, requireRoom } from "./case-papers.ts";
import { partiesPlace } from "./case-texts.ts";
import { loadCaseInCounty, withCounty } from "./county-of-case.ts";
import { idOf } from "./id-of.ts";
import { mediatorNamesOf, namesOf } from "./organisation-names.ts";
import { fileKey, pendingKey } from "./paper-places.ts";
import { isOfType } from "./paper-type.ts";
import type { Ports } from "./ports.ts";
import type { Post } from "./post-webhook.ts";
import { Problem } from "./problem.ts";
import { stillMay } from "./still-may.ts";
import { goesOnIn } from "./survivor.ts";

// A draft goes to a provider of electronic signatures and seals, which fetches it, has it signed and brings it back. The message to the
// provider says only that there is something to fetch: all else it asks for by calls that it signs.

/** Who signs electronically for this deployment: where it is told, and the key by which its calls are known. */
export type SigningProvider = { url: string; publicKey: string; post: Post };

type SigningPorts = Pick<Ports, "table" | "sealer" | "now" | "newId"> & {
  caseFiles: CaseFiles;
  signing: SigningProvider | undefined;
  scan: Scan | undefined;
  quotas: { here: SomeLimits };
};
type Draft = { caseId: string; documentId: string };
export type SigningView = Signing & { older: boolean };

const pdf = "application/pdf";
/** How long a provider may take to say that it was told: what hangs keeps one call for that long. */
const tellMilliseconds = 5_000;

/**
 * Asks for the signatures of a draft; asking again while they are being waited for tells the provider once more. Throws `not-found`,
 * `no-signing-provider`, `signing-provider-unavailable` where it does not say that it was told, `invalid-body` for what is no PDF draft.
 */
export async function requestSigning(
  ports: SigningPorts,
  caller: Caller,
  asked: Draft,
): Promise<{ outcome: "requested" | "unchanged"; signing: SigningView }> {
  const stored = await caseLedTo(ports, caller, { caseId: asked.caseId, act: "make-paper" });
  if (ports.signing === undefined) throw new Problem("no-signing-provider");
  const caseId = await partOf(ports, stored.state, asked.documentId);
  const draft = await draftOf(ports, { caseId, documentId: asked.documentId });
  requireMayAdd(stored.state, caller, draft.kind);
  const before = await loadSigning(ports.table, caseId, draft.documentId);
  if (before?.state === "signed") return { outcome: "unchanged", signing: viewOf(before, stored, caseId) };
  // A signing is brought to nobody once the body that asked for it has put the case down.
  const isWaitedFor = before?.state === "requested" && (await askerOf(ports, stored.state, before)) !== undefined;
  const now: Signing =
    isWaitedFor && before !== undefined
      ? before
      : {
          signingId: ports.newId(),
          documentId: draft.documentId,
          paper: draft.madeFrom.paper,
          version: draft.madeFrom.version,
          state: "requested",
          requestedAt: ports.now(),
          requestedBy: actorOf(caller),
        };
  if (now !== before) await saveSigning(ports.table, caseId, { before, now });
  await tell(ports.signing, { caseId, documentId: draft.documentId, signingId: now.signingId });
  return { outcome: now === before ? "unchanged" : "requested", signing: viewOf(now, stored, caseId) };
}

async function tell({ url, post }: SigningProvider, named: object): Promise<void> {
  const body = JSON.stringify({ type: "signing.requested", ...named });
  // Longer than clients wait by themselves: the one who asked learns of it.
  const retry = { headers: { "Retry-After": "300" } };
  try {
    const { status } = await post(url, body, { "content-type": "application/json" }, tellMilliseconds);
    if (status >= 200 && status < 300) return;
  } catch (cause) {
    throw new Problem("signing-provider-unavailable", retry, { cause });
  }
  throw new Problem("signing-provider-unavailable", retry);
}

/** Takes a draft back from the provider; whatever it brings later is refused. Throws `not-found`, `signing-ended`. */
export const withdrawSigning = (ports: SigningPorts, caller: Caller, asked: Draft): Promise<SigningView> =>
  // Where the provider brings something at the same moment, that is what it is told.
  untilItLands(() => withdraw(ports, caller, asked));

async function withdraw(ports: SigningPorts, caller: Caller, asked: Draft): Promise<SigningView> {
  const stored = await caseLedTo(ports, caller, { caseId: asked.caseId, act: "make-paper" });
  const caseId = await partOf(ports, stored.state, asked.documentId);
  const before = await loadSigning(ports.table, caseId, asked.documentId);
  if (before === undefined) throw new Problem("not-found");
  if (before.state === "withdrawn") return viewOf(before, stored, caseId);
  if (before.state !== "requested") throw new Problem("signing-ended", { members: { state: before.state } });
  const now: Signing = { ...before, state: "withdrawn", endedAt: ports.now() };
  await saveSigning(ports.table, caseId, { before, now });
  return viewOf(now, stored, caseId);
}

/** The signings of a case, with those of each that was merged into it. Throws `not-found`. */
export async function signingsOf(ports: SigningPorts, caller: Caller, caseId: string): Promise<SigningView[]> {
  const stored = await caseLedTo(ports, caller, { caseId, act: "make-paper" });
  const lists = partsOf(stored.state).map(async ({ caseId: part }) =>
    (await listSignings(ports.table, part)).map((one) => viewOf(one, stored, part)),
  );
  return (await Promise.all(lists)).flat();
}

/**
 * What the provider is to have signed, and by whom. Its reading of the parties is recorded under the name of the one who asked for the signatures.
 * Throws `not-found`, `signing-ended`.
 */
export async function jobOf(ports: SigningPorts, named: Named): Promise<SigningJob> {
  const signing = await signingNamed(ports, named);
  if (signing.state !== "requested") throw new Problem("signing-ended", { members: { state: signing.state } });
  const { state } = await caseOf(ports, signing, named);
  const { caseId, documentId } = named;
  const { name, sha256 } = await draftOf(ports, named);
  const at = ports.now();
  const { organisationId, officer } = signing.requestedBy;
  const read = { caseId, at, organisationId, officer, reason: "signing" };
  await recordRead(ports.table, read);
  await recordRead(ports.table, { ...read, documentId });
  const { url, expiresAt } = await ports.caseFiles.download(fileKey(named), name, at);
  const signers = await signersOf(ports, state);
  return { ...named, state: signing.state, name, sha256, downloadUrl: url, expiresAt, signers };
}

async function signersOf({ table, sealer }: SigningPorts, state: CaseState): Promise<SigningJob["signers"]> {
  const { caseId } = state;
  const sealed = await loadParties(table, caseId);
  if (sealed === undefined) throw new Problem("not-found");
  const opened = JSON.parse(await sealer.open(partiesPlace(caseId), sealed));
  const { parties } = caseParties().parse({ caseId, ...opened });
  const assignment = "assignment" in state ? state.assignment : undefined;
  const mediators = mediatorsOf(assignment);
  const house = state.agreement?.reachedBy ?? assignment?.organisationId;
  const called = new Map(Object.entries(await mediatorNamesOf(table, house ?? "", mediators)));
  const houses = new Map(Object.entries(await namesOf(table, house === undefined ? [] : [house])));
  return [
    ...parties.map(({ name, phone }, index) => ({
      role: "party" as const,
      number: index + 1,
      name,
      ...given("phone", phone),
    })),
    ...mediators.map((id, index) => ({ role: "mediator" as const, number: index + 1, name: called.get(id) ?? id })),
    ...(house === undefined ? [] : [{ role: "seal" as const, name: houses.get(house) ?? house }]),
  ];
}

type Named = Draft & { signingId: string };
/**
 * Takes what became of a signing. A signed paper is sent to the address that is answered first, and filed beside the draft that it
 * supersedes when the same result comes again. Throws `not-found`, `signing-ended` for what comes late or says otherwise than before,
 * or where the file was closed or given to others meanwhile; `too-many-documents`, `document-mismatch`, and what `requireClean` does.
 */
export const takeResult = (ports: SigningPorts, result: SigningResult): Promise<SigningAnswer> =>
  untilItLands(() => take(ports, result));

async function take(ports: SigningPorts, result: SigningResult): Promise<SigningAnswer> {
  const { caseId, documentId, signingId } = result;
  const named = { caseId, documentId, signingId };
  const before = await signingNamed(ports, named);
  const isSame = before.state === result.state && (result.state !== "signed" || before.sha256 === result.sha256);
  if (before.state !== "requested" && !isSame) throw new Problem("signing-ended", { members: { state: before.state } });
  const at = ports.now();
  if (result.state === "signed") return fileSigned(ports, before, { result, at });
  if (isSame) return before;
  await caseOf(ports, before, named);
  const now: Signing = { ...before, state: result.state, endedAt: at };
  await saveSigning(ports.table, caseId, { before, now });
  return now;
}

type Signed = Extract<SigningResult, { state: "signed" }>;
async function fileSigned(
  ports: SigningPorts,
  before: Signing,
  { result, at }: { result: Signed; at: string },
): Promise<SigningAnswer> {
  const { caseId, documentId, sha256, sizeBytes, signatures } = result;
  // Its id says what its bytes are: however often it is brought it is one, and no other bytes are ever sent to where it lies.
  const place = { caseId, documentId: before.signedDocumentId ?? idOf([before.signingId, sha256]) };
  if (before.state === "signed" && (await loadDocument(ports.table, caseId, place.documentId)) !== undefined)
    return before;
  const { asker, ...stored } = await caseOf(ports, before, place);
  await requireRoom(ports.table, { limits: limitsFor(asker.limits, ports.quotas.here) }, place);
  const draft = await draftOf(ports, { caseId, documentId });
  const facts = { contentType: pdf, sizeBytes, sha256 } as const;
  const bytes = await ports.caseFiles.find(pendingKey(place));
  if (bytes === undefined || bytes.length !== sizeBytes || sha256Of(bytes) !== sha256) {
    const { url: uploadUrl, headers, expiresAt } = await ports.caseFiles.upload(pendingKey(place), facts, at);
    return { ...before, upload: { uploadUrl, headers, expiresAt } };
  }
  if (!isOfType(pdf, bytes)) throw new Problem("document-mismatch", { members: { announced: facts } });
  const { scan } = ports;
  // The provider is told; nothing that was announced waits in the file.
  if (scan !== undefined) await requireClean({ scan, now: ports.now, note: async () => {} }, bytes);
  await ports.caseFiles.add(fileKey(place), facts, bytes, at);
  const ended = { endedAt: at, signedDocumentId: place.documentId, sha256, signatures };
  const now: Signing = before.state === "signed" ? before : { ...before, state: "signed", ...ended };
  // First it is said that it is signed, which a withdrawal at the same time excludes; a repeat files what a crash left out.
  if (now !== before) await saveSigning(ports.table, caseId, { before, now });
  await fileDocument(ports.table, caseId, {
    documentId: place.documentId,
    kind: draft.kind,
    name: draft.name.replace(/(\.pdf)?$/i, "（电子签署）.pdf"),
    ...facts,
    // The body that asked for it is told as well.
    addedBy: platform,
    announcedAt: at,
    addedAt: at,
    paper: before.paper,
    supersedes: documentId,
    news: newsOf(stored, { kind: draft.kind }, before.requestedBy.organisationId),
  });
  return now;
}

/** A signing by all that names it. Throws `not-found` where one of it belongs to another. */
async function signingNamed({ table }: SigningPorts, { caseId, documentId, signingId }: Named): Promise<Signing> {
  const signing = await loadSigning(table, caseId, documentId);
  if (signing?.signingId !== signingId) throw new Problem("not-found");
  return signing;
}

/**
 * The case in which the one of a draft goes on, with who asked for the signatures. Throws `not-found`, and `signing-ended` where those
 * make its papers no more or its file is closed.
 */
async function caseOf(
  ports: SigningPorts,
  signing: Signing,
  { caseId }: Pick<Named, "caseId">,
): Promise<StoredCase & { asker: StoredOrganisation }> {
  const { table } = ports;
  const own = await loadCaseInCounty(table, caseId);
  if (own === undefined) throw new Problem("not-found");
  const stored = await withCounty(table, await goesOnIn(table, own));
  const asker = await askerOf(ports, stored.state, signing);
  if (asker === undefined || stored.state.status === "archived")
    throw new Problem("signing-ended", { members: { state: signing.state, status: stored.state.status } });
  return { ...stored, asker };
}

/** Who asked for the signatures, if it still makes the papers of the case. */
const askerOf = (
  { table }: SigningPorts,
  of: CaseState,
  { requestedBy }: Signing,
): Promise<StoredOrganisation | undefined> => stillMay(table, requestedBy, { act: "make-paper", of });

/** The part of the file in which a paper lies. Throws `not-found`. */
async function partOf({ table }: SigningPorts, state: CaseState, documentId: string): Promise<string> {
  const found = await findPaper(table, state, documentId);
  if (found === undefined) throw new Problem("not-found");
  return found.part.caseId;
}

type PdfDraft = AddedDocument & { madeFrom: NonNullable<AddedDocument["madeFrom"]> };
/** A draft in the file, as a PDF. Throws `not-found`, `invalid-parameters`. */
async function draftOf({ table }: SigningPorts, { caseId, documentId }: Draft): Promise<PdfDraft> {
  const document = await loadDocument(table, caseId, documentId);
  if (document === undefined || !isAdded(document)) throw new Problem("not-found");
  const { madeFrom, contentType } = document;
  if (madeFrom !== undefined && contentType === pdf) return { ...document, madeFrom };
  const error = { path: "documentId", code: "not-its-draft", message: "only a draft that is a PDF is signed" };
  throw new Problem("invalid-parameters", { errors: [error] });
}

/** A draft of a merged case is older than the two cases together. */
const viewOf = (signing: Signing, { state, version }: StoredCase, part: string): SigningView => ({
  ...signing,
  older: part !== state.caseId || signing.version < version,
});
