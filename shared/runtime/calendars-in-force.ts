import { bundledCalendars, type Calendars } from "../domain/calendar.ts";
import { loadCalendars, type StoredCalendar } from "../dynamo/rules-store.ts";
import type { Table } from "../dynamo/table.ts";

/** The bundled calendars, and over them those that were loaded. */
export const calendarsWith = (loaded: readonly Pick<StoredCalendar, "calendar">[]): Calendars => [
  ...bundledCalendars(),
  ...loaded.map(({ calendar }) => calendar),
];

const freshMilliseconds = 60_000;
/**
 * How long after the loading of a calendar a command may still be decided on the one before: as long as it is remembered,
 * and then some for the call that is under way.
 */
export const calendarSpreadMilliseconds = freshMilliseconds + 60_000;
const known = new Map<string, { calendars: Promise<Calendars>; readAt: number }>();

/** The bundled calendars, and over them those the coordinator has loaded; looked up once a minute. */
export function calendarsInForce(table: Table): Promise<Calendars> {
  const kept = known.get(table.name);
  if (kept !== undefined && Math.abs(Date.now() - kept.readAt) < freshMilliseconds) return kept.calendars;
  const calendars = loadCalendars(table).then(calendarsWith);
  known.set(table.name, { calendars, readAt: Date.now() });
  // A reading that failed is not remembered; its caller sees the error.
  calendars.catch(() => {
    if (known.get(table.name)?.calendars === calendars) known.delete(table.name);
  });
  return calendars;
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
