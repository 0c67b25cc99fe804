import { registryService } from "../../shared/contracts/registry-service.ts";
import { bundledCalendars, type CalendarYear, calendarWarnings, daysOf } from "../../shared/domain/calendar.ts";
import { difference } from "../../shared/domain/difference.ts";
import { loadCalendars, type StoredCalendar, saveCalendar } from "../../shared/dynamo/rules-store.ts";
import type { Table } from "../../shared/dynamo/table.ts";
import { untilItLands, VersionConflict } from "../../shared/dynamo/version-conflict.ts";
import { accessBy } from "../../shared/runtime/access.ts";
import { requireRight } from "../../shared/runtime/caller.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { operation } from "./platform.ts";

/** The State Council's calendar of holidays and make-up workdays, year by year. */
export const calendarOperations = {
  putCalendar: operation(registryService.putCalendar, async ({ table, now }, { params, query, body, caller }) => {
    requireRight(caller, { act: "load-calendar" }, { detail: "the nation's calendar is loaded by the operator" });
    if (body.year !== params.year) {
      const message = `the body is the calendar of ${body.year}`;
      throw new Problem("invalid-body", { errors: [{ path: "/year", code: "other-year", message }] });
    }
    const changes = await untilItLands(async () => {
      const { loaded, inForce } = await calendarOf(table, body.year);
      const at = now();
      const entry = { at, act: "calendar-loaded", about: String(body.year) } as const;
      const accessed = accessBy(caller, caller.organisationId, entry);
      if (query.dryRun === "false" && !(await saveCalendar(table, body, at, { before: loaded, accessed }))) {
        throw new VersionConflict(`the calendar of ${body.year} was loaded meanwhile`);
      }
      return difference(inForce === undefined ? {} : daysOf(inForce), daysOf(body), body.source);
    });
    return { status: 200, body: { ...body, difference: changes, warnings: calendarWarnings(body) } };
  }),

  showCalendar: operation(registryService.showCalendar, async ({ table }, { params }) => {
    const { inForce: calendar } = await calendarOf(table, params.year);
    if (calendar === undefined) throw new Problem("not-found", { detail: "The calendar of that year is not loaded." });
    return { status: 200, body: calendar };
  }),
};

/** The calendar of a year as it was loaded, and the one in force: that, or the bundled one. */
async function calendarOf(
  table: Table,
  year: number,
): Promise<{ loaded: StoredCalendar | undefined; inForce: CalendarYear | undefined }> {
  const loaded = (await loadCalendars(table)).find(({ calendar }) => calendar.year === year);
  return { loaded, inForce: loaded?.calendar ?? bundledCalendars().find((bundled) => bundled.year === year) };
}
