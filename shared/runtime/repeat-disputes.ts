import { monthsLater } from "../domain/calendar.ts";
import { isAmong, platform } from "../domain/case.ts";
import { type CaseState, isOver, linksAtMost } from "../domain/case-state.ts";
import { given } from "../domain/given.ts";
import type { PartyMatch } from "../domain/party-match.ts";
import type { StoredCase } from "../dynamo/case-items.ts";
import { loadCases } from "../dynamo/case-store.ts";
import {
  casesOfPair,
  casesOfPairs,
  formerCasesOfPair,
  formerCasesOfPairs,
  type Met,
} from "../dynamo/party-match-store.ts";
import type { Table } from "../dynamo/table.ts";
import { withCounty } from "./county-of-case.ts";
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

/**
 * The cases of the county in which the same parties disputed the same category, the latest first, as many as a case keeps.
 * Another county's are passed over wherever they stand, so that they take no place of its own.
 */
async function repeatsOf(
  table: Table,
  state: CaseState,
  { pairs, formerPairs = [] }: PartyMatch,
): Promise<ReadonlyMap<string, StoredCase>> {
  if (pairs.length === 0) return new Map();
  const { caseId, submittedAt, rulePack } = state;
  const since = monthsLater(submittedAt, -(await lawOfCase(table, rulePack)).repeatDisputeMonths);
  // One more than is kept, since each list may hold the case itself, or begin with the end of the page before.
  const limit = linksAtMost + 1;
  const lists = await Promise.all([
    listsOf(table, pairs, { since, limit }, { together: casesOfPairs, alone: casesOfPair }),
    listsOf(
      table,
      [...pairs, ...formerPairs],
      { since, limit },
      { together: formerCasesOfPairs, alone: formerCasesOfPair },
    ),
  ]);
  let open = lists.flat();
  const known = new Set([caseId]);
  const own: { metAt: string; stored: StoredCase }[] = [];
  while (open.length > 0) {
    const pages = await Promise.all(open.map(async (list) => ({ list, met: await list.page(list.until) })));
    const fresh = pages.flatMap(({ met }) => met).filter((one) => !known.has(one.caseId));
    for (const one of fresh) known.add(one.caseId);
    own.push(...(await ofCounty(table, state.county, fresh)));
    own.sort((one, other) => other.metAt.localeCompare(one.metAt));
    const enough = own[linksAtMost - 1]?.metAt ?? "";
    open = pages.flatMap(({ list, met }) => {
      const until = met.at(-1)?.metAt;
      const goesOn = met.length === limit && until !== undefined && until !== list.until && until > enough;
      return goesOn ? [{ ...list, until }] : [];
    });
  }
  return new Map(own.slice(0, linksAtMost).map(({ stored }) => [stored.state.caseId, stored]));
}

/** Meetings, the latest first; `until` is where the next page begins. A page with fewer than were asked for is the last. */
type List = { page: (until?: string) => Promise<Met[]>; until?: string };

/** Cases of several pairs are one list as a rule; a list for each pair where they are many. */
async function listsOf(
  table: Table,
  pairs: readonly string[],
  ask: { since: string; limit: number },
  { together, alone }: { together: typeof casesOfPairs; alone: typeof casesOfPair },
): Promise<List[]> {
  const all = await together(table, pairs, ask);
  if (all !== undefined) return [{ page: async () => all }];
  return pairs.map((pair) => ({
    page: (until?: string) => alone(table, pair, { ...ask, ...given("until", until) }),
  }));
}

async function ofCounty(table: Table, county: string, met: readonly Met[]) {
  const latest = new Map(met.map((one) => [one.caseId, one.metAt]));
  if (latest.size === 0) return [];
  const read = await Promise.all(
    [...(await loadCases(table, [...latest.keys()])).values()].map((one) => withCounty(table, one)),
  );
  return read
    .filter(({ state }) => state.county === county)
    .map((stored) => ({ stored, metAt: latest.get(stored.state.caseId) ?? "" }));
}
