import type { DueCase } from "../contracts/erasure-routes.ts";
import { isOver, wasMerged } from "../domain/case-state.ts";
import { given } from "../domain/given.ts";
import { erasureOf } from "../domain/phases/erasure.ts";
import type { StoredCase } from "../dynamo/case-items.ts";
import { pageOfCases } from "../dynamo/case-lists.ts";
import { closedIn } from "../dynamo/keys.ts";
import type { Table } from "../dynamo/table.ts";
import { keepingOf } from "./erase-case.ts";
import { goesOnIn } from "./survivor.ts";

type Ask = {
  county: string;
  month: string;
  limit: number;
  startKey: Record<string, string> | undefined;
  now: string;
};

/**
 * A page of the cases that ended in a month in a county and are not to be kept any longer, with what stands against erasing each. A
 * merged case goes with the one in which it went on, and is listed alone where that one is erased and it is not.
 */
export async function dueErasures(
  table: Table,
  { county, month, limit, startKey, now }: Ask,
): Promise<{ cases: DueCase[]; cursor?: string }> {
  const due = new Map<string, DueCase>();
  const place = { index: "casesByCounty", partition: closedIn(county, month) } as const;
  const { rows, cursor } = await pageOfCases(table, place, {
    limit,
    startKey,
    seen: async (stored) => {
      // An index lags: the case may have gone on, or gone to another county.
      if (stored.state.county !== county) return undefined;
      const one = await dueCaseOf(table, stored, now);
      if (one === undefined) return undefined;
      due.set(one.caseId, one);
      return stored;
    },
  });
  return { cases: rows.flatMap(({ stored }) => due.get(stored.state.caseId) ?? []), ...given("cursor", cursor) };
}

/** What is said of a case that is due; undefined for one that is not, or is erased. */
async function dueCaseOf(table: Table, stored: StoredCase, now: string): Promise<DueCase | undefined> {
  const { state, version } = stored;
  if (!isOver(state) || state.erasure?.endedAt !== undefined) return undefined;
  const { caseId, closedAt, erasure, referrals } = state;
  const known = { caseId, version, closedAt, sourceNumber: referrals[0].sourceNumber };
  if (wasMerged(state)) {
    const by = erasureOf((await goesOnIn(table, stored)).state);
    if (by === undefined) return undefined;
    const { begunAt, endedAt: _, ...retention } = by;
    return { ...known, keptUntil: begunAt, retention, ...given("begunAt", erasure?.begunAt) };
  }
  if (erasure !== undefined) {
    const { begunAt, endedAt: _, ...retention } = erasure;
    return { ...known, keptUntil: begunAt, retention, begunAt };
  }
  const { retention, keptUntil, hindrance } = await keepingOf(table, state, now);
  return keptUntil > now ? undefined : { ...known, keptUntil, retention, ...given("hindrance", hindrance) };
}
