import { registryService } from "../../shared/contracts/registry-service.ts";
import { given } from "../../shared/domain/given.ts";
import { requireRight } from "../../shared/runtime/caller.ts";
import { calendarOfLayer, loadCalendar } from "../../shared/runtime/load-calendar.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { operation } from "./platform.ts";

/** The State Council's calendar of holidays and make-up workdays, year by year, and what provinces and counties add to it. */
export const calendarOperations = {
  putCalendar: operation(registryService.putCalendar, async (platform, { params, query, body, caller }) => {
    if (body.year !== params.year) {
      const message = `the body is the calendar of ${body.year}`;
      throw new Problem("invalid-body", { errors: [{ path: "/year", code: "other-year", message }] });
    }
    const loading = { calendar: body, dryRun: query.dryRun === "true", ...given("revision", query.revision) };
    return { status: 200, body: { ...body, ...(await loadCalendar(platform, caller, loading)) } };
  }),

  showCalendar: operation(registryService.showCalendar, async ({ table }, { params, query, caller }) => {
    requireRight(caller, { act: "read-law", scope: query.scope });
    const calendar = await calendarOfLayer(table, query.scope, params.year);
    if (calendar === undefined) throw new Problem("not-found", { detail: "The calendar of that year is not loaded." });
    return { status: 200, body: calendar };
  }),
};
