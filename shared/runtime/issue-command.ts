import { bundledCalendars } from "../domain/calendar.ts";
import type { Actor } from "../domain/case.ts";
import type { CaseCommand } from "../domain/commands.ts";
import { decide } from "../domain/decide.ts";
import type { CaseHappening } from "../domain/events.ts";
import type { DecisionContext } from "../domain/happenings.ts";
import { bundledRulePacks, type RulePack } from "../domain/rule-pack.ts";
import type { StoredCase } from "../dynamo/case-items.ts";
import { appendEvents, loadCase, VersionConflict } from "../dynamo/case-store.ts";
import type { Table } from "../dynamo/table.ts";

/** What issuing a command needs of the store. */
export type CaseStore = {
  load: (caseId: string) => Promise<StoredCase | undefined>;
  append: (before: StoredCase, happenings: readonly CaseHappening[], context: DecisionContext) => Promise<StoredCase>;
};

export const caseStore = (table: Table): CaseStore => ({
  load: (caseId) => loadCase(table, caseId),
  append: (before, happenings, context) => appendEvents(table, before, happenings, context),
});

export type Issued =
  | { outcome: "done" | "unchanged"; stored: StoredCase; happenings: readonly CaseHappening[] }
  | { outcome: "not-found" }
  | { outcome: "stale"; version: number };

const attempts = 5;

/**
 * The one path of every change: read, decide, append. A command decided on `expectedVersion` is refused as stale once the
 * case has moved on, unless it is a repeat; without one it is decided again on whatever stands. Throws `Refusal`.
 */
export async function issueCommand(
  store: CaseStore,
  caseId: string,
  command: CaseCommand,
  ask: { by: Actor; at: string; expectedVersion?: number | undefined; visible?: (stored: StoredCase) => boolean },
): Promise<Issued> {
  for (let attempt = 1; ; attempt += 1) {
    const before = await store.load(caseId);
    if (before === undefined || ask.visible?.(before) === false) return { outcome: "not-found" };
    const stale = ask.expectedVersion !== undefined && ask.expectedVersion !== before.version;
    const context: DecisionContext = {
      at: ask.at,
      by: ask.by,
      rules: rulesOf(before.state.rulePack),
      calendars: bundledCalendars,
    };
    const happenings = decide(command, before.state, context);
    if (happenings.length === 0) return { outcome: "unchanged", stored: before, happenings };
    if (stale) return { outcome: "stale", version: before.version };
    try {
      return { outcome: "done", stored: await store.append(before, happenings, context), happenings };
    } catch (error) {
      // Decided on a version that is gone: the reread shows whether it was this very command that landed.
      if (!(error instanceof VersionConflict) || attempt === attempts) throw error;
    }
  }
}

/** The rule pack a case runs under, whatever is in force today. */
export function rulesOf(version: string): RulePack {
  const pack = bundledRulePacks.find((candidate) => candidate.version === version);
  if (pack === undefined) throw new Error(`rule pack ${version} is not bundled`);
  return pack;
}
