import { casesService } from "../../shared/contracts/cases-service.ts";
import { replayedDays } from "../../shared/contracts/replay-routes.ts";
import { shanghaiDate } from "../../shared/domain/calendar.ts";
import { given } from "../../shared/domain/given.ts";
import { secondsUntilRecorded } from "../../shared/domain/webhook-schedule.ts";
import { noteAccess } from "../../shared/dynamo/access-store.ts";
import { caseIdsOfCounty } from "../../shared/dynamo/case-lists.ts";
import { closedIn, openIn } from "../../shared/dynamo/keys.ts";
import type { Table } from "../../shared/dynamo/table.ts";
import { accessBy } from "../../shared/runtime/access.ts";
import { ownCounty } from "../../shared/runtime/caller.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { cursorOf, keyIn } from "../http/cursor.ts";
import { spendOne } from "../http/quotas.ts";
import { operation } from "./platform.ts";

const dayMilliseconds = 86_400_000;

export const replayOperations = {
  /** A call asks for one list of the county that holds cases. The open ones come first, since they go to the closed ones and not back. */
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
    const months = monthsFrom(monthsBefore(from), at);
    const lists = [openIn(county), ...months.map((month) => closedIn(county, month))];
    const first = keyIn(query.cursor, ...lists) ?? openIn(county);
    const begins = lists.indexOf(first);
    if (begins === -1) throw new Problem("invalid-cursor");
    const headers = await spendOne(quotas, caller, "replaysAnHour", at);
    const about = `${from} – ${to}`;
    await noteAccess(table, accessBy(caller, caller.organisationId, { at, act: "events-replayed", about }));
    const { caseIds, next } = await casesIn(table, lists.slice(begins));
    // Before that it cannot be known which endpoints are being called right now.
    const replays = caseIds.map((caseId) => ({ caseId, from, to }));
    await askReplay(replays, secondsUntilRecorded(to, at));
    return { status: 200, body: { cases: caseIds.length, ...given("cursor", cursorOf(next)) }, headers };
  }),
};

/** The cases of the first of these lists that holds any, and the list after it. */
async function casesIn(table: Table, lists: readonly string[]): Promise<{ caseIds: string[]; next?: string }> {
  for (const [index, list] of lists.entries()) {
    const caseIds = await caseIdsOfCounty(table, list);
    if (caseIds.length > 0) return { caseIds, ...given("next", lists[index + 1]) };
  }
  return { caseIds: [] };
}

/** Results are acknowledged, papers added and files archived long after a case has ended. */
const monthsAfterTheEnd = 24;

/** A moment in the first month in which a case may have ended of which something is told since `from`. */
function monthsBefore(from: string): string {
  const [year = 0, number = 0] = shanghaiDate(from).split("-").map(Number);
  // In the middle of the month, which no zone makes another.
  return new Date(Date.UTC(year, number - 1 - monthsAfterTheEnd, 15)).toISOString();
}

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
