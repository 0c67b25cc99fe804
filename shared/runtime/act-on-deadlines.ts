import { platform } from "../domain/case.ts";
import { isOverdue } from "../domain/clocks.ts";
import { given } from "../domain/given.ts";
import type { StoredCase } from "../dynamo/case-items.ts";
import { duePages } from "../dynamo/case-lists.ts";
import { loadCases } from "../dynamo/case-store.ts";
import type { Table } from "../dynamo/table.ts";
import { calendarsOfRun, type Nation } from "./calendars-in-force.ts";
import { unfitAtProposal } from "./fit-when-corrected.ts";
import { type CaseStore, caseStore, issueCommand } from "./issue-command.ts";
import { logLine } from "./log.ts";

/** Below the fifty connections that a client opens. */
export const casesAtOnce = 48;

/**
 * Issues `pass-deadline` on every case that is due, page after page, until none is left or the time is up. A case whose
 * command does not remove it from the due index (it failed) is left to the next minute, so that it starves nobody. `nation`
 * reads the nation's calendars where they are read once in a run. Returns of which counties the cases were.
 */
export async function actOnDeadlines(
  table: Table,
  now: () => string,
  hasTime: () => boolean,
  nation?: Nation,
): Promise<Set<string>> {
  const own = caseStore(table);
  const store = nation === undefined ? own : { ...own, calendars: calendarsOfRun(table, nation) };
  const startedAt = performance.now();
  const counties = new Set<string>();
  let count = 0;
  let failed = 0;
  for await (const due of duePages(table, now(), casesAtOnce)) {
    if (!hasTime()) break;
    const page = await readTogether(table, due);
    const passed = await Promise.all(
      due.map((caseId) => passDeadline({ table, store }, caseId, now(), page.get(caseId))),
    );
    for (const { state } of page.values()) counties.add(state.county);
    count += due.length;
    failed += passed.filter((ok) => !ok).length;
  }
  const milliseconds = Math.round(performance.now() - startedAt);
  logLine({ unit: "act-when-deadline-passes", outcome: failed === 0 ? "ok" : "failed", count, milliseconds });
  return counties;
}

/** The cases of a page in one reading. If one of them spoils it, none is known here and each is read alone. */
async function readTogether(table: Table, caseIds: readonly string[]): Promise<ReadonlyMap<string, StoredCase>> {
  try {
    return await loadCases(table, caseIds);
  } catch {
    return new Map();
  }
}

/** Whether it worked; what failed stays due, and is in the log. */
async function passDeadline(
  { table, store }: { table: Table; store: CaseStore },
  caseId: string,
  at: string,
  loaded: StoredCase | undefined,
): Promise<boolean> {
  try {
    const before = loaded ?? (await store.load(caseId));
    const ask = { by: platform, at, ...given("loaded", before) };
    const proposed = before?.state.gradeProposal;
    // A grade that takes effect by itself may ask for another body, as one does that a person decides.
    const isRaised = before !== undefined && proposed !== undefined && isOverdue(proposed.dueAt, at);
    const unfit = isRaised ? await unfitAtProposal({ table }, before.state) : undefined;
    await issueCommand(store, caseId, { type: "pass-deadline", ...given("unfit", unfit) }, ask);
    return true;
  } catch (error) {
    const cause = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    logLine({ unit: "pass-deadline", outcome: "failed", caseId, error: cause });
    return false;
  }
}
