import type { LockFile } from "../aws/file-lock.ts";
import { keptUntil } from "../domain/keeping.ts";
import { listDocuments } from "../dynamo/document-store.ts";
import type { Table } from "../dynamo/table.ts";
import { loadCaseInCounty } from "./county-of-case.ts";
import { fileKey } from "./paper-places.ts";
import { retentionInForce } from "./retention-in-force.ts";
import { joinedTo } from "./survivor.ts";

const lockedAtOnce = 8;

/**
 * Locks every paper in the file of an archived case until its time of keeping is over. Doing it again changes nothing; one that was taken
 * up again meanwhile is locked when it is archived again. Throws where a paper may not be locked yet.
 */
export async function lockPapers(
  { table, lockFile, now }: { table: Table; lockFile: LockFile; now: () => string },
  caseId: string,
): Promise<void> {
  const { state } = (await loadCaseInCounty(table, caseId)) ?? {};
  if (state?.status !== "archived") return;
  const until = keptUntil(state, await retentionInForce(table, state, now()));
  if (until <= now()) return;
  const all = [caseId, ...(await joinedTo(table, state))];
  const papers = await Promise.all(
    all.map(async (part) => (await listDocuments(table, part)).map((paper) => ({ caseId: part, ...paper }))),
  );
  const keys = papers.flat().map(({ caseId: part, documentId }) => fileKey({ caseId: part, documentId }));
  for (let from = 0; from < keys.length; from += lockedAtOnce) {
    await Promise.all(keys.slice(from, from + lockedAtOnce).map((key) => lockFile(key, until)));
  }
}
