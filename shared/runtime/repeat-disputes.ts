import { monthsLater } from "../domain/calendar.ts";
import { type CaseState, isOver, linksAtMost, platform } from "../domain/case.ts";
import { given } from "../domain/given.ts";
import type { PartyMatch } from "../domain/party-match.ts";
import type { StoredCase } from "../dynamo/case-items.ts";
import { loadCases } from "../dynamo/case-store.ts";
import { casesOfPair } from "../dynamo/party-match-store.ts";
import type { Table } from "../dynamo/table.ts";
import { caseStore, issueCommand } from "./issue-command.ts";
import { lawOfCase } from "./law-in-force.ts";

/** A repeat is looked for until the case has been offered to a second body: by then its bodies and the coordinator know. */
export const mayBeRepeat = (state: CaseState): boolean =>
  !isOver(state) &&
  state.attempts <= 1 &&
  // The case that the same number made before is known without looking.
  (state.linked ?? []).every((linked) => state.referrals.some(({ resentFrom }) => resentFrom === linked));

/**
 * Links the case and those in which the same parties disputed the same category within the months the rules set, and so
 * warns the bodies and the coordinator. Never merges: that is a person's act. Repeating it changes nothing. `loaded` is the
 * case as it was read or written just now. Another county's cases are not there, as for its coordinator.
 */
export async function noteRepeats(table: Table, loaded: StoredCase, { pairs }: PartyMatch, at: string): Promise<void> {
  if (pairs.length === 0) return;
  const { caseId, submittedAt, rulePack } = loaded.state;
  const since = monthsLater(submittedAt, -(await lawOfCase(table, rulePack)).repeatDisputeMonths);
  // One more than is kept, since each list may hold the case itself.
  const found = await Promise.all(pairs.map((pair) => casesOfPair(table, pair, { since, limit: linksAtMost + 1 })));
  const others = found.flat().filter((other) => other.caseId !== caseId);
  const latestFirst = others.sort((one, other) => other.pairedAt.localeCompare(one.pairedAt));
  const latest = [...new Set(latestFirst.map((other) => other.caseId))].slice(0, linksAtMost);
  const earlierCases = latest.length === 0 ? new Map<string, StoredCase>() : await loadCases(table, latest);
  const isNear = (id: string) => earlierCases.get(id)?.state.county === loaded.state.county;
  const caseIds = latest.filter(isNear);
  const store = caseStore(table);
  // The bodies of an earlier one that goes on have to know as well.
  for (const earlier of caseIds) {
    const ask = { by: platform, at, ...given("loaded", earlierCases.get(earlier)) };
    await issueCommand(store, earlier, { type: "note-repeat", caseIds: [caseId] }, ask);
  }
  if (caseIds.length > 0)
    await issueCommand(store, caseId, { type: "note-repeat", caseIds }, { by: platform, at, loaded });
}
