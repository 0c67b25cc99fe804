import { bundledCalendars, type Calendars } from "../domain/calendar.ts";
import { nationwide, scopesOver } from "../domain/scope.ts";
import { loadOwnCalendars } from "../dynamo/own-calendars-store.ts";
import { loadCalendars, type StoredCalendar } from "../dynamo/rules-store.ts";
import type { Table } from "../dynamo/table.ts";

const freshMilliseconds = 60_000;
/**
 * How long after the loading of a calendar a command may still be decided on the one before: as long as it is remembered,
 * and then some for the call that is under way.
 */
export const calendarSpreadMilliseconds = freshMilliseconds + 60_000;
const known = new Map<string, { read: Promise<Calendars>; readAt: number }>();

/**
 * The calendars by which a county counts, the nation's first: those that are bundled, over them those that the operator has
 * loaded, and what its province and the county itself add. Each layer is looked up once a minute.
 */
export function calendarsInForce(table: Table, county: string): Promise<Calendars> {
  return together(county, (scope) =>
    remembered(`${table.name} ${scope}`, () =>
      scope === nationwide ? loadCalendars(table).then(nationalWith) : ownCalendars(table, scope),
    ),
  );
}

/** The same for a run, each layer looked up once, when it is first asked for. `nation` reads the nation's calendars. */
export function calendarsOfRun(table: Table, nation: Nation): (county: string) => Promise<Calendars> {
  const read = new Map<string, Promise<Calendars>>();
  return (county) =>
    together(county, (scope) => {
      const layer =
        read.get(scope) ?? (scope === nationwide ? nation().then(nationalWith) : ownCalendars(table, scope));
      read.set(scope, layer);
      return layer;
    });
}

/** Reads the nation's calendars that were loaded so far. */
export type Nation = () => Promise<readonly StoredCalendar[]>;

/** The layers over a county, asked for in one turn so that they share a call. */
const together = async (county: string, layer: (scope: string) => Promise<Calendars>): Promise<Calendars> =>
  (await Promise.all(scopesOver(county).map(layer))).flat();

/** The nation's calendars: the bundled ones, and over them those that were loaded. */
export const nationalWith = (loaded: readonly Pick<StoredCalendar, "calendar">[]): Calendars => [
  ...bundledCalendars(),
  ...loaded.map(({ calendar }) => calendar),
];

const ownCalendars = async (table: Table, scope: string): Promise<Calendars> =>
  ((await loadOwnCalendars(table, scope))?.years ?? []).map(({ calendar }) => calendar);

function remembered(key: string, read: () => Promise<Calendars>): Promise<Calendars> {
  const kept = known.get(key);
  if (kept !== undefined && Math.abs(Date.now() - kept.readAt) < freshMilliseconds) return kept.read;
  const reading = read();
  known.set(key, { read: reading, readAt: Date.now() });
  // A reading that failed is not remembered; its caller sees the error.
  reading.catch(() => {
    if (known.get(key)?.read === reading) known.delete(key);
  });
  return reading;
}

class CalendarsUnread extends Error {
  override name = "CalendarsUnread";
}

/**
 * What `decide` answers in the context. The calendars are read if it asks for them, which it does where a clock starts or
 * goes on: it is then run again. So it must change nothing.
 */
export async function withCalendars<Context extends object, Result>(
  context: Context,
  read: () => Promise<Calendars>,
  decide: (context: Context & { readonly calendars: Calendars }) => Result,
): Promise<Result> {
  try {
    return decide({
      ...context,
      get calendars(): Calendars {
        throw new CalendarsUnread();
      },
    });
  } catch (error) {
    if (!(error instanceof CalendarsUnread)) throw error;
  }
  return decide({ ...context, calendars: await read() });
}
