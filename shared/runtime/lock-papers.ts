import type { LockFile } from "../aws/file-lock.ts";
import { shanghaiDate } from "../domain/calendar.ts";
import { keptUntil, retentionFor } from "../domain/keeping.ts";
import { retentionOf } from "../domain/retention.ts";
import { listDocuments } from "../dynamo/document-store.ts";
import type { Table } from "../dynamo/table.ts";
import { loadCaseInCounty } from "./county-of-case.ts";
import { lawInForce } from "./law-in-force.ts";
import { fileKey } from "./paper-places.ts";
import { joinedTo } from "./survivor.ts";

const lockedAtOnce = 8;

/**
 * Locks every paper in the file of an archived case until its time of keeping is over. Doing it again changes nothing; one that was taken
 * up anew meanwhile is locked when it is archived again. Throws where a paper may not be locked yet.
 */
export async function lockPapers(
  { table, lockFile, now }: { table: Table; lockFile: LockFile; now: () => string },
  caseId: string,
): Promise<void> {
  const { state } = (await loadCaseInCounty(table, caseId)) ?? {};
  if (state?.status !== "archived") return;
  const rules = await lawInForce(table, state.county, shanghaiDate(now()));
  const until = keptUntil(state, retentionFor(state, retentionOf(rules)));
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
