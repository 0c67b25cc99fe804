import type { ProblemCode } from "../contracts/problems.ts";
import type { CaseState } from "../domain/case-state.ts";
import { CommandError } from "../domain/command-error.ts";
import { requireMayAdd } from "../domain/document-access.ts";
import { forgetDocument, isAdded, loadDocument, type StoredDocument } from "../dynamo/document-store.ts";
import type { Table } from "../dynamo/table.ts";
import { daysAfter, type FilePorts, fileSent, newsOf } from "./case-papers.ts";
import { loadCaseInCounty, withCounty } from "./county-of-case.ts";
import { pendingDays } from "./paper-places.ts";
import { Problem } from "./problem.ts";
import { stillMay } from "./still-may.ts";
import { goesOnIn } from "./survivor.ts";

type Ports = Pick<FilePorts, "table" | "caseFiles" | "now" | "scan">;

/** Nothing is left to be done after these: the list of the organisation that sent it says what was found. */
const endings: readonly ProblemCode[] = ["document-infected", "document-mismatch"];

/**
 * Asks the scanner again about a paper that waits for its verdict, and files it for the organisation that sent it, which is told. Doing it again changes
 * nothing. One that this organisation may no longer add is let go. Throws `scanner-unavailable` where there is no verdict still, and
 * `document-not-uploaded` where the bucket does not give the bytes that must lie there.
 */
export async function scanAgain(ports: Ports, place: { caseId: string; documentId: string }): Promise<void> {
  const { table, now } = ports;
  const document = await loadDocument(table, place.caseId, place.documentId);
  if (document === undefined || isAdded(document) || document.quarantine?.state === "infected") return;
  const own = await loadCaseInCounty(table, place.caseId);
  if (own === undefined) return;
  const stored = await withCounty(table, await goesOnIn(table, own));
  if (!(await mayStillAdd(table, stored.state, document)))
    return forgetDocument(table, place.caseId, place.documentId, now());
  const news = { ...newsOf(stored, document, document.addedBy.organisationId), toSender: true as const };
  try {
    await fileSent(ports, document, { place, news });
  } catch (error) {
    if (!(error instanceof Problem && (endings.includes(error.code) || isGone(error, document, now())))) throw error;
  }
}

/**
 * Whether the bytes are gone by themselves. Until then they lie there, as the paper waits: the bucket answers a missing right, a key that
 * cannot be used or a wrong clock as it answers what is not there.
 */
const isGone = ({ code }: Problem, { announcedAt }: StoredDocument, at: string): boolean =>
  code === "document-not-uploaded" && daysAfter(announcedAt, pendingDays) <= at;

async function mayStillAdd(table: Table, of: CaseState, { addedBy, kind }: StoredDocument): Promise<boolean> {
  if ((await stillMay(table, addedBy, { act: "open-file", of })) === undefined) return false;
  try {
    requireMayAdd(of, addedBy, kind);
    return true;
  } catch (error) {
    if (error instanceof CommandError) return false;
    throw error;
  }
}
