import { createHash } from "node:crypto";
import type { WorkCounts, WorkItem } from "../contracts/work-routes.ts";
import { levelOf } from "../domain/clock-level.ts";
import { countOwed, isOverdueAt } from "../domain/digest.ts";
import { given } from "../domain/given.ts";
import { stepsThatSettle } from "../domain/next-step.ts";
import { type Obligation, obligations } from "../domain/obligations.ts";
import { askedFor, type Owed, owedBy, placeOf } from "../domain/owed.ts";
import { type Seat, standingOf } from "../domain/rights.ts";
import type { StoredCase } from "../dynamo/case-items.ts";
import { loadCases } from "../dynamo/case-store.ts";
import type { Table } from "../dynamo/table.ts";
import { allWork, encodeWorkCursor, pageOfWork, type WorkKey, type WorkPlace, workPlace } from "../dynamo/work-list.ts";
import { openAsked } from "./asked-texts.ts";
import { type Caller, seatOf } from "./caller.ts";
import { shownTo } from "./case-listing.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";

type Query = { limit: number; cursor?: string; what?: Obligation };
type Work = { work: WorkItem[]; names: Record<string, string>; cursor?: string };
/** One thing that the caller owes, with its case. */
type OwedOn = { owed: Owed; stored: StoredCase };

/** So many cases at most are looked at for one page of one kind of work. */
const looksAtMost = 300;
/** So many cases at most are read to tell kinds of work apart: 200 read units. */
const countsAtMost = 400;

/** A page of what the caller owes, the first due first. Throws `invalid-cursor` for a cursor that is none. */
export async function workFor(
  ports: Pick<Ports, "table" | "sealer">,
  caller: Caller,
  { limit, cursor, what }: Query,
  now: string,
): Promise<Work> {
  const { table } = ports;
  const found: OwedOn[] = [];
  let from = placeIn(cursor);
  let next: WorkPlace | undefined;
  let looked = 0;
  do {
    const page = await pageOfWork(table, caller.organisationId, { limit, from });
    const all = await owedOn(table, seatOf(caller), page.entries);
    found.push(...all.filter(({ owed }) => what === undefined || owed.what === what));
    looked += page.entries.length;
    next = page.next;
    from = next ?? from;
    // Of one kind there may be none on a page; of all, a page has what its keys lead to.
  } while (what !== undefined && next !== undefined && found.length < limit && looked < looksAtMost);
  const rows = found.map(({ owed, stored }) => ({ stored, stands: stored, at: placeOf(owed) }));
  const asked = found.map(({ owed, stored }) => ({ stored, asked: askedFor(owed.what, stored.state) }));
  const [{ cases, names }, missing] = await Promise.all([shownTo(table, caller, rows, now), openAsked(ports, asked)]);
  const work = found.flatMap(({ owed }, index): WorkItem[] => {
    const shown = cases[index];
    const lacks = missing[index] ?? [];
    return shown === undefined
      ? []
      : [{ ...shownWork(owed, now), ...given("missing", lacks.length === 0 ? undefined : lacks), case: shown }];
  });
  return { work, names, ...given("cursor", encodeWorkCursor(next)) };
}

function shownWork({ what, dueAt, since, clock }: Owed, now: string): Omit<WorkItem, "case" | "missing"> {
  // A day that is set has no length: it is calm until its last day.
  const period = clock ?? (dueAt === undefined ? undefined : { startedAt: now, dueAt });
  return {
    what,
    steps: stepsThatSettle(what),
    ...given("dueAt", dueAt),
    ...given("since", since),
    ...given("level", period && levelOf(period, now)),
  };
}

/** All that the caller owes on these cases as they stand; a case that an index names too late is left out. */
async function owedOn(table: Table, seat: Seat, entries: readonly WorkKey[]): Promise<OwedOn[]> {
  const ids = [...new Set(entries.map(({ caseId }) => caseId))];
  const cases = await loadCases(table, ids, false);
  return ids
    .flatMap((caseId) => cases.get(caseId) ?? [])
    .filter(({ state }) => standingOf(seat, state) === "present")
    .flatMap((stored) =>
      owedBy(stored.state)
        .filter(({ organisationId }) => organisationId === seat.organisationId)
        .map((owed) => ({ owed, stored })),
    )
    .toSorted((one, other) => placeOf(one.owed).localeCompare(placeOf(other.owed)));
}

function placeIn(cursor: string | undefined): WorkPlace {
  if (cursor === undefined) return {};
  const text = Buffer.from(cursor, "base64url").toString("utf8");
  const place = jsonIn(text);
  const parsed = workPlace().safeParse(place);
  if (parsed.success) return parsed.data;
  throw new Problem("invalid-cursor");
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * How much the caller owes. A caller that has the present answer, by its ETag, costs the reading of keys alone: two read units for hundreds
 * of cases.
 */
export async function countWorkOf(
  table: Table,
  caller: Caller,
  { now, isKnown }: { now: string; isKnown: (etag: string) => boolean },
): Promise<{ etag: string; body?: WorkCounts }> {
  const keys = await allWork(table, caller.organisationId);
  const isOver = (at: string): boolean => at <= now;
  const seen = JSON.stringify(keys.map(({ caseId, at }) => [caseId, at, isOver(at)]));
  const etag = `"${createHash("sha256").update(seen).digest("base64url").slice(0, 22)}"`;
  if (isKnown(etag)) return { etag };
  const owed = await owedOn(table, seatOf(caller), keys.slice(0, countsAtMost));
  const groups = obligations.flatMap((what) => {
    const some = owed.filter((one) => one.owed.what === what);
    const overdue = some.filter((one) => isOverdueAt(one.owed, now));
    return some.length === 0 ? [] : [{ what, count: some.length, overdue: overdue.length }];
  });
  const caseIds = (some: readonly WorkKey[]): number => new Set(some.map(({ caseId }) => caseId)).size;
  const isPartial = keys.length > countsAtMost;
  const { open, overdue } = countOwed(onCases(owed), { now, dueBy: now });
  const total = isPartial ? caseIds(keys) : open;
  return { etag, body: { total, overdue, groups, ...given("isPartial", isPartial ? true : undefined) } };
}

const onCases = (owed: readonly OwedOn[]) =>
  owed.map(({ owed: { dueAt }, stored }) => ({ caseId: stored.state.caseId, ...given("dueAt", dueAt) }));

/** On how many cases an organisation owes something, and how much of it presses: by all that its list of work holds, however long. */
export async function countWorkFor(
  table: Table,
  seat: Seat,
  times: { now: string; dueBy: string },
): Promise<ReturnType<typeof countOwed>> {
  const keys = await allWork(table, seat.organisationId);
  return countOwed(onCases(keys.length === 0 ? [] : await owedOn(table, seat, keys)), times);
}
