import { apiRoutes } from "../../shared/contracts/api-routes.ts";
import { bundledCalendars } from "../../shared/domain/calendar.ts";
import { loadCalendars, saveCalendar } from "../../shared/dynamo/rules-store.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { operation } from "./operation.ts";

/** The State Council's calendar of holidays and make-up workdays, year by year. */
export const calendarOperations = {
  putCalendar: operation(apiRoutes.putCalendar, async ({ table, now }, { params, body }) => {
    if (body.year !== params.year) {
      const message = `the body is the calendar of ${body.year}`;
      throw new Problem("invalid-body", { errors: [{ path: "/year", code: "other-year", message }] });
    }
    await saveCalendar(table, body, now());
    return { status: 200, body };
  }),

  showCalendar: operation(apiRoutes.showCalendar, async ({ table }, { params }) => {
    const loaded = (await loadCalendars(table)).map(({ calendar }) => calendar);
    const calendar = [...bundledCalendars, ...loaded].findLast(({ year }) => year === params.year);
    if (calendar === undefined) throw new Problem("not-found", { detail: "The calendar of that year is not loaded." });
    return { status: 200, body: calendar };
  }),
};
