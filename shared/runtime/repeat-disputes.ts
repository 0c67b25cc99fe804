import { monthsLater } from "../domain/calendar.ts";
import { type CaseState, isAmong, isOver, linksAtMost, platform } from "../domain/case.ts";
import type { PartyMatch } from "../domain/party-match.ts";
import type { StoredCase } from "../dynamo/case-items.ts";
import { loadCases } from "../dynamo/case-store.ts";
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
 * case as it was read or written just now. Another county's cases are not there, as for its coordinator. Of cases created at
 * once each looks after its creation and reads consistently, so that every two of them are linked by the later one at the latest.
 */
export async function noteRepeats(table: Table, loaded: StoredCase, match: PartyMatch, at: string): Promise<void> {
  const { caseId } = loaded.state;
  const found = await repeatsOf(table, loaded.state, match);
  const store = caseStore(table);
  // The bodies of an earlier one that goes on have to know as well.
  for (const [earlier, read] of found) {
    await issueCommand(store, earlier, { type: "note-repeat", caseIds: [caseId] }, { by: platform, at, loaded: read });
  }
  const caseIds = [...found.keys()];
  if (caseIds.length > 0)
    await issueCommand(store, caseId, { type: "note-repeat", caseIds }, { by: platform, at, loaded });
}

/**
 * Asks again which cases repeat the same dispute, after the parties or the category were corrected: links that no longer hold
 * are taken away on both sides, and new ones made. A case that was linked as another sending of the same number stays linked.
 */
export async function checkRepeats(table: Table, loaded: StoredCase, match: PartyMatch, at: string): Promise<void> {
  const { caseId, linked = [] } = loaded.state;
  const found = [...(await repeatsOf(table, loaded.state, match)).keys()];
  const store = caseStore(table);
  const doubtful = await Promise.all(linked.filter((id) => !found.includes(id)).map((id) => store.load(id)));
  const kept = doubtful.flatMap((other) =>
    other?.state.referrals.some(isAmong(loaded.state.referrals)) === true ? [other.state.caseId] : [],
  );
  for (const gone of linked.filter((id) => !found.includes(id) && !kept.includes(id))) {
    await issueCommand(store, gone, { type: "forget-repeat", caseId }, { by: platform, at });
  }
  for (const other of found) {
    await issueCommand(store, other, { type: "note-repeat", caseIds: [caseId] }, { by: platform, at });
  }
  const caseIds = [...new Set([...kept, ...found])];
  await issueCommand(store, caseId, { type: "check-repeats", caseIds }, { by: platform, at });
}

/** The cases of the county in which the same parties disputed the same category, the latest first, as many as a case keeps. */
async function repeatsOf(
  table: Table,
  state: CaseState,
  { pairs, formerPairs = [] }: PartyMatch,
): Promise<ReadonlyMap<string, StoredCase>> {
  if (pairs.length === 0) return new Map();
  const { caseId, submittedAt, rulePack } = state;
  const since = monthsLater(submittedAt, -(await lawOfCase(table, rulePack)).repeatDisputeMonths);
  // One more than is kept, since each list may hold the case itself.
  const window = { since, limit: linksAtMost + 1 };
  const found = await Promise.all([
    ...pairs.map((pair) => casesOfPair(table, pair, window)),
    ...[...pairs, ...formerPairs].map((pair) => formerCasesOfPair(table, pair, window)),
  ]);
  const others = found.flat().filter((other) => other.caseId !== caseId);
  const latestFirst = others.sort((one, other) => other.metAt.localeCompare(one.metAt));
  const latest = [...new Set(latestFirst.map((other) => other.caseId))].slice(0, linksAtMost);
  const read = latest.length === 0 ? new Map<string, StoredCase>() : await loadCases(table, latest);
  return new Map(
    latest.flatMap((id) => {
      const one = read.get(id);
      return one?.state.county === state.county ? [[id, one] as const] : [];
    }),
  );
}
