import { monthsLater } from "../domain/calendar.ts";
import { type CaseState, isOver, linksAtMost, platform } from "../domain/case.ts";
import type { PartyMatch } from "../domain/party-match.ts";
import type { StoredCase } from "../dynamo/case-items.ts";
import { casesOfPair, formerCasesOfPair } from "../dynamo/party-match-store.ts";
import type { Table } from "../dynamo/table.ts";
import { caseStore, issueCommand } from "./issue-command.ts";
import { lawOfCase } from "./law-in-force.ts";

/**
 * A repeat is looked for until the case has been offered to a second body: by then its bodies and the coordinator know. A case
 * that another one has found looks for itself all the same, as that one may have looked before a third was there.
 */
export const mayBeRepeat = (state: CaseState): boolean => !isOver(state) && state.attempts <= 1;

/**
 * Links the case and those in which the same parties disputed the same category within the months the rules set, and so
 * warns the bodies and the coordinator. Never merges: that is a person's act. Repeating it changes nothing. `loaded` is the
 * case as it was read or written just now. Of cases created at once each looks after its creation and reads consistently, so
 * that every two of them are linked by the later one at the latest.
 */
export async function noteRepeats(
  table: Table,
  loaded: StoredCase,
  { pairs, formerPairs = [] }: PartyMatch,
  at: string,
): Promise<void> {
  if (pairs.length === 0) return;
  const { caseId, submittedAt, rulePack } = loaded.state;
  const since = monthsLater(submittedAt, -(await lawOfCase(table, rulePack)).repeatDisputeMonths);
  // One more than is kept, since each list may hold the case itself.
  const window = { since, limit: linksAtMost + 1 };
  const found = await Promise.all([
    ...pairs.map((pair) => casesOfPair(table, pair, window)),
    ...[...pairs, ...formerPairs].map((pair) => formerCasesOfPair(table, pair, window)),
  ]);
  const others = found.flat().filter((other) => other.caseId !== caseId);
  const latestFirst = others.sort((one, other) => other.metAt.localeCompare(one.metAt));
  const caseIds = [...new Set(latestFirst.map((other) => other.caseId))].slice(0, linksAtMost);
  const store = caseStore(table);
  // The bodies of an earlier one that goes on have to know as well.
  for (const earlier of caseIds) {
    await issueCommand(store, earlier, { type: "note-repeat", caseIds: [caseId] }, { by: platform, at });
  }
  if (caseIds.length > 0)
    await issueCommand(store, caseId, { type: "note-repeat", caseIds }, { by: platform, at, loaded });
}
