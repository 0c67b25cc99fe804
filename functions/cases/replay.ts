import { casesService } from "../../shared/contracts/cases-service.ts";
import { replayedDays } from "../../shared/contracts/replay-routes.ts";
import { shanghaiDate } from "../../shared/domain/calendar.ts";
import { given } from "../../shared/domain/given.ts";
import { noteAccess } from "../../shared/dynamo/access-store.ts";
import { caseIdsOfCounty } from "../../shared/dynamo/case-lists.ts";
import { closedIn, openIn } from "../../shared/dynamo/keys.ts";
import { accessBy } from "../../shared/runtime/access.ts";
import { ownCounty } from "../../shared/runtime/caller.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { cursorOf, keyIn } from "../http/cursor.ts";
import { spendOne } from "../http/quotas.ts";
import { operation } from "./platform.ts";

const dayMilliseconds = 86_400_000;

export const replayOperations = {
  /** A call asks for one list of the county. The open cases come first, since they go to the closed ones and not back. */
  replayEvents: operation(casesService.replayEvents, async (platform, { body, query, caller }) => {
    const { table, quotas, now, askReplay } = platform;
    // In one form, in which the order of texts is that of time.
    const [from, to] = [new Date(body.from).toISOString(), new Date(body.to).toISOString()];
    const at = now();
    const earliest = new Date(Date.parse(at) - replayedDays * dayMilliseconds).toISOString();
    if (from < earliest || from > to || to > at)
      throw new Problem("invalid-body", {
        errors: [{ path: from < earliest || from > to ? "/from" : "/to", code: "replay-range", message: earliest }],
      });
    const county = ownCounty(caller);
    const lists = [openIn(county), ...monthsFrom(from, at).map((month) => closedIn(county, month))];
    const list = keyIn(query.cursor, ...lists) ?? openIn(county);
    const headers = await spendOne(quotas, caller, "replaysAnHour", at);
    if (query.cursor === undefined) {
      const about = `${from} – ${to}`;
      await noteAccess(table, accessBy(caller, caller.organisationId, { at, act: "events-replayed", about }));
    }
    const caseIds = await caseIdsOfCounty(table, list);
    await askReplay(caseIds.map((caseId) => ({ caseId, from, to })));
    const next = lists[lists.indexOf(list) + 1];
    return { status: 200, body: { cases: caseIds.length, ...given("cursor", cursorOf(next)) }, headers };
  }),
};

/** The months from that of one moment to that of another, such as `2026-11`. */
function monthsFrom(from: string, to: string): string[] {
  const last = shanghaiDate(to).slice(0, 7);
  const months = [shanghaiDate(from).slice(0, 7)];
  for (let month = months[0] ?? last; month < last; ) {
    const [year = 0, number = 0] = month.split("-").map(Number);
    month = new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 7);
    months.push(month);
  }
  return months;
}
