import * as z from "zod";
import type { CountedCases } from "../contracts/series-routes.ts";
import { type FigureCell, isCountedIn, loadedIn, type TownOf, townsIn } from "../domain/figure-cell.ts";
import { given } from "../domain/given.ts";
import { once } from "../domain/once.ts";
import { standingOf } from "../domain/rights.ts";
import type { MonthFigures } from "../domain/series.ts";
import { countedAs, sumOf } from "../domain/tally.ts";
import type { StoredCase } from "../dynamo/case-items.ts";
import { pageOfCases } from "../dynamo/case-lists.ts";
import { countedIn } from "../dynamo/keys.ts";
import { encodeCursor, type Table } from "../dynamo/table.ts";
import { type Caller, seatOf } from "./caller.ts";
import { seenBy } from "./case-for.ts";
import { type SeenRow, shownTo } from "./case-listing.ts";
import { monthsOf, placesOf } from "./figure-series.ts";
import { Problem } from "./problem.ts";

type Asked = { county: string; from: string; to: string; cell: FigureCell; limit: number; cursor?: string };

/** A page looks at so many cases at most, 500 read units, and at so many in a call. */
const looks = { atOnce: 100, atMost: 1_000 };

/** Where a list goes on: in which month, and behind which key of it. */
const place = once(() => z.strictObject({ month: z.string(), key: z.string().exactOptional() }));
type Place = z.infer<ReturnType<typeof place>>;
const indexKey = once(() => z.record(z.string(), z.string()));

/**
 * The cases behind a figure, those that ended last first. The tallies say in which months there are any, so that no other month is
 * looked through. Throws `invalid-parameters` as a series does, and `invalid-cursor`.
 */
export async function countedCasesFor(
  table: Table,
  caller: Caller,
  { county, from, to, cell, limit, cursor }: Asked,
  now: string,
): Promise<CountedCases> {
  const { town } = cell;
  const { month: first = to, key } = placeIn(cursor) ?? {};
  const [months, places] = await Promise.all([
    monthsOf(table, county, { from, to: first }),
    town === undefined ? undefined : placesOf(table, county),
  ]);
  const townOf = townsIn(county, places?.divisions ?? new Map());
  const figure = figureOf(cell, months, townOf);
  const { rows, next } = await pageOver(table, caller, { county, cell, townOf, limit, key, months: figure.byMonth });
  const seen = rows.filter(({ stands }) => standingOf(seatOf(caller), stands.state) !== "stranger");
  const elsewhere = rows.length - seen.length;
  return {
    ...(await shownTo(table, caller, seen, now)),
    ...given("total", cursor === undefined ? figure.total : undefined),
    ...given("loaded", cursor === undefined && figure.loaded > 0 ? figure.loaded : undefined),
    ...given("elsewhere", elsewhere > 0 ? elsewhere : undefined),
    ...given("townName", town === undefined ? undefined : places?.names.get(town)),
    ...given("cursor", encodeCursor(next)),
  };
}

/** The figure, month by month with the last first, and as a whole. */
function figureOf(cell: FigureCell, months: readonly MonthFigures[], townOf: TownOf) {
  const byMonth = months
    .map(({ month, tallies }) => ({
      month,
      cases: sumOf(tallies.filter((one) => isCountedIn(cell, one, townOf))).cases,
    }))
    .filter(({ cases }) => cases > 0)
    .toReversed();
  const loaded = months.map((month) => (month.loaded === undefined ? 0 : loadedIn(cell, month.loaded)));
  return {
    byMonth,
    total: byMonth.reduce((sum, { cases }) => sum + cases, 0),
    loaded: loaded.reduce((sum, cases) => sum + cases, 0),
  };
}

type Page = {
  county: string;
  cell: FigureCell;
  townOf: TownOf;
  limit: number;
  months: readonly { month: string }[];
  /** Where the list goes on in the first of the months. */
  key: string | undefined;
};

/** A page over several months, and where the next one begins. */
async function pageOver(
  table: Table,
  caller: Caller,
  { county, cell, townOf, limit, months, key }: Page,
): Promise<{ rows: SeenRow[]; next?: Place }> {
  const rows: SeenRow[] = [];
  let looked = 0;
  let from = key;
  for (const { month } of months) {
    if (rows.length >= limit || looked >= looks.atMost) return { rows, next: { month } };
    const standing = new Map<string, StoredCase>();
    const page = await pageOfCases(
      table,
      { index: "casesBySender", partition: countedIn(county, month) },
      {
        limit: limit - rows.length,
        startKey: from === undefined ? undefined : keyIn(from),
        backwards: true,
        looks: { atOnce: looks.atOnce, atMost: looks.atMost - looked },
        seen: async (stored) => {
          looked += 1;
          const counted = countedAs(stored.state);
          // The index may still have a case that was taken up again, or counts elsewhere by now.
          if (counted?.month !== month || !isCountedIn(cell, counted, townOf)) return undefined;
          standing.set(stored.state.caseId, stored);
          // Of another county's case nothing is shown but that it is one.
          return standingOf(seatOf(caller), stored.state) === "stranger" ? stored : seenBy(table, caller, stored);
        },
      },
    );
    rows.push(...page.rows.map((row) => ({ ...row, stands: standing.get(row.stored.state.caseId) ?? row.stored })));
    if (page.cursor !== undefined) return { rows, next: { month, key: page.cursor } };
    from = undefined;
  }
  return { rows };
}

function placeIn(cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return undefined;
  const parsed = place().safeParse(jsonIn(cursor));
  if (parsed.success) return parsed.data;
  throw new Problem("invalid-cursor");
}

function keyIn(cursor: string): Record<string, string> {
  const parsed = indexKey().safeParse(jsonIn(cursor));
  if (parsed.success) return parsed.data;
  throw new Problem("invalid-cursor");
}

function jsonIn(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}
