import {
  bundledCalendars,
  type Calendars,
  type CalendarWarning,
  type CalendarYear,
  calendarWarnings,
  daysOf,
  scopeOfCalendar,
  takenFromAbove,
} from "../domain/calendar.ts";
import type { Actor } from "../domain/case.ts";
import { type Change, difference } from "../domain/difference.ts";
import { nationwide, scopesOver } from "../domain/scope.ts";
import type { Accessed } from "../dynamo/access-store.ts";
import { loadOwnCalendars, saveOwnCalendar } from "../dynamo/own-calendars-store.ts";
import { loadCalendars, saveCalendar } from "../dynamo/rules-store.ts";
import type { Table } from "../dynamo/table.ts";
import { untilItLands, VersionConflict } from "../dynamo/version-conflict.ts";
import { accessBy } from "./access.ts";
import { nationalWith } from "./calendars-in-force.ts";
import { actorOf, type Caller, requireRight } from "./caller.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";
import { requireRevision, revisionOf } from "./revision.ts";

/** A calendar of a layer; below the nation with who loaded it and when. */
type ShownCalendar = CalendarYear & { loadedAt?: string; loadedBy?: Actor };
type Save = (at: string, accessed: Accessed) => Promise<boolean>;
/** What a layer has for a year, what the layers above it say, and how to put a calendar in its place. */
type Standing = { stands: ShownCalendar | undefined; above: Calendars; save: Save };
type LoadedCalendar = {
  outcome: "stored" | "repeated" | "checked";
  revision: string;
  difference: Change[];
  warnings: CalendarWarning[];
};

/**
 * Loads a year of a layer, in the place of the one that stands there; of a dry run nothing is stored, nor of what stands there
 * already. Answers with what it changes day by day, and with what is unusual. Throws `Problem`: `not-found` for the scope of another county, `not-allowed`
 * for a layer above, `invalid-body` where it would work on a day that a layer above has off, `changed-meanwhile` where another
 * calendar stands there than was looked at.
 */
export async function loadCalendar(
  { table, now }: Pick<Ports, "table" | "now">,
  caller: Caller,
  { calendar, dryRun, revision: looked }: { calendar: CalendarYear; dryRun: boolean; revision?: string },
): Promise<LoadedCalendar> {
  const scope = scopeOfCalendar(calendar);
  const detail = `the calendar of the layer ${scope} is loaded by its own coordinator, the nation's by the operator`;
  requireRight(caller, { act: "load-law", scope }, { detail });
  return untilItLands(async () => {
    const { stands, above, save } = await standing(table, caller, calendar);
    const changes = difference(stands === undefined ? {} : daysOf(stands), daysOf(calendar), calendar.source);
    const isThere = stands !== undefined && changes.length === 0 && stands.source === calendar.source;
    const ofYear = above.filter(({ year }) => year === calendar.year);
    const revision = revisionOf([stands ?? null, ofYear].flat().map((one) => one && [one.source, daysOf(one)]));
    if (!isThere) requireRevision(looked, revision);
    refuseTaken(takenFromAbove(calendar, above));
    const about = scope === nationwide ? String(calendar.year) : `${scope} ${calendar.year}`;
    const at = now();
    const accessed = accessBy(caller, caller.organisationId, { at, act: "calendar-loaded", about });
    if (!dryRun && !isThere && !(await save(at, accessed))) {
      throw new VersionConflict(`the calendar ${about} was loaded meanwhile`);
    }
    return {
      outcome: isThere ? "repeated" : dryRun ? "checked" : "stored",
      revision,
      difference: changes,
      warnings: calendarWarnings(calendar, above),
    };
  });
}

/** The calendar that a layer has for a year: what was loaded, of the nation else what is bundled. Undefined where it has none. */
export async function calendarOfLayer(table: Table, scope: string, year: number): Promise<ShownCalendar | undefined> {
  if (scope === nationwide) {
    const loaded = (await loadCalendars(table)).find(({ calendar }) => calendar.year === year);
    // As it can be loaded again, since callers change what they read and send it back.
    return loaded?.calendar ?? bundledCalendars().find((bundled) => bundled.year === year);
  }
  const own = (await loadOwnCalendars(table, scope))?.years.find(({ calendar }) => calendar.year === year);
  return own && { ...own.calendar, loadedAt: own.loadedAt, loadedBy: own.loadedBy };
}

async function standing(table: Table, caller: Caller, calendar: CalendarYear): Promise<Standing> {
  const scope = scopeOfCalendar(calendar);
  const loaded = await loadCalendars(table);
  if (scope === nationwide) {
    const { scope: _, ...national } = calendar;
    const before = loaded.find((one) => one.calendar.year === calendar.year);
    return {
      stands: nationalWith(loaded).findLast(({ year }) => year === calendar.year),
      above: [],
      save: (at, accessed) => saveCalendar(table, national, at, { before, accessed }),
    };
  }
  const layers = await Promise.all(
    scopesOver(scope)
      .slice(1)
      .map((one) => loadOwnCalendars(table, one)),
  );
  const before = layers.find((layer) => layer?.scope === scope);
  const over = layers.flatMap((layer) => (layer === before ? [] : (layer?.years ?? [])));
  return {
    stands: before?.years.find((one) => one.calendar.year === calendar.year)?.calendar,
    above: [...nationalWith(loaded), ...over.map((one) => one.calendar)],
    save: (at, accessed) =>
      saveOwnCalendar(table, scope, { calendar, loadedAt: at, loadedBy: actorOf(caller) }, { before, accessed }),
  };
}

function refuseTaken(dates: readonly string[]): void {
  if (dates.length === 0) return;
  const errors = dates.map((date) => ({ path: "/workdays", code: "off-above", message: date }));
  throw new Problem("invalid-body", { errors });
}
