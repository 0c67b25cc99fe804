import { registryService } from "../../shared/contracts/registry-service.ts";
import { bundledCalendars, type CalendarYear, calendarWarnings, daysOf } from "../../shared/domain/calendar.ts";
import { difference } from "../../shared/domain/difference.ts";
import { loadCalendars, saveCalendar } from "../../shared/dynamo/rules-store.ts";
import type { Table } from "../../shared/dynamo/table.ts";
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
    const before = await calendarOf(table, body.year);
    const at = now();
    const accessed = accessBy(caller, caller.organisationId, { at, act: "calendar-loaded", about: String(body.year) });
    if (query.dryRun === "false") await saveCalendar(table, body, at, accessed);
    const changes = difference(before === undefined ? {} : daysOf(before), daysOf(body), body.source);
    return { status: 200, body: { ...body, difference: changes, warnings: calendarWarnings(body) } };
  }),

  showCalendar: operation(registryService.showCalendar, async ({ table }, { params }) => {
    const calendar = await calendarOf(table, params.year);
    if (calendar === undefined) throw new Problem("not-found", { detail: "The calendar of that year is not loaded." });
    return { status: 200, body: calendar };
  }),
};

async function calendarOf(table: Table, ofYear: number): Promise<CalendarYear | undefined> {
  const loaded = (await loadCalendars(table)).map(({ calendar }) => calendar);
  return [...bundledCalendars(), ...loaded].findLast(({ year }) => year === ofYear);
}
