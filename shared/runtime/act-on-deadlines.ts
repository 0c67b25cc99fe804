import { platform } from "../domain/case.ts";
import { dueCases } from "../dynamo/case-lists.ts";
import type { Table } from "../dynamo/table.ts";
import { caseStore, issueCommand } from "./issue-command.ts";
import { logLine } from "./log.ts";

const perShard = 25;

/**
 * Issues `pass-deadline` on every case that is due, page after page, until none is left or the time is up. A case whose
 * command does not remove it from the due index (it failed) is left to the next minute, so that it starves nobody.
 */
export async function actOnDeadlines(table: Table, now: () => string, hasTime: () => boolean): Promise<void> {
  const startedAt = performance.now();
  const tried = new Set<string>();
  let failed = 0;
  while (hasTime()) {
    const due = (await dueCases(table, now(), perShard + failed)).filter((caseId) => !tried.has(caseId));
    if (due.length === 0) break;
    await Promise.all(
      due.map(async (caseId) => {
        tried.add(caseId);
        try {
          await issueCommand(caseStore(table), caseId, { type: "pass-deadline" }, { by: platform, at: now() });
        } catch (error) {
          failed += 1;
          const cause = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
          logLine({ unit: "pass-deadline", outcome: "failed", caseId, error: cause });
        }
      }),
    );
  }
  const milliseconds = Math.round(performance.now() - startedAt);
  logLine({
    unit: "act-when-deadline-passes",
    outcome: failed === 0 ? "ok" : "failed",
    count: tried.size,
    milliseconds,
  });
}
