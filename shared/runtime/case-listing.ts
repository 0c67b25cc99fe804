import type * as z from "zod";
import type { CaseListItem, caseList, listCasesQuery } from "../contracts/case-lists.ts";
import { addMonths, endOfShanghaiDay, shanghaiDate, startOfShanghaiDay } from "../domain/calendar.ts";
import { levelOf } from "../domain/clock-level.ts";
import { verbsOpenTo } from "../domain/decide.ts";
import { given } from "../domain/given.ts";
import { isWanted, type ListFilter } from "../domain/list-filter.ts";
import { stepsFor } from "../domain/next-step.ts";
import { standingOf } from "../domain/rights.ts";
import type { StoredCase } from "../dynamo/case-items.ts";
import { type ListPlace, lastOf, listedCase, pageOfCases, type Row } from "../dynamo/case-lists.ts";
import { closedIn, endedListOf, openIn } from "../dynamo/keys.ts";
import type { Table } from "../dynamo/table.ts";
import { actorOf, type Caller, elsewhere, ownCounty, requireRight, seatOf } from "./caller.ts";
import { hasPartIn, seenBy } from "./case-for.ts";
import { mediatorNamesOf, namesOf } from "./organisation-names.ts";

type Query = z.output<ReturnType<typeof listCasesQuery>>;
/** What narrows a list, and how much of it is asked for. */
type PageQuery = ListFilter & { limit: number; order?: "forward" | "backward"; as?: Query["as"]; month?: string };
export type Listing = z.output<ReturnType<typeof caseList>>;

/** A case as its reader sees it, with the case as it stands, on which depends what can be done about it. */
export type SeenRow = Row & { stands: StoredCase };

/** A page of a list, as the caller may see it, at an instant. */
export async function listFor(
  table: Table,
  caller: Caller,
  {
    place,
    query,
    startKey,
    now,
  }: { place: ListPlace; query: PageQuery; startKey: Record<string, string> | undefined; now: string },
): Promise<Listing> {
  const { limit, order } = query;
  const isBackwards = (query.as === "sender") !== (order === "backward");
  const standing = new Map<string, StoredCase>();
  const { rows, cursor } = await pageOfCases(table, place, {
    limit,
    startKey,
    backwards: isBackwards,
    seen: async (stored) => {
      // An index may name who has put the case down since, and a case that has left the county.
      if (standingOf(seatOf(caller), stored.state) === "stranger") return undefined;
      standing.set(stored.state.caseId, stored);
      return seenBy(table, caller, stored);
    },
    wanted: ({ stored: { state } }) =>
      hasEndedIn(query.month, state) && isWanted(query, state, { now, at: dayOf(query, state) }),
  });
  const seen = rows.map((row) => ({ ...row, stands: standing.get(row.stored.state.caseId) ?? row.stored }));
  const isWhole = startKey === undefined && cursor === undefined;
  return {
    ...(await shownTo(table, caller, seen, now)),
    ...given("total", isWhole ? rows.length : undefined),
    ...given("cursor", cursor),
  };
}

/** The instant by which the days of a filter are meant: the end of a case where those that have ended are listed. */
const dayOf = ({ month }: PageQuery, state: StoredCase["state"]): string =>
  month !== undefined && "closedAt" in state ? state.closedAt : state.submittedAt;

const hasEndedIn = (month: string | undefined, state: StoredCase["state"]): boolean =>
  month === undefined || ("closedAt" in state && shanghaiDate(state.closedAt).startsWith(month));

/** Where the list lies that a caller asks for. Throws `not-allowed` where it is the county's and the caller is no office of it. */
export function placeOf(caller: Caller, { as, month, from, to }: Query): ListPlace {
  const { organisationId } = caller;
  switch (as) {
    case "holder":
      return month === undefined
        ? { index: "casesByHolder", partition: organisationId }
        : { index: "casesByHolder", partition: endedListOf(organisationId), keys: keysOfMonth(month) };
    case "sender":
      return {
        index: "casesBySender",
        partition: organisationId,
        ...given("keys", month === undefined ? keysBetween(from, to) : undefined),
      };
    case "county": {
      const county = ownCounty(caller);
      requireRight(caller, { act: "list-cases", county });
      const partition = month === undefined ? openIn(county) : closedIn(county, month);
      return { index: "casesByCounty", partition };
    }
  }
}

const keysOfMonth = (month: string): NonNullable<ListPlace["keys"]> => ({
  from: startOfShanghaiDay(`${month}-01`),
  to: startOfShanghaiDay(addMonths(`${month}-01`, 1)),
});

/** The sort keys of what was sent on days between two, both included; undefined where neither is set. */
function keysBetween(from: string | undefined, to: string | undefined): ListPlace["keys"] {
  if (from === undefined && to === undefined) return undefined;
  return {
    from: from === undefined ? "0" : startOfShanghaiDay(from),
    to: to === undefined ? lastOf("9") : endOfShanghaiDay(to),
  };
}

/** Cases as lists show them to the caller, with what their organisations are called. */
export async function shownTo(
  table: Table,
  caller: Caller,
  rows: readonly SeenRow[],
  now: string,
): Promise<{ cases: CaseListItem[]; names: Record<string, string> }> {
  const own = caller.organisationId;
  const listed = rows.map((row) => ({ row, card: listedCase(row.stored, row.at, own) }));
  const ids = listed.flatMap(({ card: { agencyId, holderId, endedWithId } }) => [
    agencyId,
    holderId ?? endedWithId ?? agencyId,
  ]);
  const led = listed.flatMap(({ card }) => (card.holderId === own ? (card.mediatorId ?? []) : []));
  const [names, mediators] = await Promise.all([namesOf(table, ids), mediatorNamesOf(table, own, led)]);
  const cases = listed.map(({ row, card: { clock, ...card } }) => ({
    ...card,
    ...given("holderName", names[card.holderId ?? ""]),
    ...given("mediatorName", card.holderId === own ? mediators[card.mediatorId ?? ""] : undefined),
    ...given("clock", clock && shownClock(clock, now)),
    ...given("next", nextStepOf(caller, row)),
  }));
  return { cases, names };
}

function shownClock(
  clock: NonNullable<ReturnType<typeof listedCase>["clock"]>,
  now: string,
): NonNullable<CaseListItem["clock"]> {
  const { kind, startedAt, dueAt, provisional } = clock;
  return { kind, startedAt, dueAt, level: levelOf(clock, now), ...given("provisional", provisional) };
}

/** The step that leads on, where it is the caller's to take. */
function nextStepOf(caller: Caller, { stored: { state }, stands }: SeenRow): string | undefined {
  if (!hasPartIn(caller, stands.state)) return undefined;
  return stepsFor(state, verbsOpenTo(state, actorOf(caller), elsewhere(caller, state).fromElsewhere)).next;
}
