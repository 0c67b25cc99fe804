import { isDeepStrictEqual } from "node:util";
import { shanghaiDate } from "../domain/calendar.ts";
import { given } from "../domain/given.ts";
import {
  type EarlierFigures,
  type FigureSeries,
  type LoadingOfFigures,
  type MonthFigures,
  monthsBetween,
  type Places,
  type SeriesStep,
  seriesMonthsAtMost,
  seriesOf,
  townsOf,
} from "../domain/series.ts";
import { sumOf } from "../domain/tally.ts";
import { divisionNames, organisationsOfCounty } from "../dynamo/directory-store.ts";
import { loadEarlier, loadEarlierBetween, saveEarlier } from "../dynamo/earlier-store.ts";
import type { Table } from "../dynamo/table.ts";
import { loadTallies } from "../dynamo/tally-store.ts";
import { untilItLands } from "../dynamo/version-conflict.ts";
import { accessBy } from "./access.ts";
import { actorOf, type Caller } from "./caller.ts";
import { Problem } from "./problem.ts";

const monthsAtOnce = 12;

type Range = { from: string; to: string; by: SeriesStep; towns: boolean };

/** A county's series. Throws `invalid-parameters` where the range ends before it begins or is longer than ten years. */
export async function seriesOfCounty(
  table: Table,
  county: string,
  { from, to, by, towns }: Range,
): Promise<FigureSeries> {
  const whole = await monthsOf(table, county, { from, to });
  const series = seriesOf(county, by, whole);
  if (!towns) return series;
  const tallies = whole.flatMap((month) => month.tallies);
  return { ...series, towns: townsOf(county, tallies, await placesOf(table, county)) };
}

/** What was counted and loaded in each month. Throws `invalid-parameters` as a series does. */
export async function monthsOf(
  table: Table,
  county: string,
  { from, to }: Pick<Range, "from" | "to">,
): Promise<MonthFigures[]> {
  const months = monthsBetween(from, to);
  if (months.length === 0 || months.length > seriesMonthsAtMost) {
    const code = months.length === 0 ? "ends-before-it-begins" : "range-too-long";
    throw new Problem("invalid-parameters", { errors: [{ path: "to", code, message: code }] });
  }
  const loaded = new Map(
    (await loadEarlierBetween(table, county, { from, to })).map(({ month, figures }) => [month, figures]),
  );
  const whole: MonthFigures[] = [];
  for (let first = 0; first < months.length; first += monthsAtOnce) {
    const some = months.slice(first, first + monthsAtOnce);
    const read = some.map(async (month) => ({
      month,
      tallies: await loadTallies(table, county, month),
      loaded: loaded.get(month),
    }));
    whole.push(...(await Promise.all(read)));
  }
  return whole;
}

/** Where the bodies of a county are, and what its divisions are called. */
export async function placesOf(table: Table, county: string): Promise<Places> {
  const [organisations, names] = await Promise.all([
    organisationsOfCounty(table, county),
    divisionNames(table, county),
  ]);
  const divisions = new Map(organisations.map(({ organisationId, facts }) => [organisationId, facts.divisionCode]));
  return { divisions, names };
}

type EarlierLoad = {
  county: string;
  month: string;
  beside: boolean;
  figures: EarlierFigures;
  isDryRun: boolean;
  revision?: number;
};

/**
 * Keeps the figures of a month that was over before the county used the platform, or says what keeping them would do. The same again
 * changes nothing; others replace them, which the answer says. Throws `month-counted` where cases of the month were counted here and
 * `beside` does not say that these are others, `changed-meanwhile` where those of another revision are in place than may be replaced,
 * and `invalid-parameters` where the month is not over.
 */
export async function loadEarlierFigures(
  table: Table,
  { caller, now }: { caller: Caller; now: string },
  { county, month, beside, figures, isDryRun, revision }: EarlierLoad,
): Promise<LoadingOfFigures> {
  if (month >= shanghaiDate(now).slice(0, 7)) {
    const code = "month-not-over";
    throw new Problem("invalid-parameters", { errors: [{ path: "month", code, message: code }] });
  }
  return untilItLands(async () => {
    const before = await loadEarlier(table, county, month);
    if (before !== undefined && isDeepStrictEqual(before.loaded.figures, figures)) {
      return { outcome: "unchanged" as const, ...before.loaded, revision: before.revision };
    }
    const present = before?.revision ?? 0;
    if (revision !== undefined && revision !== present) throw new Problem("changed-meanwhile");
    const { cases } = sumOf(await loadTallies(table, county, month));
    if (cases > 0 && !beside) throw new Problem("month-counted", { members: { cases } });
    const loaded = { county, month, loadedAt: now, loadedBy: actorOf(caller), figures };
    const accessed = accessBy(caller, caller.organisationId, { at: now, act: "figures-loaded", about: month });
    if (!isDryRun) await saveEarlier(table, loaded, before, accessed);
    const outcome = before === undefined ? ("loaded" as const) : ("replaced" as const);
    const inPlace = isDryRun ? present : present + 1;
    return { outcome, ...loaded, revision: inPlace, ...given("before", before?.loaded.figures) };
  });
}
